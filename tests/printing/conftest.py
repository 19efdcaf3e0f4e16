"""A print clerk's browser beside the simulated programs of its computer, with a real server between."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from uuid import uuid4

import orjson
import pytest
from django.conf import settings as configured
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from zhanggui.catalog.models import Barcode, Sku
from zhanggui.catalog.testing import make_skus
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.release_waves import release_waves
from zhanggui.fulfilment.flows.verify_item import verify_item
from zhanggui.fulfilment.models import Parcel, PrintJob, Wave
from zhanggui.fulfilment.printing import print_waves
from zhanggui.fulfilment.testing import take_to
from zhanggui.fulfilment.verifying.labels import label_at_table
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.doors.waybills import LabelFields, PrintData, Waybill
from zhanggui.kernel.seal import seal
from zhanggui.logistics.accounts import seal_secrets
from zhanggui.logistics.models import WaybillAccount, WaybillRequest
from zhanggui.logistics.states import RequestState
from zhanggui.logistics.testing import SENDER, douyin_draft
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop
from zhanggui.people.testing import PASSWORD, make_user
from zhanggui.simulators.cainiao.printing import print_data as cainiao_data
from zhanggui.simulators.pdd_waybills.printing import print_data as pinduoduo_data
from zhanggui.simulators.print_components.server import PORTS, PrintComponent

PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)
TEMPLATE = "http://cloudprint.example.test/template/standard/1"


@dataclass
class PrintRoom:
    """A server, people at their tables, and programs that print."""

    address: str
    browser: Browser
    programs: dict[str, PrintComponent]
    contexts: list = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def page(self, name: str = "anna", *, context=None, language: str = "en", role: str = "print_clerk") -> Page:
        """A page of this person in a browser of their own, or in one that is open already."""
        if context is None:
            context = self.browser.new_context(
                base_url=self.address, viewport={"width": 1440, "height": 900}, locale=language
            )
            client = Client()
            if not client.login(username=name, password=PASSWORD):
                make_user(name, roles=(role,))
                client.login(username=name, password=PASSWORD)
            session = client.cookies[configured.SESSION_COOKIE_NAME].value
            place = {"url": self.address}
            context.add_cookies([{"name": configured.SESSION_COOKIE_NAME, "value": session, **place}])
            context.add_cookies([{"name": "table", "value": f"table-of-{name}", **place}])
            context.add_cookies([{"name": configured.LANGUAGE_COOKIE_NAME, "value": language, **place}])
            self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.set_default_timeout(PATIENCE_MS)
        return page

    def table_wave(self, count: int) -> tuple[Wave, Callable[[], str]]:
        """A wave picked before its labels exist, and the scan of its next item at anna's table: it answers where the
        label is printed."""
        sku = Sku.objects.all()[0]
        parcel_ids = take_to("waved", make_orders(make_shop(), [channel_order(skus=[sku.code]) for _ in range(count)]))
        give_data(list(Parcel.objects.filter(pk__in=parcel_ids)), "cainiao")
        wave = Wave.objects.get()
        release_waves(wave_ids=[wave.pk], actor=ACTOR, at=AT).one()
        pick_waves(wave_ids=[wave.pk], actor=ACTOR, at=AT).one()
        barcode = Barcode.objects.filter(sku=sku).values_list("code", flat=True)[0]
        there = replace(ACTOR, station="table-of-anna")

        def scan() -> str:
            chosen = verify_item(wave_id=wave.pk, barcode=barcode, client_id=uuid4(), actor=there, at=AT)
            return label_at_table(Parcel.objects.get(pk=chosen.parcel_id), actor=there, at=AT).opens

        return wave, scan

    def job(self, count: int = 3, component: str = "cainiao", *, html: str = "") -> PrintJob:
        """Labels that lie ready: print data of a platform, or of our own where no component is named. `html`: but for
        the first, a provider has drawn them."""
        shop = make_shop()
        code = Sku.objects.values_list("code", flat=True)[0]
        orders = make_orders(shop, [channel_order(skus=[code]) for _ in range(count)])
        parcel_ids = take_to("waved", orders)
        parcels = Parcel.objects.filter(pk__in=parcel_ids)
        if component:
            give_data(list(parcels), component)
        if html:
            give_pages(list(parcels.order_by("cell")[1:]), html)
        outcome = print_waves(wave_ids=sorted(set(parcels.values_list("wave_id", flat=True))), actor=ACTOR, at=AT)
        assert outcome.refused == {}
        return PrintJob.objects.get(component=component)


def give_data(parcels: list[Parcel], component: str) -> None:
    """An account has given these parcels their numbers, with data for this component."""
    known = {"name": component, "provider": component, "secrets": b"", "sender": asdict(SENDER)}
    if component == "douyin":
        draft = douyin_draft(component, "")
        known |= {"settings": draft.settings, "secrets": seal_secrets(draft.secrets)}
    account, _ = WaybillAccount.objects.get_or_create(code=component, defaults=known)
    for parcel in parcels:
        number = f"75{parcel.pk:012d}"
        content = {"cainiao": cainiao_data, "pinduoduo": pinduoduo_data}.get(component, _sealed)(number, TEMPLATE)
        data = PrintData(component, content, signature="signed", template_url=TEMPLATE, version="1")
        WaybillRequest.objects.create(
            parcel=parcel, account=account, wave_id=parcel.wave_id, key=f"k{parcel.pk}", carrier=parcel.carrier,
            state=RequestState.GIVEN, number=number, made_at=AT, due_at=AT,
            sealed=seal(orjson.dumps(asdict(Waybill(f"k{parcel.pk}", parcel.carrier, number, print_data=data)))),
        )  # fmt: skip
        Parcel.objects.filter(pk=parcel.pk).update(waybill=number, numbering="given")


def give_pages(parcels: list[Parcel], html: str, **settings: str) -> None:
    """An account has given these parcels their numbers, each with a label that the provider has drawn."""
    account, _ = WaybillAccount.objects.update_or_create(
        code="KDN",
        defaults={
            "name": "KDN", "provider": "kdniao", "secrets": b"", "sender": asdict(SENDER), "template": "180",
            "settings": settings,
        },
    )  # fmt: skip
    for parcel in parcels:
        number, key = f"76{parcel.pk:012d}", f"k{parcel.pk}"
        label = LabelFields(page=html.format(number=number))
        WaybillRequest.objects.create(
            parcel=parcel, account=account, wave_id=parcel.wave_id, key=key, carrier=parcel.carrier,
            state=RequestState.GIVEN, number=number, made_at=AT, due_at=AT,
            sealed=seal(orjson.dumps(asdict(Waybill(key, parcel.carrier, number, label=label)))),
        )  # fmt: skip
        Parcel.objects.filter(pk=parcel.pk).update(waybill=number, numbering="given")


def _sealed(number: str, template: str) -> str:
    return f"sealed-{number}"


@pytest.fixture
def programs(settings) -> Iterator[dict[str, PrintComponent]]:
    """Every program of the computer, each at a port of its own."""
    with ExitStack() as stack:
        running = {name: PrintComponent(name) for name in PORTS}
        for one in running.values():
            stack.enter_context(one.serving())
        settings.PRINT_COMPONENT_PORTS = {name: one.port for name, one in running.items()}
        yield running


@pytest.fixture
def room(transactional_db, settings, programs, chromium) -> Iterator[PrintRoom]:
    warehouse = make_warehouse()
    make_stock(warehouse, {sku.pk: 500 for sku in make_skus(1)})
    settings.ALLOWED_HOSTS = ["*"]
    server = LiveServer("127.0.0.1")
    room = PrintRoom(server.url, chromium, programs)
    yield room
    for context in room.contexts:
        context.close()
    server.stop()
    assert room.complaints == []
