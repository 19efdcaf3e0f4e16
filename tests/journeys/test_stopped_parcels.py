"""The buyer changes their mind after the label was printed: nothing leaves that should not."""

import time

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import STATION_SCREEN
from tests.journeys.posts import (
    BARCODES,
    build_wave,
    confirm,
    pick,
    place,
    play,
    print_wave,
    printed,
    put_back,
    review,
    rows_of,
    scan,
    wait_for_rows,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SECONDS_TO_STOP = 10


def printed_order(page_as, sim, *codes):
    """One reviewed order whose label lies on the table: its number and its waybill."""
    [number] = place(sim, *codes)
    review(page_as("shendan"), [number])
    [waybill] = printed(page_as("dadan"), [number])
    return number, waybill


def refused_within(page, waybill, *, since):
    """What the station says as soon as the stop has reached it."""
    while True:
        answer = scan(page, waybill)
        waited = time.monotonic() - since
        if answer.sound == "stopped":
            return answer, waited
        assert waited < SECONDS_TO_STOP * 2, f"after {waited:.0f} s still: {answer}"
        page.wait_for_timeout(500)


def stock_of(page, code):
    return [(row["sellable"], row["claimed"]) for row in rows_of(page, "stock", q=code)]


def test_refund_after_printing(page_as, sim):
    handler = page_as("cangku")
    before = stock_of(handler, "MG-WHT-400ML")
    [number] = place(sim, "MG-WHT-400ML")
    review(page_as("shendan"), [number])
    clerk = page_as("dadan")
    wave = build_wave(clerk, [number])
    [waybill] = print_wave(clerk, wave)
    pick(page_as("jianhuo", screen=STATION_SCREEN), wave)
    assert stock_of(handler, "MG-WHT-400ML") != before
    table = page_as("yanhuo", screen=STATION_SCREEN)
    table.goto("/station/verify/")
    assert scan(table, waybill).tone == "info"

    play(sim, "ask_refund", number)
    answer, waited = refused_within(table, waybill, since=time.monotonic())
    assert answer.tone == "bad"
    assert "退款" in answer.headline + answer.detail
    assert waited < SECONDS_TO_STOP
    assert scan(table, BARCODES["MG-WHT-400ML"]).tone == "bad"

    basket = page_as("yichang", screen=STATION_SCREEN)
    basket.goto("/station/stop-basket/")
    shown = scan(basket, waybill)
    assert shown.tone == "warn"
    assert "→" in basket.locator("[data-items]").inner_text()
    put_back(basket)
    assert confirm(basket, waybill).sound == "done"

    assert [row["state"] for row in rows_of(clerk, "parcels", q=waybill)] == ["void"]
    [order] = wait_for_rows(clerk, "orders", lambda rows: rows[0]["state"] == "to_review", q=number)
    assert [chip["label"] for chip in order["holds"]] == ["申请退款"]
    assert stock_of(handler, "MG-WHT-400ML") == before


def test_new_address_after_printing(page_as, sim):
    number, old = printed_order(page_as, sim, "TW-GRY-3575CM")
    play(sim, "change_address", number)
    clerk = page_as("dadan")
    wait_for_rows(clerk, "parcels", lambda rows: [row["state"] for row in rows] == ["stopped"], q=old)
    basket = page_as("yichang", screen=STATION_SCREEN)
    basket.goto("/station/stop-basket/")
    assert scan(basket, old).tone == "warn"
    put_back(basket)
    assert confirm(basket, old).sound == "done"
    wait_for_rows(clerk, "orders", lambda rows: rows[0]["state"] == "to_review", q=number)

    review(page_as("shendan"), [number])
    wave = build_wave(clerk, [number])
    [new] = print_wave(clerk, wave)
    assert new != old
    assert pick(page_as("jianhuo", screen=STATION_SCREEN), wave).sound == "done"
    table = page_as("yanhuo", screen=STATION_SCREEN)
    table.goto("/station/verify/")
    answer = scan(table, old)
    assert (answer.tone, answer.sound) == ("bad", "void")
    assert new in answer.headline + answer.detail
    assert scan(table, new).tone == "info"
    assert scan(table, BARCODES["TW-GRY-3575CM"]).sound == "done"


def test_no_network_at_the_table(page_as, sim):
    [number] = place(sim, "LS-RED-35G")
    review(page_as("shendan"), [number])
    clerk = page_as("dadan")
    wave = build_wave(clerk, [number])
    [waybill] = print_wave(clerk, wave)
    pick(page_as("jianhuo", screen=STATION_SCREEN), wave)
    table = page_as("yanhuo", screen=STATION_SCREEN)
    table.goto("/station/verify/")
    scan(table, waybill)
    answer = table.locator("[data-answer]")

    table.context.set_offline(True)
    table.keyboard.type(BARCODES["LS-RED-35G"])
    table.keyboard.press("Enter")
    expect(answer).to_have_class("answer is-pending")
    table.wait_for_timeout(1_500)
    expect(answer).to_have_class("answer is-pending")
    assert [row["verified"] for row in rows_of(clerk, "parcels", q=waybill)] == [[0, 1]]

    table.context.set_offline(False)
    expect(answer).to_have_class("answer is-good", timeout=12_000)
    [row] = rows_of(clerk, "parcels", q=waybill)
    assert (row["state"], row["verified"]) == ("verified", [1, 1])
    assert table.locator("[data-past] li").count() == 2
