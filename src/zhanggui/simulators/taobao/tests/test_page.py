"""The simulator's own page in a real browser."""

import pytest
from playwright.sync_api import expect


@pytest.mark.browser
def test_an_order_is_placed_and_its_refund_asked_on_the_page(served, chromium):
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(served.url)
    page.locator("#place [name=n]").fill("2")
    page.locator("#place [name=lines]").fill("1")
    page.locator("#place button").click()
    expect(page.locator("#rows tr")).to_have_count(2)
    page.locator("#rows tr").first.click()
    page.get_by_role("button", name="申请退款").click()
    expect(page.locator("#rows .pill.bad")).to_have_count(1)
    page.locator("#language").click()
    expect(page.locator("#rows .pill.bad")).to_have_text("Refund asked")
    page.close()
    assert wrong == []
    assert served.simulator.platform.store.number("SELECT count(*) FROM refund") == 1
