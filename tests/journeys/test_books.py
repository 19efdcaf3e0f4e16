"""The accountant posts an entry by hand, follows it through ledger and trial balance, and takes the file along."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_by_hand_to_trial_balance(page_as):
    page = page_as("caiwu")
    page.goto("/books/entries/new")
    page.fill("[name=text]", "支付十一月房租")
    page.select_option("[name=leg0-account]", "6602")
    page.fill("[name=leg0-debit]", "1200.50")
    page.select_option("[name=leg1-account]", "1002")
    page.fill("[name=leg1-credit]", "1200")
    expect(page.locator("[data-difference]")).to_have_text("0.50")
    page.locator("form[data-entry] button[type=submit]").click()
    expect(page.locator(".flash[role=alert]")).to_contain_text("0.50")
    page.fill("[name=leg1-credit]", "1200.50")
    expect(page.locator("[data-even]")).to_be_visible()
    page.locator("form[data-entry] button[type=submit]").click()
    page.wait_for_url(re.compile(r"/sheet/entries/\d+/"))
    expect(page.locator("main")).to_contain_text("支付十一月房租")

    page.goto("/books/trial-balance")
    expect(page.locator(".is-even").first).to_be_visible()
    row = page.locator("tbody tr", has_text="6602").first
    expect(row).to_contain_text("1,200.50")
    with page.expect_download() as taken:
        page.locator("button[name=export]").click()
    assert taken.value.suggested_filename.startswith("trial-balance-")
    page.goto("/desk/accounts/?q=6602")
    page.locator(".tabulator-row", has_text="6602").first.locator("a").first.click()
    page.wait_for_url(re.compile(r"/sheet/accounts/\d+/"))
    page.locator("table.lines a").first.click()
    page.wait_for_url(re.compile(r"/ledger\?"))
    expect(page.locator("main")).to_contain_text("支付十一月房租")
