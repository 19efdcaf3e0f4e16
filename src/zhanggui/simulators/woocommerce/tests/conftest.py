from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from zhanggui.simulators.stage.clock import standing_still
from zhanggui.simulators.woocommerce.authorising import signature
from zhanggui.simulators.woocommerce.simulator import KEY, ROOT, SECRET, WooSimulator

Ask = Callable[..., httpx.Response]


@pytest.fixture
def shop() -> WooSimulator:
    return WooSimulator(clock=standing_still(), seed=11)


@pytest.fixture
def url(shop: WooSimulator) -> Iterator[str]:
    with shop.server.serving() as url:
        yield url


@pytest.fixture
def ask(shop: WooSimulator, url: str) -> Ask:
    """A signed call; `changed` replaces parameters before they are signed (empty takes away), `after` afterwards."""
    nonces = iter(range(10_000))

    def ask(
        method: str,
        path: str,
        body: Any = None,
        *,
        changed: dict[str, str] | None = None,
        after: dict[str, str] | None = None,
        secret: str = SECRET,
        **query: str,
    ) -> httpx.Response:
        given = {
            **query,
            "oauth_consumer_key": KEY,
            "oauth_timestamp": str(int(shop.market.clock().timestamp())),
            "oauth_nonce": f"nonce-{next(nonces)}",
            "oauth_signature_method": "HMAC-SHA256",
        } | (changed or {})
        given = {name: value for name, value in given.items() if value}
        if given.get("oauth_signature_method") in {"HMAC-SHA256", "HMAC-SHA1"}:
            given["oauth_signature"] = signature(method, f"{url}{ROOT}{path}", given, secret)
        return httpx.request(method, f"{url}{ROOT}{path}", params=given | (after or {}), json=body)

    return ask
