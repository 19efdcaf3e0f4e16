"""Every desk and station opens without a complaint, in both languages, and only for those who may."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import STATION_SCREEN

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HAN = re.compile(r"[\u4e00-\u9fff]")


def places(page):
    page.goto("/")
    return page.eval_on_selector_all("nav a[href], aside a[href]", "all => [...new Set(all.map(a => a.pathname))]")


def switch(page, language):
    page.locator(f"button[name=language][value='{language}']").first.click()
    expect(page.locator("html")).to_have_attribute("lang", re.compile(language, re.IGNORECASE))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_owner_opens_everything(page_as, language):
    page = page_as("laoban")
    page.goto("/")
    if language == "en":
        switch(page, "en")
    found = places(page)
    desks, stations = ([place for place in found if place.startswith(kind)] for kind in ("/desk/", "/station/"))
    assert len(desks) >= 10
    assert len(stations) >= 5
    untranslated = []
    for place in desks:
        page.goto(place)
        expect(page.locator(".tabulator-row, .tabulator-placeholder").first).to_be_visible()
        words = [*page.locator("h1, [role=tab], .tabulator-col-title").all_inner_texts()]
        untranslated += [word for word in words if language == "en" and HAN.search(word)]
    page.set_viewport_size({"width": STATION_SCREEN[0], "height": STATION_SCREEN[1]})
    for place in stations:
        page.goto(place)
        expect(page.locator("#scan-input")).to_be_focused()
        assert page.evaluate("() => document.documentElement.scrollHeight <= window.innerHeight"), place
    if language == "en":
        page.goto("/")
        switch(page, "zh-hans")
    assert untranslated == []


def test_picker_sees_no_cost_and_no_people(page_as):
    picker, clerk = page_as("jianhuo"), page_as("dadan")
    picker.goto("/desk/stock/")
    expect(picker.locator(".tabulator-row").first).to_be_visible()
    page = picker.evaluate("() => JSON.parse(document.getElementById('desk-page').textContent)")
    assert "cost" not in [column["name"] for column in page["columns"]]
    refused = picker.goto("/desk/people/")
    assert refused.status == 403
    expect(picker.locator("h1")).to_be_visible()
    assert picker.request.get("/desk/people/rows").status == 403
    assert picker.request.get("/papers/labels?ids=1").status == 403

    assert "/desk/people/" not in places(clerk)
    assert "/station/verify/" not in places(clerk)
    assert "/station/pick/" in places(picker)
    assert clerk.goto("/desk/parcels/").status == 200
