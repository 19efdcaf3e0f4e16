"""The storekeeper's table in a real Chromium: the goods, the bin, a word about another bin."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.people.testing import make_user
from zhanggui.storing.models import Carry

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


@pytest.fixture
def table(chromium: Browser) -> Iterator[Page]:
    """A page of the storekeeper; it may not complain."""
    server = LiveServer("127.0.0.1")
    client = Client()
    client.force_login(make_user("stan", roles=["storekeeper"]))
    context = chromium.new_context(base_url=server.url, viewport={"width": 1024, "height": 600}, locale="en")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": server.url}])
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    server.stop()
    assert complaints == []


def scan(page: Page, code: str) -> None:
    page.locator("#scan-input").fill(code)
    page.keyboard.press("Enter")


def test_goods_are_put_away_by_scans_and_a_word(table: Page) -> None:
    warehouse, (sku,) = make_warehouse(), make_skus()
    make_stock(warehouse, {sku.pk: 10}, place="RECEIVE")
    answer = table.locator("[data-answer]")
    table.goto("/station/put-away/")
    scan(table, f"*6 {sku.barcodes.get().code}")
    expect(answer).to_contain_text("6 of 10 from RECEIVE")
    expect(answer).to_contain_text("S-01")
    scan(table, "S-01")
    expect(answer).to_contain_text("6 pieces lie in S-01")
    scan(table, "P-02")
    expect(table.locator("dialog[open]")).to_contain_text("S-01 was suggested.")
    table.keyboard.type("S-01 is blocked")
    table.keyboard.press("Enter")
    expect(answer).to_contain_text("4 pieces lie in P-02")
    assert [one.note for one in Carry.objects.order_by("pk")] == ["", "S-01 is blocked"]
