from collections.abc import Callable, Iterator
from typing import Any

import httpx
import orjson
import pytest

from zhanggui.simulators.jd.gateway import signature
from zhanggui.simulators.jd.simulator import ACCESS_TOKEN, APP_KEY, APP_SECRET, JDShop
from zhanggui.simulators.stage.clock import standing_still, written

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def platform() -> JDShop:
    return JDShop(clock=standing_still(), seed=11)


@pytest.fixture
def url(platform: JDShop) -> Iterator[str]:
    with platform.server.serving() as url:
        yield url


@pytest.fixture
def call(platform: JDShop, url: str) -> Ask:
    """A signed call, its whole answer; `form` changes what is signed, `after` what was signed. None leaves it out."""

    def call(
        method: str, asked: dict[str, Any] | None = None, *, form: dict[str, str | None] | None = None, **after: str
    ) -> dict[str, Any]:
        given: dict[str, str | None] = {
            "app_key": APP_KEY,
            "method": f"jingdong.{method}",
            "access_token": ACCESS_TOKEN,
            "timestamp": written(platform.market.clock()),
            "v": "2.0",
            "360buy_param_json": orjson.dumps(asked or {}).decode(),
            **(form or {}),
        }
        kept = {name: value for name, value in given.items() if value is not None}
        kept["sign"] = signature(kept, APP_SECRET)
        content: dict[str, Any] = httpx.post(f"{url}/routerjson", data=kept | after).json()
        return content

    return call


@pytest.fixture
def ask(call: Ask) -> Ask:
    """What stands below the root of the answer."""

    def ask(method: str, asked: dict[str, Any] | None = None) -> dict[str, Any]:
        content: dict[str, Any] = call(method, asked)[f"jingdong_{method.replace('.', '_')}_responce"]
        return content

    return ask
