"""The verifying table by keyboard events, as a gun makes them: five refusals, no network, a reload, a second person."""

from collections.abc import Iterator

import pytest
from django.conf import settings as configured
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.world import make_world
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Override, Parcel, Scan
from zhanggui.fulfilment.testing import empty_basket, take_to
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.people.testing import PASSWORD, make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, available_apps=configured.INSTALLED_APPS),
]
PATIENCE_MS = 30_000


class Table:
    """A page of the station; a gun types and ends with Enter."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def shoot(self, code: str) -> None:
        self.page.keyboard.type(code)
        self.page.keyboard.press("Enter")

    def shows(self, tone: str, *, refusal: str = "", total: str = "") -> None:
        expect(self.page.locator("[data-answer]")).to_have_class(f"answer is-{tone}", timeout=PATIENCE_MS)
        expect(self.page.locator("[data-answer]")).to_have_attribute("data-refusal", refusal)
        if total:
            expect(self.page.locator("[data-total]")).to_have_text(total)


@pytest.fixture
def table(transactional_db, settings, chromium: Browser) -> Iterator[Table]:
    settings.ALLOWED_HOSTS = ["*"]
    server = LiveServer("127.0.0.1")
    make_user("anna", roles=("verifier",))
    make_user("lead", roles=("warehouse_manager",))
    client = Client()
    assert client.login(username="anna", password=PASSWORD)
    context = chromium.new_context(base_url=server.url, viewport={"width": 1024, "height": 600}, locale="en")
    session = {"name": configured.SESSION_COOKIE_NAME, "value": client.cookies[configured.SESSION_COOKIE_NAME].value}
    context.add_cookies([{**session, "url": server.url}])
    context.add_cookies([{"name": configured.LANGUAGE_COOKIE_NAME, "value": "en", "url": server.url}])
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.goto("/station/verify/")
    yield Table(page)
    context.close()
    server.stop()


def picked(world, count: int, units: int) -> list[Parcel]:
    return list(Parcel.objects.filter(pk__in=take_to("picked", world.orders(count, units=units))).order_by("pk"))


def test_a_parcel_by_gun_with_each_of_the_five_refusals(table):
    world = make_world()
    barcode = world.barcode(world.skus[0])
    parcel, stopped, void = picked(world, 3, 2)
    for one in (stopped, void):
        stop_parcels(parcel_ids=[one.pk], reason="refund", actor=ACTOR, at=AT)
    empty_basket(parcel_ids=[void.pk], actor=ACTOR, at=AT)

    words = {}
    table.shoot(parcel.waybill)
    table.shows("info", total="0 / 2")
    for code, tone, refusal in (
        ("NONE", "bad", "wrong_barcode"),
        (stopped.waybill, "bad", "stopped"),
        (void.waybill, "bad", "void"),
        (f"*2 {barcode}", "bad", "refused"),
    ):
        table.shoot(code)
        table.shows(tone, refusal=refusal)
        words[refusal] = table.page.locator("[data-word]").inner_text()
    table.shoot(barcode)
    table.shows("good", total="1 / 2")
    table.page.keyboard.press("F6")
    table.shows("info", total="0 / 2")
    table.shoot(barcode)
    table.shows("good", total="1 / 2")
    table.shoot(barcode)
    table.shows("good", total="2 / 2")
    table.shoot(parcel.waybill)
    table.shows("warn", refusal="already_scanned")
    words["already_scanned"] = table.page.locator("[data-word]").inner_text()
    assert len({word for word in words.values() if word}) == 4
    parcel.refresh_from_db()
    assert parcel.state == "verified"


def test_without_a_network_scans_wait_are_never_green_and_go_out_in_order(table):
    world = make_world()
    barcode = world.barcode(world.skus[0])
    (parcel,) = picked(world, 1, 3)
    table.shoot(parcel.waybill)
    table.shows("info", total="0 / 3")

    table.page.context.set_offline(True)
    table.shoot(barcode)
    table.shoot(barcode)
    table.shows("pending")
    expect(table.page.locator("[data-waiting]")).to_have_text("Pending 2")
    table.page.keyboard.press("F6")  # what depends on the answers is not kept for later
    expect(table.page.locator("[data-waiting]")).to_have_text("Pending 2")
    assert Scan.objects.filter(result="piece_ok").count() == 0

    table.page.context.set_offline(False)
    table.shows("good", total="2 / 3")
    expect(table.page.locator("[data-waiting]")).to_be_hidden()
    assert Scan.objects.filter(result="piece_ok").count() == 2


def test_what_was_scanned_blindly_after_a_refusal_is_not_counted_but_said(table):
    world = make_world()
    barcode = world.barcode(world.skus[0])
    parcel, stopped = picked(world, 2, 3)
    table.shoot(parcel.waybill)
    table.shows("info", total="0 / 3")
    stop_parcels(parcel_ids=[stopped.pk], reason="refund", actor=ACTOR, at=AT)

    table.page.context.set_offline(True)
    for code in (stopped.waybill, barcode, barcode):
        table.shoot(code)
    expect(table.page.locator("[data-waiting]")).to_have_text("Pending 3")
    table.page.context.set_offline(False)

    table.shows("bad", refusal="stopped")
    expect(table.page.locator("[data-past] li", has_text="Not counted")).to_have_count(2)
    assert Parcel.objects.get(pk=parcel.pk).units_verified == 0


def test_what_a_fast_gun_sent_before_anybody_knew_of_the_cut_is_blind_too(table):
    world = make_world()
    barcode = world.barcode(world.skus[0])
    parcel, stopped = picked(world, 2, 3)
    table.shoot(parcel.waybill)
    table.shows("info", total="0 / 3")
    stop_parcels(parcel_ids=[stopped.pk], reason="refund", actor=ACTOR, at=AT)

    held = []
    table.page.route("**/station/verify/scan*", lambda route: held.append(route), times=1)
    for code in (stopped.waybill, barcode, barcode):
        table.shoot(code)
    while not held:
        table.page.wait_for_timeout(10)
    held[0].abort("internetdisconnected")

    table.shows("bad", refusal="stopped")
    expect(table.page.locator("[data-past] li", has_text="Not counted")).to_have_count(2)
    assert Parcel.objects.get(pk=parcel.pk).units_verified == 0


def test_after_a_reload_the_same_parcel_lies_there_and_two_people_verify_by_hand(table):
    world = make_world()
    (parcel,) = picked(world, 1, 2)
    table.shoot(parcel.waybill)
    table.shoot(world.barcode(world.skus[0]))
    table.shows("good", total="1 / 2")
    table.page.reload()
    table.shows("info", total="1 / 2")
    expect(table.page.locator("[data-headline]")).to_have_text(parcel.waybill)

    table.page.keyboard.press("F8")
    dialog = table.page.get_by_role("dialog")
    dialog.locator("[name=reason]").fill("label torn off")
    dialog.locator("[name=username]").fill("lead")
    dialog.locator("[name=password]").fill("guess")
    dialog.locator("[name=password]").press("Enter")
    expect(dialog.get_by_role("alert")).to_have_text("User name or password is wrong.")
    dialog.locator("[name=password]").fill(PASSWORD)
    dialog.locator("[name=password]").press("Enter")
    table.shows("good", total="2 / 2")
    assert Override.objects.get().confirmed_by == "Lead"
