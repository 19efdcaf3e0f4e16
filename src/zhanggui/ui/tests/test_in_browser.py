"""The scripts in a real Chromium: choosing and acting on a desk, scanning without a network at a station."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from zhanggui.ui.tests.fill import fill_baskets
from zhanggui.ui.tests.models import Basket

SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, available_apps=["zhanggui.ui"]),
]


@pytest.fixture
def served(pages: None, transactional_db: None) -> Iterator[str]:
    """The address of a server with 3,000 baskets."""
    missing = Basket._meta.db_table not in connection.introspection.table_names()
    if missing:
        with connection.schema_editor() as editor:
            editor.create_model(Basket)
    fill_baskets(3000)
    server = LiveServer("127.0.0.1")  # one of its own: the shared one has already taken its middleware
    yield server.url
    server.stop()
    if missing:
        with connection.schema_editor() as editor:
            editor.delete_model(Basket)


@pytest.fixture
def page(served: str, chromium: Browser) -> Iterator[Page]:
    opened = chromium.new_context(base_url=served, viewport={"width": 1024, "height": 600}, locale="en").new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    opened.context.close()
    assert complaints == []


def test_a_closed_group_of_the_menu_stays_closed_but_opens_where_one_works(page):
    page.goto("/desk/baskets/")
    lists, stations = (page.locator(f"[data-part={key}]") for key in ("lists", "stations"))
    for group in (lists, stations):
        group.locator("summary").click()
        expect(group.get_by_role("link").first).to_be_hidden()
    page.reload()
    expect(stations.get_by_role("link").first).to_be_hidden()
    expect(lists.locator("[aria-current]")).to_be_visible()


def test_choose_with_the_keyboard_and_read_the_outcome(page):
    page.goto("/desk/baskets/?tab=held")
    expect(page.locator(".tabulator-row").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("v")
    expect(page.locator("[data-choice]")).to_contain_text("1 chosen")
    page.keyboard.press("Control+a")
    expect(page.locator("[data-choice]")).to_contain_text("30 chosen")
    page.keyboard.press("r")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("30 refused")
    expect(dialog).to_contain_text("basket_on_hold")
    expect(dialog.get_by_role("button", name="Retry failures")).to_be_visible()


def test_boxes_add_to_the_choice_and_with_shift_a_range(page):
    page.goto("/desk/baskets/?tab=held")
    boxes, choice = page.locator(".tabulator-row input[type=checkbox]"), page.locator("[data-choice]")
    for place, count in ((0, 1), (2, 2), (4, 3)):
        boxes.nth(place).click()
        expect(choice).to_contain_text(f"{count} chosen")
    boxes.nth(8).click(modifiers=["Shift"])
    expect(choice).to_contain_text("7 chosen")
    boxes.nth(2).click()
    expect(choice).to_contain_text("6 chosen")
    expect(page.locator("[data-panel]")).to_be_hidden()


def test_a_row_is_looked_at_beside_the_list_without_leaving_it(page):
    page.goto("/desk/baskets/?tab=held")
    rows, panel = page.locator(".tabulator-row"), page.locator("[data-panel]")
    expect(rows.first).to_be_visible()
    first, second = (rows.nth(place).locator("[tabulator-field=number]").inner_text() for place in (0, 1))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(panel.locator("h2").first).to_have_text(first)
    page.keyboard.press("ArrowDown")
    expect(panel.locator("h2").first).to_have_text(second)
    expect(page.locator("[data-choice]")).not_to_contain_text("chosen")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    rows.first.locator("[tabulator-field=state], [tabulator-field=shop]").first.click()
    expect(panel.locator("h2").first).to_have_text(first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sheet/baskets/**")


def test_a_tab_offers_only_the_orders_it_has(page):
    page.goto("/desk/baskets/?tab=held")
    expect(page.locator(".tabulator-row").first).to_be_visible()
    header = page.locator('.tabulator-col[tabulator-field="paid"]')
    expect(header).to_have_class(re.compile("tabulator-sortable"))
    page.locator('[data-tab="shipped"]').click()
    expect(header).not_to_have_class(re.compile("tabulator-sortable"))
    page.locator('[data-tab="held"]').click()
    expect(header).to_have_class(re.compile("tabulator-sortable"))


def test_all_that_match_are_chosen_and_done(page):
    page.goto("/desk/baskets/?tab=to_review")
    expect(page.locator(".tabulator-row").first).to_be_visible()
    page.keyboard.press("Control+a")
    page.get_by_role("button", name="Choose all 120 that match").click()
    page.keyboard.press("r")
    page.get_by_role("dialog").get_by_role("button", name="Confirm").click()
    expect(page.locator("#toasts")).to_contain_text("120 done")
    expect(page.locator("[data-count=ready]")).to_have_text("240")


def test_an_empty_desk_says_what_it_means_where_that_is_true(page):
    Basket.objects.all().delete()
    page.goto("/desk/baskets/")
    expect(page.get_by_text("没有等待审核的订单。")).to_be_visible()
    page.get_by_role("tab", name="挂起").click()
    expect(page.get_by_text("Nothing here.")).to_be_visible()
    page.goto("/desk/baskets/?q=nobody-has-this")
    expect(page.get_by_text("Nothing matches.")).to_be_visible()


def test_boxes_of_the_grid_are_named(page):
    page.goto("/desk/baskets/?tab=held")
    expect(page.get_by_role("checkbox", name="Choose this row").first).to_be_visible()
    expect(page.get_by_role("checkbox", name="Choose all rows shown")).to_be_visible()


def test_scrolling_loads_the_next_pages(page):
    page.goto("/desk/baskets/?tab=shipped")
    expect(page.locator("[data-loaded]")).to_contain_text("100 loaded")
    page.locator(".tabulator-tableholder").evaluate("box => { box.scrollTop = box.scrollHeight; }")
    expect(page.locator("[data-loaded]")).to_contain_text("200 loaded")


def test_a_station_without_network_waits_and_is_never_green_before_the_answer(page):
    page.goto("/station/try/")
    answer = page.locator("[data-answer]")
    page.context.set_offline(True)
    page.keyboard.type("6901234567892")
    page.keyboard.press("Enter")
    expect(answer).to_contain_text("1 scans are waiting")
    expect(answer).not_to_have_class("answer is-good")
    page.context.set_offline(False)
    expect(answer).to_have_class("answer is-good", timeout=12000)
    page.keyboard.type("wrong")
    page.keyboard.press("Enter")
    expect(answer).to_have_class("answer is-bad")
    expect(page.locator("#scan-input")).to_be_focused()
