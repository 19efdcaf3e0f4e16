"""The accountant reads what goods are worth, says some are worth less, and finds both on the day and in the books."""

import re

import pytest
from playwright.sync_api import expect

from zhanggui.demo.goods import goods

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_from_the_cost_card_to_the_day(page_as):
    code = goods()[7].code
    page = page_as("caiwu")
    page.goto(f"/desk/stock-values/?q={code}")
    page.locator(".tabulator-row", has_text=code).locator("a").first.click()
    page.wait_for_url(re.compile(r"/sheet/stock-values/\d+/"))
    expect(page.locator("main")).to_contain_text("采购入库")
    page.locator("[data-actions]").get_by_role("button", name="调整成本").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("[name=unit_cost]").fill("1.25")
    dialog.locator("[name=reason]").fill("换季降价")
    dialog.locator("button[type=submit]").click()
    newest = page.locator("table.lines").first.locator("tbody tr").first
    expect(newest).to_contain_text("换季降价")
    expect(newest).to_contain_text("¥1.25")
    newest.locator("a").click()
    page.wait_for_url(re.compile(r"/sheet/entries/\d+/"))
    page.locator("main a[href*='/sheet/cost-batches/']").click()
    expect(page.locator("main")).to_contain_text(code)

    page.goto(f"/costing/values?sku={code}")
    expect(page.locator(".stock-value tbody tr")).to_contain_text("¥1.25")
    page.goto("/costing/values")
    expect(page.locator(".stock-value .is-even")).to_have_text("¥0.00")
    with page.expect_download() as taken:
        page.locator("button[name=export]").click()
    assert taken.value.suggested_filename.startswith("stock-value-")
