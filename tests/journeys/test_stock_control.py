"""The buyer looks at the stock: numbers open the lists they sum, a row its stock, and the figures are made anew."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.posts import rows_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_from_the_overview_to_what_holds_the_pieces(page_as):
    buyer = page_as("caigou")
    buyer.goto("/stock/control")
    buyer.get_by_role("button", name="重新计算").click()
    expect(buyer.locator("[data-bars] canvas")).to_be_visible()
    card = next(one for one in buyer.locator(".stock-cards a").all() if one.locator("b").inner_text() != "0")
    skus = int(card.locator("b").inner_text().replace(",", ""))
    tab = (card.get_attribute("href") or "").rpartition("=")[2]
    assert min(len(rows_of(buyer, "stock-signals", tab=tab)), 50) == min(skus, 50)
    lives = buyer.get_by_role("link", name="30 天内到期")
    lives.click()
    expect(buyer).to_have_url(re.compile(r"/desk/stock-ages/.*tab=ends_30"))
    row = rows_of(buyer, "stock-ages", tab="ends_30")[0]
    assert row["ends_30"] > 0
    buyer.goto(row["code"][0]["href"])
    main = buyer.locator("main")
    expect(main).to_contain_text("可售情况")
    expect(main).to_contain_text("被谁占用")
    expect(main).to_contain_text("库存台账")
