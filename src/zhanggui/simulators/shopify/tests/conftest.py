from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from zhanggui.simulators.shopify.simulator import TOKEN, VERSION, ShopifySimulator
from zhanggui.simulators.stage.clock import standing_still

Ask = Callable[..., httpx.Response]


@pytest.fixture
def shop() -> ShopifySimulator:
    return ShopifySimulator(clock=standing_still(), seed=11)


@pytest.fixture
def url(shop: ShopifySimulator) -> Iterator[str]:
    with shop.server.serving() as url:
        yield url


@pytest.fixture
def ask(url: str) -> Ask:
    """A query with its variables."""

    def ask(query: str, *, token: str = TOKEN, version: str = VERSION, **variables: Any) -> httpx.Response:
        headers = {"X-Shopify-Access-Token": token}
        body = {"query": query, "variables": variables}
        return httpx.post(f"{url}/admin/api/{version}/graphql.json", json=body, headers=headers)

    return ask
