"""The inspector's table in a real Chromium: a gun opens the lot, each defect is a scan, a key and Enter decide."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from zhanggui.catalog.testing import make_skus
from zhanggui.people.testing import make_user
from zhanggui.quality.models import Inspection
from zhanggui.quality.testing import REASON, make_inspections, make_quality_warehouse

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


@pytest.fixture
def table(chromium: Browser) -> Iterator[Page]:
    """A page of the inspector; it may not complain."""
    server = LiveServer("127.0.0.1")
    client = Client()
    client.force_login(make_user("ines", roles=["inspector"]))
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


def test_a_lot_is_sorted_by_scans_and_a_key(table: Page) -> None:
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    make_inspections(warehouse, [sku.pk])
    answer = table.locator("[data-answer]")
    table.goto("/station/inspect/")
    scan(table, sku.barcodes.get().code)
    expect(answer).to_contain_text("Look at 5 of 10 pieces")
    scan(table, REASON)
    expect(answer).to_contain_text("Broken")
    table.keyboard.press("F7")
    expect(table.locator("dialog[open]")).to_contain_text("Found defective: 1. Allowed: 0.")
    table.keyboard.press("Enter")
    expect(answer).to_contain_text("9 pieces free to be put away, 1 into the defective zone")
    assert Inspection.objects.get().state == "sorted"
