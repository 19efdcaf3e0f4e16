"""The picker's phone in a real Chromium: a gun types into it, a page that is loaded again goes on."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from zhanggui.fulfilment.models import Wave

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


def scan(page, code):
    page.locator("#picking-scan").focus()
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def test_a_wave_from_the_claim_to_the_last_piece(world, page_as):
    world.parcels("printed", 2)
    page = page_as("picker", name="anna", screen=(390, 844))
    page.goto("/picking/")
    page.get_by_role("button", name="Claim the wave").click()
    expect(page.locator(".picking-bin")).to_have_text("P-01")
    scan(page, "P-01")
    scan(page, "222")
    expect(page.locator("[data-said]")).to_contain_text("222 is no barcode of TS-A")
    scan(page, "111")
    scan(page, "111")
    page.reload()
    expect(page.locator("[data-count]")).to_have_text("2")
    scan(page, "111")
    scan(page, "111")
    expect(page.locator(".picking-sku")).to_have_text("TS-B")
    page.get_by_role("button", name="All", exact=True).click()
    page.get_by_role("button", name="On the cart").click()
    expect(page.get_by_role("alert")).to_contain_text("Scan bin P-01 or its goods first")
    scan(page, "P-01")
    page.get_by_role("button", name="On the cart").click()
    expect(page.locator(".picking-empty")).to_contain_text("2 parcels are picked.")
    assert Wave.objects.get().state == "picked"
