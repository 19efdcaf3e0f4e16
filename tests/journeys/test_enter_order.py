"""A phone order by keyboard only: in a few keys on the desk, and never there twice."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.posts import rows_of, wait_for_rows
from zhanggui.demo.goods import goods

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASTED = "韩梅梅 13700137001 浙江省杭州市余杭区文一西路969号3幢"
MOST_KEYS = 20


class Keys:
    """The keyboard, counting: a text typed or pasted at once is one action, a key another."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def type(self, text: str) -> None:
        self.count += 1
        self.page.keyboard.insert_text(text)

    def press(self, key: str) -> None:
        self.count += 1
        self.page.keyboard.press(key)


def part_of_last(page: Page, part: str) -> Locator:
    return page.locator(f"[data-lines] tr [data-part={part}]").last


def enter_order(page: Page) -> tuple[str, int]:
    """Its number, and how many keys it took."""
    first, second, *_ = goods()
    page.goto("/orders/enter")
    page.wait_for_selector("[data-ready]")
    keys = Keys(page)
    keys.type(PASTED)
    keys.press("Enter")
    expect(page.locator("[data-part=name]")).to_have_value("韩梅梅")
    for row, quantity in ((first, "2"), (second, "1")):
        expect(part_of_last(page, "code")).to_be_focused()
        keys.type(row.code)
        keys.press("Enter")
        expect(page.locator("[data-lines] [data-part=quantity]:focus")).to_have_count(1)
        keys.type(quantity)
        keys.press("Enter")
    keys.press("Control+Enter")
    keys.press("Control+Enter")
    expect(page.locator("[data-enter]")).to_have_attribute("data-placed", re.compile(r"^E\d{6}-\d{6}$"))
    return str(page.get_attribute("[data-enter]", "data-placed")), keys.count


def test_a_phone_order_takes_few_keys_and_is_on_the_desk_once(page_as):
    page = page_as("kefu")
    number, keys = enter_order(page)
    assert keys < MOST_KEYS
    (row,) = wait_for_rows(page, "orders", lambda rows: len(rows) == 1, q=number)
    assert row["number"] == number


def test_a_known_buyer_is_found_by_the_last_four_digits(page_as):
    page = page_as("kefu")
    enter_order(page)
    keys = Keys(page)
    expect(page.locator("[data-buyer]")).to_be_focused()
    keys.type("7001")
    expect(page.locator("#buyer-found li b").first).to_contain_text("韩")
    keys.press("Enter")
    expect(page.locator("[data-part=address]")).to_have_value("文一西路969号3幢")


def test_what_was_typed_waits_as_a_draft(page_as):
    page = page_as("kefu")
    page.goto("/orders/enter")
    page.wait_for_selector("[data-ready]")
    page.keyboard.insert_text(PASTED)
    page.keyboard.press("Enter")
    expect(page.locator("[data-part=name]")).to_have_value("韩梅梅")
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.locator("dialog[open] footer button").nth(1).click()
    page.wait_for_url("**/desk/drafts/")
    row = rows_of(page, "drafts")[0]
    page.goto(row["draft"][0]["href"])
    expect(page.locator("[data-part=name]")).to_have_value("韩梅梅")


def test_two_windows_do_not_save_over_each_other(page_as):
    first = page_as("kefu")
    first.goto("/orders/enter")
    first.wait_for_selector("[data-ready]")
    first.keyboard.insert_text(PASTED)
    first.keyboard.press("Enter")
    with first.expect_response("**/orders/enter/save") as saved:
        first.locator("[data-field=memo]").fill("from both")
    second = first.context.new_page()
    second.goto(f"/orders/enter?draft={saved.value.json()['draft']}")
    second.wait_for_selector("[data-ready]")
    with second.expect_response("**/orders/enter/save"):
        second.locator("[data-field=memo]").fill("from the second")
    first.locator("[data-field=freight]").fill("7")
    dialog = first.locator("dialog[open]")
    expect(dialog.locator("tbody tr")).to_have_count(1)
    expect(dialog.locator("tbody td")).to_have_text([re.compile("."), "from both", "from the second"])
    dialog.get_by_role("button").last.click()
    first.wait_for_selector("[data-ready]")
    expect(first.locator("[data-field=memo]")).to_have_value("from the second")


def test_a_window_whose_draft_was_placed_elsewhere_keeps_what_stands_in_it(page_as):
    first, *_ = goods()
    here = page_as("kefu")
    here.goto("/orders/enter")
    here.wait_for_selector("[data-ready]")
    here.keyboard.insert_text(PASTED)
    here.keyboard.press("Enter")
    expect(part_of_last(here, "code")).to_be_focused()
    here.keyboard.insert_text(first.code)
    here.keyboard.press("Enter")
    expect(here.locator("[data-lines] [data-part=quantity]:focus")).to_have_count(1)
    with here.expect_response("**/orders/enter/save") as saved:
        here.keyboard.insert_text("1")
    there = here.context.new_page()
    there.goto(f"/orders/enter?draft={saved.value.json()['draft']}")
    there.wait_for_selector("[data-ready]")
    here.keyboard.press("Control+Enter")
    expect(here.locator("[data-enter]")).to_have_attribute("data-placed", re.compile(r"^E"))

    quantity = there.locator("[data-lines] [data-part=quantity]").first
    quantity.fill("50")
    there.keyboard.press("Control+Enter")
    expect(there.locator("[data-trouble]")).to_be_visible()
    expect(quantity).to_have_value("50")
    expect(there.locator("[data-part=name]")).to_have_value("韩梅梅")
    there.keyboard.press("Control+Enter")
    expect(there.locator("[data-enter]")).to_have_attribute("data-placed", re.compile(r"^E"))
    assert there.get_attribute("[data-enter]", "data-placed") != here.get_attribute("[data-enter]", "data-placed")
