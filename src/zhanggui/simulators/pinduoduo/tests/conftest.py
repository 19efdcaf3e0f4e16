from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from zhanggui.simulators.pinduoduo.gateway import signature
from zhanggui.simulators.pinduoduo.simulator import ACCESS_TOKEN, CLIENT_ID, CLIENT_SECRET, PinduoduoShop
from zhanggui.simulators.stage.clock import standing_still

Ask = Callable[..., Any]


@pytest.fixture
def platform() -> PinduoduoShop:
    return PinduoduoShop(clock=standing_still(), seed=11)


@pytest.fixture
def url(platform: PinduoduoShop) -> Iterator[str]:
    with platform.server.serving() as url:
        yield url


@pytest.fixture
def call(platform: PinduoduoShop, url: str) -> Ask:
    """A signed call, its whole answer; `common` changes what is signed, `after` what was signed. None leaves it out."""

    def call(
        method: str, asked: dict[str, Any] | None = None, *, common: dict[str, str | None] | None = None, **after: str
    ) -> Any:
        given: dict[str, str | None] = {
            "type": f"pdd.{method}",
            "client_id": CLIENT_ID,
            "access_token": ACCESS_TOKEN,
            "timestamp": str(int(platform.market.clock().timestamp())),
            "data_type": "JSON",
            "version": "V1",
            **{name: None if value is None else str(value) for name, value in (asked or {}).items()},
            **(common or {}),
        }
        kept = {name: value for name, value in given.items() if value is not None}
        kept["sign"] = signature(kept, CLIENT_SECRET)
        return httpx.post(f"{url}/api/router", data=kept | after).json()

    return call


@pytest.fixture
def ask(call: Ask) -> Ask:
    """What stands below the root of the answer; of a refusal its code and sentence."""

    def ask(method: str, asked: dict[str, Any] | None = None) -> Any:
        (content,) = call(method, asked).values()
        if "error_code" in content and "sub_msg" in content:
            return content["error_code"], content["sub_msg"]
        return content

    return ask
