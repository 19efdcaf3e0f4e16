"""An order for more than there is: it stands on the board, its slip is signed, goods come, and it goes on by itself."""

import pytest
from playwright.sync_api import expect

from tests.journeys.posts import act, choose_all, close_outcome, open_desk, rows_of, wait_for_orders, wait_for_rows

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CODE = "MG-WHT-400ML"
MISSING = 5


def order_too_many(sim, page) -> str:
    [stock] = rows_of(page, "stock", q=CODE)
    wanted = stock["sellable"] - stock["claimed"] + MISSING
    asked = {"n": 1, "lines": [{"code": CODE, "num": wanted}]}
    [tid] = sim.post("orders", json=asked).raise_for_status().json()["tids"]
    return str(tid)


def test_a_short_order_goes_on_when_goods_come(page_as, sim):
    manager, lead = page_as("cangku"), page_as("kefu")
    number = order_too_many(sim, manager)

    reviewer = page_as("shendan")
    wait_for_orders(reviewer, [number])
    open_desk(reviewer, "orders", numbers=[number])
    for key in "mr":
        act(reviewer, key)
        close_outcome(reviewer)

    [row] = wait_for_rows(lead, "short-orders", lambda rows: len(rows) == 1, q=number)
    assert row["short"] == MISSING
    assert row["causes"]
    assert CODE in [sku["code"] for sku in rows_of(lead, "short-skus", q=CODE)]

    open_desk(lead, "short-orders", numbers=[number])
    choose_all(lead)
    lead.keyboard.press("s")
    with lead.context.expect_page() as opened:
        lead.get_by_role("dialog").get_by_role("button").last.click()
    opened.value.close()
    [slip] = wait_for_rows(lead, "shortage-slips", lambda rows: len(rows) == 1, q=number)
    paper = lead.request.get("/papers/shortage-slip", params={"slip": str(slip["id"])})
    assert paper.headers["content-type"] == "application/pdf"

    open_desk(lead, "shortage-slips", numbers=[slip["number"]])
    act(lead, "s")
    close_outcome(lead)
    wait_for_rows(lead, "shortage-slips", lambda rows: rows[0]["state"] == "signed", q=number, tab="all")

    receive(manager, MISSING + 20)
    wait_for_rows(lead, "orders", lambda rows: rows[0]["state"] == "in_warehouse", q=number)
    wait_for_rows(lead, "short-orders", lambda rows: rows == [], q=number)
    wait_for_rows(lead, "shortage-slips", lambda rows: rows[0]["state"] == "closed", q=number, tab="all")


def receive(page, quantity: int) -> None:
    """So many pieces come in and lie in a bin pickers go to."""
    bins = [row["code"] for row in rows_of(page, "locations") if row["kind"] in ("picking", "storage")]
    page.goto("/stock/receive")
    page.fill("[name=code]", CODE)
    page.fill("[name=place]", bins[0])
    page.fill("[name=quantity]", str(quantity))
    with page.expect_response(lambda response: response.request.method == "POST") as answered:
        page.press("[name=quantity]", "Enter")
    assert answered.value.ok or answered.value.status == 302
    expect(page.locator("body")).to_be_visible()
