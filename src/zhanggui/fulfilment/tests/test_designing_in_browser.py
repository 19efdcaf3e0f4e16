"""The page of the templates in a real Chromium: the paper beside the form follows what is typed."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import Page, expect

from zhanggui.fulfilment.models import SavedTemplate

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


def shown(page: Page) -> str:
    """The address of the page that stands there, once it is all there."""
    picture = page.locator("#template-preview")
    expect(picture).to_have_attribute("src", re.compile("^blob:"))
    expect(picture).not_to_have_class(re.compile("is-waiting"))
    assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 500
    return str(picture.get_attribute("src"))


def test_the_paper_follows_the_form_and_a_refusal_leaves_it_standing(world, page_as, tmp_path: Path):
    page = page_as("warehouse_manager", name="anna", screen=(1440, 900))
    page.goto("/papers/templates?paper=hand")
    first = shown(page)

    with page.expect_response(lambda answer: "/preview" in answer.url):
        page.get_by_label("Name at the top").fill("大掌柜商贸")
    second = shown(page)
    assert second != first

    with page.expect_response(lambda answer: "/preview" in answer.url):
        page.get_by_label("Column 1").select_option("place")
        page.get_by_label("Column 2").select_option("")
    expect(page.locator("#template-trouble")).to_contain_text("Waybill")
    assert shown(page) == second
    with page.expect_response(lambda answer: "/preview" in answer.url):
        page.get_by_label("Column 1").select_option("waybill")
    expect(page.locator("#template-trouble")).to_be_hidden()

    logo = tmp_path / "logo.png"
    Image.new("RGB", (300, 120), "red").save(logo)
    with page.expect_response(lambda answer: "/preview" in answer.url):
        page.get_by_label("Logo").set_input_files(logo)
    shown(page)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".template-version").first).to_contain_text("Version 1")
    assert SavedTemplate.objects.get().template["logo"]
    expect(page.get_by_role("button", name="Without a logo")).to_be_visible()
