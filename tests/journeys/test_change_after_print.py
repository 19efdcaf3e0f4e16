"""The address changes after print: every station refuses, the torn label is scanned, the new one leaves."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import STATION_SCREEN
from tests.journeys.posts import (
    BARCODES,
    build_wave,
    choose_all,
    confirm,
    open_desk,
    pick,
    place,
    print_wave,
    put_back,
    review,
    rows_of,
    scan,
    wait_for_rows,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]
GOODS = "TW-GRY-3575CM"
STREET = "浙江省杭州市余杭区文一西路969号3幢"


def change_address(page: Page, number: str, *, who: str, mobile: str) -> None:
    """From the order's sheet, with a pasted message of the buyer, by keyboard."""
    [row] = rows_of(page, "orders", q=number)
    page.goto(f"/orders/address?ids={row['id']}")
    expect(page.locator("textarea[name=pasted]")).to_be_focused()
    page.keyboard.insert_text(f"{who} {mobile} {STREET}")
    page.get_by_role("button", name="按粘贴内容填写").press("Enter")
    expect(page.locator("input[name=district]")).to_have_value("余杭区")
    expect(page.locator("input[name=mobile]")).to_have_value(mobile)
    page.get_by_role("button", name="保存").press("Enter")
    expect(page).to_have_url(f"{page.url.split('/sheet')[0]}/sheet/orders/{row['id']}/")


def station(page_as, username: str, name: str) -> Page:
    page = page_as(username, screen=STATION_SCREEN)
    page.goto(f"/station/{name}/")
    return page


def test_the_address_changes_after_print(page_as, sim):
    [number] = place(sim, GOODS)
    review(page_as("shendan"), [number])
    clerk = page_as("dadan")
    wave = build_wave(clerk, [number])
    [old] = print_wave(clerk, wave)

    change_address(page_as("shendan"), number, who="李四", mobile="13912345678")

    for username, name in (("yanhuo", "verify"), ("dabao", "weigh"), ("fahuo", "ship")):
        answer = scan(station(page_as, username, name), old)
        assert (answer.tone, answer.sound) == ("bad", "stopped"), name
    wait_for_rows(clerk, "parcels", lambda rows: [row["state"] for row in rows] == ["stopped"], q=old)
    assert [bool(row["torn_at"]) for row in rows_of(clerk, "void-labels", q=old)] == [False]

    wait_for_rows(clerk, "orders", lambda rows: rows[0]["state"] == "to_review", q=number)
    review(page_as("shendan"), [number])
    again = build_wave(clerk, [number])
    open_desk(clerk, "waves", numbers=[again], tab="open")
    choose_all(clerk)
    clerk.keyboard.press("p")
    refused = clerk.get_by_role("dialog")
    expect(refused).to_contain_text(old)
    clerk.keyboard.press("Escape")

    torn = station(page_as, "yichang", "tear")
    assert scan(torn, old).sound == "done"
    assert scan(torn, old).sound == "already_scanned"
    assert [bool(row["torn_at"]) for row in rows_of(clerk, "void-labels", q=old)] == [True]

    [new] = print_wave(clerk, again)
    assert new != old
    assert pick(page_as("jianhuo", screen=STATION_SCREEN), again).sound == "done"
    table = station(page_as, "yanhuo", "verify")
    answer = scan(table, old)
    assert (answer.sound, new in answer.headline + answer.detail) == ("void", True)
    assert scan(table, new).tone == "info"
    assert scan(table, BARCODES[GOODS]).sound == "done"


def test_goods_already_picked_go_to_the_basket_first(page_as, sim):
    [number] = place(sim, GOODS)
    review(page_as("shendan"), [number])
    clerk = page_as("dadan")
    wave = build_wave(clerk, [number])
    [old] = print_wave(clerk, wave)
    pick(page_as("jianhuo", screen=STATION_SCREEN), wave)
    change_address(page_as("shendan"), number, who="王芳", mobile="13687654321")
    wait_for_rows(clerk, "parcels", lambda rows: [row["state"] for row in rows] == ["stopped"], q=old)
    basket = station(page_as, "yichang", "stop-basket")
    assert scan(basket, old).tone == "warn"
    put_back(basket)
    assert confirm(basket, old).sound == "done"
    assert [bool(row["torn_at"]) for row in rows_of(clerk, "void-labels", tab="all", q=old)] == [True]
