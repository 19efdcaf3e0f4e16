"""A rule is written as fast as a hand moves: no change of the form is lost to the sentence that is being said."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def choose(page: Page, name: str, value: str) -> None:
    """A choice that changes the form's shape; the form is drawn anew."""
    with page.expect_response(lambda response: "/shape" in response.url):
        page.select_option(f"[name='{name}']", value)


def test_groups_and_actions_of_a_rule_are_written_without_a_pause(page_as):
    page = page_as("kefu")
    page.goto("/orders/review-rules/new")
    page.fill("#rule-name", "大额或偏远先挂起")
    choose(page, "field-0.0", "paid")
    page.fill("[name='value-0.0']", "500")
    page.click("#add-group")
    expect(page.locator("fieldset.rule-group")).to_have_count(2)
    choose(page, "field-1.0", "state")
    page.fill("[name='value-1.0']", "新疆，西藏")
    choose(page, "do-0", "hold")
    page.fill("[name='note-0']", "人工核对")
    expect(page.locator("#rule-sentence")).to_contain_text("人工核对")
    page.click("button[value=save]")
    expect(page).to_have_url(re.compile(r"/sheet/review-rules/\d+/"))
    expect(page.locator("main")).to_contain_text("西藏")
