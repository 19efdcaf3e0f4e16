"""A clerk finds an order by the tail of a phone and sees the receiver for a reason; the lead reads who looked."""

import pytest
from playwright.sync_api import expect

from tests.journeys.posts import rows_of
from tests.journeys.test_order_file import hand_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NUMBERS = ("4412345678901234667", "4412345678901234668", "4412345678901234669")


def test_look_on_record(page_as, tmp_path):
    page = page_as("kefu")
    hand_in(page, good=NUMBERS)
    page.locator("form[action$='/go'] button").click()
    expect(page.locator(".flash")).to_be_visible()
    (row,) = [row for row in rows_of(page, "orders", q=NUMBERS[0]) if row["number"] == NUMBERS[0]]
    assert "****" in row["mobile"]
    assert NUMBERS[0] in {found["number"] for found in rows_of(page, "orders", q=row["mobile"][-4:])}

    page.goto(f"/sheet/orders/{row['id']}/")
    card = page.locator(".receiver-card")
    expect(card).to_contain_text(row["mobile"])
    page.screenshot(path=tmp_path / "masked.png")
    card.locator("select").select_option("after_sales")
    card.locator("button").click()
    expect(card).not_to_contain_text("****")
    page.screenshot(path=tmp_path / "shown.png")

    lead = page_as("laoban")
    lead.goto("/desk/receiver-looks/")
    expect(lead.locator(".tabulator-row").first).to_contain_text("售后处理")
    lead.screenshot(path=tmp_path / "looks.png")
    lead.goto("/orders/export-receivers")
    expect(lead.locator("form select[name=purpose]")).to_be_visible()
    lead.screenshot(path=tmp_path / "export.png")
