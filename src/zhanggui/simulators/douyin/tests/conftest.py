from collections.abc import Callable, Iterator
from typing import Any

import httpx
import orjson
import pytest

from zhanggui.simulators.douyin.gateway import signature
from zhanggui.simulators.douyin.simulator import ACCESS_TOKEN, APP_KEY, APP_SECRET, DouyinSimulator
from zhanggui.simulators.stage.clock import standing_still

Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def platform() -> DouyinSimulator:
    return DouyinSimulator(clock=standing_still(), seed=11)


@pytest.fixture
def url(platform: DouyinSimulator) -> Iterator[str]:
    with platform.server.serving() as url:
        yield url


@pytest.fixture
def ask(platform: DouyinSimulator, url: str) -> Ask:
    """A signed call; `query` changes what stands behind the `?` before it is signed, `after` what was signed."""

    def ask(
        method: str, asked: dict[str, Any] | None = None, *, query: dict[str, str] | None = None, **after: str
    ) -> dict[str, Any]:
        body = orjson.dumps(asked or {}, option=orjson.OPT_SORT_KEYS).decode()
        given = {
            "app_key": APP_KEY,
            "method": method,
            "access_token": ACCESS_TOKEN,
            "timestamp": str(int(platform.market.clock().timestamp())),
            "v": "2",
            "sign_method": "hmac-sha256",
        } | (query or {})
        given["sign"] = signature(given | {"param_json": body}, APP_SECRET)
        answer = httpx.post(f"{url}/{method.replace('.', '/')}", params=given | after, content=body.encode())
        content: dict[str, Any] = answer.json()
        return content

    return ask
