"""The browser blocks the window of the labels: the clerk is told, and opens them from there."""

import pytest
from playwright.sync_api import expect

from tests.journeys.posts import build_wave, choose_all, open_desk, place, review, waybills_on

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_labels_are_not_lost_behind_a_blocked_window(page_as, sim):
    [number] = place(sim, "TW-GRY-3575CM")
    review(page_as("shendan"), [number])
    clerk = page_as("dadan")
    wave = build_wave(clerk, [number])
    clerk.add_init_script("window.open = () => null")
    open_desk(clerk, "waves", numbers=[wave], tab="open")
    choose_all(clerk)
    clerk.keyboard.press("p")
    link = clerk.get_by_role("dialog").get_by_role("link", name="打开单据")
    expect(link).to_be_focused()
    with clerk.context.expect_page() as opened:
        link.press("Enter")
    assert len(waybills_on(clerk, opened.value)) == 1
    expect(clerk.get_by_role("dialog")).to_have_count(0)
