"""The put wall, the stop basket and the report button in a real Chromium, with a gun that types and presses Enter."""

import re
from io import BytesIO

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.orders.testing import ACTOR, AT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


def painted() -> bytes:
    file = BytesIO()
    Image.new("RGB", (8, 6), "red").save(file, "PNG")
    return file.getvalue()


def shoot(page: Page, code: str) -> None:
    """As a gun does: the characters at once, then Enter; afterwards the station has answered."""
    expect(page.locator("#scan-input")).to_be_focused()
    with page.expect_response(lambda response: response.url.endswith("/scan")):
        page.keyboard.type(code)
        page.keyboard.press("Enter")
    expect(page.locator("[data-answer]")).not_to_have_class(re.compile("is-pending"))


def cell(page: Page, number: int) -> Locator:
    return page.locator(f"[data-cell='{number}']")


def test_two_tables_and_a_screen_see_one_wall(world, page_as):
    parcels = world.parcels("picked", 8)
    stop_parcels(parcel_ids=[parcels[7].pk], reason="refund", actor=ACTOR, at=AT)
    wave = parcels[0].wave
    left, right = (page_as("picker", name=name) for name in ("anna", "ben"))
    screen = page_as("verifier", name="carl", screen=(1440, 900))
    screen.goto(f"/sorting/{wave.pk}")
    for table in (left, right):
        table.goto("/station/sort/")
        shoot(table, wave.number)
    expect(cell(left, 8)).to_have_class(re.compile("is-stopped"))

    shoot(left, "222")
    expect(left.locator("[data-mark]")).to_have_text("1")
    assert int(left.locator("[data-mark]").evaluate("mark => parseInt(getComputedStyle(mark).fontSize)")) >= 100
    shoot(right, "222")
    expect(right.locator("[data-mark]")).to_have_text("2")

    for seen in (left, right, screen):
        expect(cell(seen, 1)).to_have_class(re.compile("is-filling is-lit"), timeout=3_000)
        expect(cell(seen, 2)).to_contain_text("ben", timeout=3_000)
    shoot(left, "111")
    shoot(left, "111")
    expect(cell(screen, 1)).to_have_class(re.compile("is-complete"), timeout=3_000)

    for _ in range(6):
        shoot(right, "222")
    expect(right.locator("[data-mark]")).to_have_text("STOP")
    shoot(right, "222")
    expect(right.locator("[data-headline]")).to_contain_text("bin P-01")
    expect(right.locator("[data-answer]")).to_have_class(re.compile("is-bad"))


def test_the_wall_turns_grey_when_it_cannot_be_read(world, page_as):
    wave = world.parcels("picked", 2)[0].wave
    table = page_as("picker", name="anna")
    table.goto("/station/sort/")
    shoot(table, wave.number)
    expect(cell(table, 1)).to_be_visible()
    table.context.set_offline(True)
    expect(table.locator("[data-shown]")).to_have_class(re.compile("is-stale"), timeout=4_000)
    table.context.set_offline(False)
    expect(table.locator("[data-shown]")).not_to_have_class(re.compile("is-stale"), timeout=4_000)
    table.reload()
    expect(cell(table, 1)).to_be_visible()


def test_the_stop_basket_is_emptied_with_the_gun_alone(world, page_as):
    parcel = world.parcel("picked")
    stop_parcels(parcel_ids=[parcel.pk], reason="refund", actor=ACTOR, at=AT)
    basket = page_as("exception_handler", name="anna")
    basket.goto("/station/stop-basket/")
    shoot(basket, parcel.waybill)
    for barcode in ("111", "222", "111"):
        shoot(basket, barcode)
        expect(basket.locator("[data-headline]")).to_have_text("→ P-01")
        shoot(basket, "P-01")
    expect(basket.locator("[data-total]")).to_contain_text("3 / 3")
    basket.wait_for_timeout(2_100)
    shoot(basket, parcel.waybill)
    expect(basket.locator("[data-headline]")).to_have_text("Cleared")


def test_trouble_is_reported_from_a_station_without_a_mouse(world, page_as, tmp_path):
    parcel = world.parcel("picked")
    picture = tmp_path / "box.png"
    picture.write_bytes(painted())
    table = page_as("verifier", name="anna")
    table.goto("/station/verify/")
    shoot(table, parcel.waybill)
    table.keyboard.press("F2")
    asked = table.get_by_role("dialog")
    expect(asked.locator("[name=code]")).to_have_value(parcel.waybill)
    asked.locator("[name=cause]").select_option("damaged")
    asked.locator("[name=words]").fill("corner crushed")
    asked.locator("[name=photo]").set_input_files(picture)
    asked.locator("[name=words]").press("Enter")
    expect(table.locator("#toasts")).to_contain_text("Reported")
    expect(asked).to_have_count(0)
    shoot(table, "111")

    handler = page_as("exception_handler", name="ben", screen=(1440, 900))
    handler.goto("/desk/incidents/")
    expect(handler.locator(".tabulator-row")).to_contain_text("corner crushed")
    handler.goto(f"/sheet/incidents/{parcel.incidents.get().pk}/")
    shown = handler.locator(".incident-pictures img")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 8
