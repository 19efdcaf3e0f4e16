"""What a platform writes is text in a grid, never markup."""

import pytest
from playwright.sync_api import expect

from zhanggui.ui.tests import test_in_browser
from zhanggui.ui.tests.conftest import pages
from zhanggui.ui.tests.models import Basket

__all__ = ["pages"]
pytestmark = test_in_browser.pytestmark
LINK = '<a id="evil" style="position:fixed;inset:0" href="https://evil.example">log in again</a>'


@pytest.fixture
def hostile(served, settings):
    settings.PAGE_BANNERS = []
    Basket.objects.filter(state="held").update(goods=LINK)


def test_markup_of_a_platform_stays_text(hostile, page):
    page.goto("/desk/baskets/?tab=held")
    expect(page.locator(".tabulator-row").first).to_be_visible()
    assert page.locator("#evil").count() == 0
