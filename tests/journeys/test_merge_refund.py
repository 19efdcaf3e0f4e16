"""Two orders share a parcel; one line is paid back after print: only its pieces stay behind, the rest leaves."""

import pytest

from tests.journeys.browsing import STATION_SCREEN
from tests.journeys.posts import (
    BARCODES,
    act,
    build_wave,
    choose_all,
    confirm,
    open_desk,
    pick,
    place,
    planned,
    play,
    print_wave,
    put_back,
    review,
    rows_of,
    scan,
    trade,
    wait_for_rows,
    wait_until,
    waybills_on,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]
KEPT, ALSO_KEPT, PAID_BACK = "TW-GRY-3575CM", "LS-RED-35G", "MG-WHT-400ML"


def merged(clerk, numbers):
    """The two planned parcels are found among the proposals, and merged; the number of the one that goes."""
    wait_for_rows(clerk, "parcels", lambda rows: [row["state"] for row in rows] == ["planned"] * 2, q=" ".join(numbers))
    ids = [str(row["number"]) for row in rows_of(clerk, "parcels", q=" ".join(numbers))]
    open_desk(clerk, "merge-proposals", numbers=ids, tab="together")
    act(clerk, "m")
    states = {"planned", "merged"}
    rows = wait_for_rows(clerk, "parcels", lambda rows: {row["state"] for row in rows} == states, q=" ".join(numbers))
    [row] = planned(rows)
    return str(row["number"])


def pay_back(sim, tid, code):
    """The buyer asks, the seller agrees: the platform's lists show both at once, a little later."""
    [line] = [order for order in trade(sim, tid)["orders"] if order["outer_sku_id"] == code]
    sim.post("chaos", json={"settings": {"delay_s": 3}}).raise_for_status()
    try:
        for step in ("ask_refund", "agree_refund"):
            play(sim, step, tid, oid=str(line["oid"]))
    finally:
        sim.post("chaos", json={"settings": {"delay_s": 0}}).raise_for_status()


def printed_again(page, number):
    """The waybills on the label that comes out of the printer once more."""
    open_desk(page, "parcels", numbers=[number], tab="picked")
    choose_all(page)
    page.get_by_role("button", name="补打面单").click()
    with page.context.expect_page() as opened:
        page.get_by_role("dialog").locator("button[type=submit]").press("Enter")
    return waybills_on(page, opened.value)


def hand_over(page_as, waybill, grams):
    """Weighed with what the scale shows, and given to the courier."""
    packer = page_as("dabao", screen=STATION_SCREEN)
    packer.goto("/station/weigh/")
    assert scan(packer, waybill).tone == "info"
    assert scan(packer, str(grams)).sound == "done"
    shipper = page_as("fahuo", screen=STATION_SCREEN)
    shipper.goto("/station/ship/")
    assert scan(shipper, waybill).sound == "done"


def test_one_line_is_paid_back_in_a_shared_parcel(page_as, sim):
    [first] = place(sim, KEPT)
    second = str(
        sim.post(
            "orders",
            json={"same_buyer_as": first, "lines": [{"code": code, "num": 1} for code in (ALSO_KEPT, PAID_BACK)]},
        )
        .raise_for_status()
        .json()["tids"][0]
    )
    review(page_as("shendan"), [first, second])
    clerk = page_as("dadan")
    number = merged(clerk, [first, second])
    wave = build_wave(clerk, [number])
    [old] = print_wave(clerk, wave)
    pick(page_as("jianhuo", screen=STATION_SCREEN), wave)

    pay_back(sim, second, PAID_BACK)
    [stopped] = wait_for_rows(clerk, "parcels", lambda rows: [row["state"] for row in rows] == ["stopped"], q=old)
    [kept] = rows_of(clerk, "parcels", q=number)
    assert (kept["state"], kept["verified"], stopped["verified"][1]) == (
        "picked",
        [0, 2],
        2,
    )  # the gift that two pieces earned stays behind too
    table = page_as("yanhuo", screen=STATION_SCREEN)
    table.goto("/station/verify/")
    assert scan(table, old).sound == "stopped"

    basket = page_as("yichang", screen=STATION_SCREEN)
    basket.goto("/station/stop-basket/")
    assert scan(basket, old).tone == "warn"
    put_back(basket)
    assert confirm(basket, old).sound == "done"

    new = str(kept["waybill"])
    assert printed_again(clerk, number) == [new] != [old]
    table.goto("/station/verify/")
    assert (scan(table, old).sound, scan(table, new).tone) == ("void", "info")
    assert scan(table, BARCODES[PAID_BACK]).tone == "bad"
    assert [scan(table, BARCODES[code]).sound for code in (KEPT, ALSO_KEPT)] == ["ok", "done"]
    hand_over(page_as, new, kept["expected_g"])
    for tid, code in ((first, KEPT), (second, ALSO_KEPT)):
        sent = wait_until(
            lambda tid=tid: {order["outer_sku_id"]: order.get("invoice_no") for order in trade(sim, tid)["orders"]},
            lambda sent, code=code: sent[code] == new,
            what="the platform knows",
        )
        assert sent.get(PAID_BACK) is None
