"""A Taobao simulator on a real socket, and a shop linked to it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from zhanggui.channels.models import ShopLink
from zhanggui.channels.testing import make_link
from zhanggui.connectors.taobao.channel import Taobao
from zhanggui.kernel.doors.channel import GROUP
from zhanggui.kernel.doors.finding import installed
from zhanggui.orders.testing import make_shop
from zhanggui.simulators.taobao.testing import Served, taobao


@pytest.fixture(autouse=True)
def impatient_taobao(monkeypatch: pytest.MonkeyPatch) -> Iterator[Taobao]:
    """The real connector; only its pauses between tries are left out."""
    connector = Taobao(sleep=lambda seconds: None)
    monkeypatch.setitem(installed(GROUP), "taobao", connector)
    yield connector
    connector.close()


@pytest.fixture
def served() -> Iterator[Served]:
    with taobao(seed=7) as running:
        yield running


@pytest.fixture
def no_old_facts(transactional_db: None) -> None:
    """Facts are not a model Django empties between tests."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE kernel_fact, procrastinate_jobs CASCADE")


@pytest.fixture
def link_to(transactional_db: None) -> Callable[..., ShopLink]:
    def link(running: Served, **settings: Any) -> ShopLink:
        shop = make_shop(channel="taobao")
        return make_link(shop, f"{running.url}/router/rest", at=timezone.now(), **settings)

    return link


@pytest.fixture
def link(served: Served, link_to: Callable[..., ShopLink]) -> ShopLink:
    return link_to(served)


@pytest.fixture
def place(served: Served) -> Callable[..., list[str]]:
    """Orders placed a minute ago, so that their window has settled."""

    def place(count: int = 1, **details: Any) -> list[str]:
        return served.simulator.place(count, at=timezone.now() - timedelta(minutes=1), **details)

    return place
