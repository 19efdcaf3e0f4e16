"""Tests of the pages use made-up documents, so that no business is needed to test a grid."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from zhanggui.kernel.actor import EVERYTHING, Actor
from zhanggui.ui import finding
from zhanggui.ui.tests import settings as gallery
from zhanggui.ui.tests.desks import BasketDesk
from zhanggui.ui.tests.fill import fill_baskets
from zhanggui.ui.tests.models import Basket
from zhanggui.ui.tests.sheets import BasketSheet
from zhanggui.ui.tests.stations import TryStation


@pytest.fixture(autouse=True)
def pages(settings: Any) -> Iterator[None]:
    """The three kinds of pages are served for the made-up documents, without a login."""
    settings.MIDDLEWARE = gallery.MIDDLEWARE
    settings.TEMPLATES = gallery.TEMPLATES
    settings.ROOT_URLCONF = gallery.ROOT_URLCONF
    settings.SIDE_BAR, settings.PAGE_BANNERS = "", []
    finding.desks()["baskets"] = BasketDesk()
    finding.sheets()["baskets"] = BasketSheet()
    finding.stations()["try"] = TryStation()
    yield
    for found in (finding.desks, finding.sheets, finding.stations):
        found.cache_clear()


@pytest.fixture
def baskets(db: None) -> None:
    """3,000 baskets of three shops; every fiftieth is unpaid."""
    if Basket._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.create_model(Basket)
    fill_baskets(3000)


@pytest.fixture
def desk() -> BasketDesk:
    return BasketDesk()


@pytest.fixture
def lead() -> Actor:
    return Actor(name="Lead", user_id=1, grants=EVERYTHING)


@pytest.fixture
def clerk() -> Actor:
    """Sees one shop, no cost and no names of buyers."""
    return Actor(name="Clerk", user_id=2, grants=frozenset({"see_baskets"}), shop_ids=frozenset({1}))


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept": "application/json"})
