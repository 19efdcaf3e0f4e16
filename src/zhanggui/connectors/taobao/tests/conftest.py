from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from zhanggui.connectors.taobao.channel import Taobao
from zhanggui.kernel.doors.channel_accounts import ShopAccount

NOON = datetime(2025, 3, 4, 4, 0, tzinfo=UTC)  # in Beijing


@pytest.fixture
def slept() -> list[float]:
    """How long the connector waited, without having to wait."""
    return []


@pytest.fixture
def taobao(slept: list[float]) -> Iterator[Taobao]:
    channel = Taobao(clock=lambda: NOON, sleep=slept.append, timeout=httpx.Timeout(2, read=0.3))
    yield channel
    channel.close()


@pytest.fixture
def make_account() -> Any:
    def make(gateway: str, **settings: str) -> ShopAccount:
        return ShopAccount(
            shop_id=1,
            shop_code="TB01",
            settings={"gateway": gateway, "app_key": "20001234", "sign_method": "hmac-sha256"} | settings,
            secrets={"app_secret": "demo-secret", "session": "sess-demo-01"},
        )

    return make
