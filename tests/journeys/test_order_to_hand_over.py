"""An order from the buyer's click to the courier's hands, through every post."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import STATION_SCREEN
from tests.journeys.posts import (
    BARCODES,
    act,
    build_wave,
    close_outcome,
    confirm,
    open_desk,
    pick,
    play,
    print_wave,
    review,
    rows_of,
    scan,
    sort,
    trade,
    verify,
    wait_for_rows,
    wait_until,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def buy(browsing, company, sim):
    """Three orders, clicked on the platform's own page."""
    before = {row["tid"] for row in sim.get("trades").json()["rows"]}
    page = browsing.page(address=company.simulator)
    page.goto("/")
    page.fill("#place [name=n]", "3")
    page.fill("#place [name=lines]", "2")
    page.click("#place button.main")
    expect(page.locator("#toast")).to_have_text(re.compile("3"))
    rows = wait_until(
        lambda: [row for row in sim.get("trades").json()["rows"] if row["tid"] not in before],
        lambda rows: len(rows) == 3,
        what="three new trades",
    )
    for row in rows:
        expect(page.locator(f"[data-tid='{row['tid']}']")).to_be_visible()
    return page, {row["tid"]: row["lines"] for row in rows}


def test_from_click_to_courier(browsing, page_as, company, sim):
    reviewer = page_as("shendan")
    reviewer.goto("/desk/orders/?tab=to_review")
    platform, baskets = buy(browsing, company, sim)
    numbers = list(baskets)
    play(sim, "message", numbers[0], text="请用顺丰")

    for number in numbers:
        expect(reviewer.locator(".tabulator-row", has_text=number)).to_be_visible(timeout=30_000)
    wait_for_rows(reviewer, "orders", lambda rows: any(row["remark"] for row in rows), q=numbers[0])

    open_desk(reviewer, "orders", numbers=numbers)
    act(reviewer, "r")
    dialog = reviewer.get_by_role("dialog")
    expect(dialog.locator("tr", has_text=numbers[0])).to_contain_text("请用顺丰")
    close_outcome(reviewer)
    review(reviewer, numbers)

    clerk = page_as("dadan")
    wave = build_wave(clerk, numbers)
    waybills = print_wave(clerk, wave)
    rows = rows_of(clerk, "parcels", q=" ".join(numbers))
    by_waybill = {row["waybill"]: row for row in rows}
    assert sorted(waybills) == sorted(by_waybill)
    assert {row["state"] for row in rows} == {"printed"}

    picker = page_as("jianhuo", screen=STATION_SCREEN)
    assert pick(picker, wave).sound == "done"
    pieces = [code for waybill in waybills for code in pieces_of(by_waybill[waybill], baskets)]
    thrown = sort(picker, wave, pieces)
    assert {each.tone for each in thrown} == {"good"}
    assert [each.sound for each in thrown].count("done") == 3
    assert scan(picker, pieces[0]).tone == "bad"
    verify_all(page_as("yanhuo", screen=STATION_SCREEN), waybills, by_waybill, baskets)
    weigh_all(page_as("dabao", screen=STATION_SCREEN), waybills, by_waybill)

    shipper = page_as("fahuo", screen=STATION_SCREEN)
    shipper.goto("/station/ship/")
    assert [scan(shipper, waybill).sound for waybill in waybills] == ["done"] * 3
    assert (again := scan(shipper, waybills[0])).sound == "already_scanned", again
    close_manifest(shipper, page_as("cangku"), waybills)

    for waybill, row in by_waybill.items():
        shipped = wait_until(
            lambda number=row["orders"]: trade(sim, number),
            lambda told: told["status"] == "WAIT_BUYER_CONFIRM_GOODS",
            what="the platform knows",
        )
        assert {order["invoice_no"] for order in shipped["orders"]} == {waybill}
        expect(platform.locator(f"[data-tid='{row['orders']}']")).to_contain_text(waybill)
        expect(platform.locator(f"[data-tid='{row['orders']}']")).to_contain_text("已发货")


def close_manifest(shipper, lead, waybills):
    """The number of the manifest closes it; what other journeys left at the door is answered first."""
    [manifest] = rows_of(shipper, "manifests", tab="open", q=waybills[0])
    number = manifest["number"]
    assert manifest["on_it"] >= len(waybills)
    if scan(shipper, number).tone == "warn":
        lead.goto(f"/hand-over/{manifest['id']}/differences")
        for place in lead.locator("input[name^='reason-']").all():
            place.fill("下一趟车")
        lead.keyboard.press("Enter")
        expect(lead.locator("body")).to_contain_text("已记录")
        scan(shipper, number)
    assert confirm(shipper, number).sound == "done"
    [closed] = rows_of(shipper, "manifests", tab="closed", q=number)
    assert closed["scanned"] == manifest["on_it"]
    sheet = shipper.request.get(f"/papers/hand-over?ids={manifest['id']}")
    assert sheet.headers["content-type"] == "application/pdf"


def verify_all(page, waybills, by_waybill, baskets):
    """The first parcel with every mistake a verifier makes, the others straight through."""
    page.goto("/station/verify/")
    first, *others = waybills
    pieces = pieces_of(by_waybill[first], baskets)
    wrong = next(code for code in BARCODES.values() if code not in pieces)
    assert scan(page, first).tone == "info"
    refused = scan(page, wrong)
    assert (refused.tone, refused.sound) == ("bad", "wrong_barcode")
    right = scan(page, pieces[0])
    assert right.tone == "good"
    assert right.sound not in ("wrong_barcode", "already_scanned", "too_many")
    many = [scan(page, pieces[0]) for _ in range(pieces.count(pieces[0]))]
    assert (many[-1].tone, many[-1].sound) == ("bad", "too_many")
    rest = [piece for piece in pieces if piece != pieces[0]]
    assert [scan(page, piece) for piece in rest][-1].sound == "done"
    again = scan(page, first)
    assert (again.tone, again.sound) == ("warn", "already_scanned")
    for waybill in others:
        assert verify(page, waybill, pieces_of(by_waybill[waybill], baskets)).sound == "done"


def pieces_of(parcel, baskets):
    """What was bought, and the gift that comes with two pieces: the first SKU of the shop."""
    bought = [BARCODES[line["code"]] for line in baskets[parcel["orders"]] for _ in range(int(line["num"]))]
    gifts = parcel["verified"][1] - len(bought)
    return [*bought, *[next(iter(BARCODES.values()))] * gifts]


def weigh_all(page, waybills, by_waybill):
    page.goto("/station/weigh/")
    for waybill in waybills:
        assert scan(page, waybill).tone == "info"
        weighed = scan(page, str(by_waybill[waybill]["expected_g"] + 40))
        assert (weighed.tone, weighed.sound) == ("good", "done")
