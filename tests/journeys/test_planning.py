"""A buyer has a warehouse planned, changes a quantity, approves it, and it stands on a draft purchase order."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.posts import act, choose_all, close_outcome, open_desk, rows_of, wait_for_rows

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_from_a_plan_to_a_purchase_order(page_as):
    buyer = page_as("caigou")
    buyer.goto("/planning/new")
    boxes = buyer.locator("[name=warehouses]")
    if not boxes.first.is_checked():
        boxes.first.check()
    buyer.locator("main form button[type=submit]").click()
    expect(buyer.locator("h1")).to_have_text(re.compile(r"J\d+-\d+"))
    expect(buyer.locator("main")).to_contain_text("算好时间")

    row = rows_of(buyer, "suggestions", tab="proposed")[0]
    code = row["code"]
    buyer.goto(f"/sheet/suggestions/{row['id']}/")
    expect(buyer.locator(".formula")).to_contain_text(f"{row['suggested']:,}")

    open_desk(buyer, "suggestions", numbers=[code], tab="proposed")
    choose_all(buyer)
    buyer.keyboard.press("e")
    wanted = row["quantity"] + 120
    buyer.fill("dialog [name=quantity]", str(wanted))
    with buyer.expect_response(lambda response: "/rows?" in response.url):
        buyer.locator("dialog button[type=submit]").click()
    close_outcome(buyer)
    act(buyer, "a")
    close_outcome(buyer)
    open_desk(buyer, "suggestions", numbers=[code], tab="approved")
    act(buyer, "o")
    close_outcome(buyer)
    ordered = wait_for_rows(buyer, "suggestions", lambda rows: len(rows) > 0, q=code, tab="ordered")
    assert [one["quantity"] for one in ordered if one["id"] == row["id"]] == [wanted]
    buyer.goto(f"/sheet/suggestions/{row['id']}/")
    expect(buyer.locator("main")).to_contain_text(re.compile(r"CG\d+"))
