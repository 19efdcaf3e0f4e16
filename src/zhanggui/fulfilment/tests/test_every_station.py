"""Whatever stations there are: none lets a stopped or void label pass, and each says why, with the sound of it."""

import html
import re
from dataclasses import dataclass
from functools import partial
from uuid import uuid4

import pytest
from django.utils import translation

from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Incident, Parcel, Wave
from zhanggui.fulfilment.stations import WarehouseStation
from zhanggui.fulfilment.testing import empty_basket, take_to
from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT
from zhanggui.ui.finding import stations

pytestmark = pytest.mark.django_db
EMPTYING = {"stop-basket", "tear"}
"""Where stopped labels are brought."""
WHY = "The buyer called"
STAGES = ("printed", "picked", "verified", "weighed")


def found_stations():
    return {name: one for name, one in stations().items() if type(one).__module__.startswith("zhanggui.fulfilment")}


@dataclass
class Heard:
    """What a page said of a scan: its sentence, the sound it plays, and the code programs know it by."""

    sentence: str
    sound: str
    known_as: str

    def code(self):
        return self.known_as


def on_the_phone(client, code, context):
    """A picker at any wave reads a label instead of the goods."""
    wave = Wave.objects.earliest("pk")
    told = client.post(f"/picking/{wave.pk}/refused", {"code": code, "picks": ""}).json()
    return Heard(told["headline"], told["sound"], told["code"])


def in_a_list(client, code, context):
    """The shipper pastes what a hand-held gun has read."""
    page = client.post("/hand-over/batch", {"waybills": code}).content.decode()
    [(code, sentence)] = re.findall(r'<tr data-code="(\w+)">.*?</td><td>(.*?)</td>', page)
    [sound] = re.findall(r'data-sound="(\w+)"', page)
    return Heard(html.unescape(sentence), sound, code)


PAGES = {"picking page": on_the_phone, "hand-over list": in_a_list}
ASKED: dict[str, partial[Heard]] = {}


def scanned(station, code, context=None):
    """The refusal of the scan, or the answer."""
    if station in PAGES:
        return ASKED[station](code, context)
    try:
        return stations()[station].scan(
            code=code, scan_id=uuid4(), context=context or {}, actor=system_actor("gun", source="page"), at=AT
        )
    except Refusal as refusal:
        return refusal


@pytest.fixture(params=[*sorted(set(found_stations()) - EMPTYING), *PAGES])
def station(request, monkeypatch):
    """Each station, and each page that takes scans as a form: their answers are read in the same words."""
    if request.param in PAGES:
        client = request.getfixturevalue("signed_in")("warehouse_manager")
        monkeypatch.setitem(ASKED, request.param, partial(PAGES[request.param], client))
    return request.param


def test_every_station_of_the_warehouse_guards_its_scans():
    assert set(found_stations()) > EMPTYING
    assert [name for name, one in found_stations().items() if not isinstance(one, WarehouseStation)] == []
    assert {name for name, one in found_stations().items() if one.takes_stopped} == EMPTYING


@pytest.mark.parametrize("stage", STAGES)
def test_a_stopped_parcel_is_refused_with_the_reason(world, station, stage):
    parcel = world.parcel(stage)
    stop_parcels(parcel_ids=[parcel.pk], reason=WHY, actor=ACTOR, at=AT)
    answer = scanned(station, parcel.waybill)
    assert isinstance(answer, Refusal | Heard), answer
    assert (answer.code(), answer.sound) == ("parcel_stopped", "stopped")
    assert WHY in answer.sentence
    parcel.refresh_from_db()
    assert parcel.state == "stopped"


@pytest.mark.parametrize("stage", STAGES)
def test_a_stop_that_was_asked_is_refused_before_it_is_carried_out(world, station, stage):
    parcel = world.parcel(stage)
    Order.objects.filter(pk=parcel.order_id).update(stop_reason=WHY)
    answer = scanned(station, parcel.waybill)
    assert isinstance(answer, Refusal | Heard), answer
    assert (answer.code(), answer.sound) == ("parcel_stopped", "stopped")
    parcel.refresh_from_db()
    assert parcel.state == stage


def test_a_void_label_is_refused_and_names_the_new_one(world, station):
    parcel = world.parcel("weighed")
    stop_parcels(parcel_ids=[parcel.pk], reason="refund", actor=ACTOR, at=AT)
    empty_basket(parcel_ids=[parcel.pk], actor=ACTOR, at=AT)
    void = scanned(station, parcel.waybill)
    assert isinstance(void, Refusal | Heard), void
    assert (void.code(), void.sound) == ("waybill_void", "void")

    take_to("printed", [parcel.order_id])
    new = Parcel.objects.get(order_id=parcel.order_id, state="printed")
    replaced = scanned(station, parcel.waybill)
    assert (replaced.code(), replaced.sound) == ("waybill_replaced", "void")
    assert new.waybill in replaced.sentence


def test_an_opened_station_refuses_it_too(world, station):
    """The wave or the parcel on the table makes no difference."""
    stopped, other = world.parcels("picked", 2)
    stop_parcels(parcel_ids=[stopped.pk], reason=WHY, actor=ACTOR, at=AT)
    wave = Wave.objects.get(pk=other.wave_id).number
    for context in ({"waybill": other.waybill}, {"wave": wave}, {"number": wave}):
        answer = scanned(station, stopped.waybill, context)
        assert isinstance(answer, Refusal | Heard), (context, answer)
        assert answer.sound == "stopped"


def test_each_language_says_it(world, station):
    parcel = world.parcel("picked")
    stop_parcels(parcel_ids=[parcel.pk], reason=WHY, actor=ACTOR, at=AT)
    if station in PAGES:
        ASKED[station].args[0].cookies["django_language"] = "zh-hans"
    answer = scanned(station, parcel.waybill)
    with translation.override("zh-hans"):
        assert "已拦截" in answer.sentence


def test_it_is_in_the_queue_of_incidents(world, station):
    parcel = world.parcel("picked")
    stop_parcels(parcel_ids=[parcel.pk], reason=WHY, actor=ACTOR, at=AT)
    for _ in range(2):
        scanned(station, parcel.waybill)
    [incident] = Incident.objects.all()
    assert (incident.cause, incident.parcel_id, incident.times) == ("stopped", parcel.pk, 2)
