"""Every flow that takes a parcel a step on, by which every door goes: one that is to stop takes no further step."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import uuid4

import pytest

from zhanggui.fulfilment.flows.accept_weights import accept_weights
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.confirm_prints import confirm_prints
from zhanggui.fulfilment.flows.hand_over_parcels import hand_over_parcels
from zhanggui.fulfilment.flows.hand_over_waybills import hand_over_waybills
from zhanggui.fulfilment.flows.list_freight import list_freight
from zhanggui.fulfilment.flows.open_print_jobs import open_print_jobs
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.reprint_parcels import reprint_parcels
from zhanggui.fulfilment.flows.send_crates import send_crates
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.sort_scan import sort_scan
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.take_picks import take_picks
from zhanggui.fulfilment.flows.verify_by_hand import verify_by_hand
from zhanggui.fulfilment.flows.verify_item import verify_item
from zhanggui.fulfilment.flows.verify_scan import verify_scan
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import OddWeight, Parcel, Pick, Wave
from zhanggui.fulfilment.testing import LEAD
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
WHY = "The buyer called"


class Step(NamedTuple):
    """Taken at this stage; what it answers for a parcel that is to stop."""

    stage: str
    take: Callable[[Parcel], Any]
    said: str = "parcel_stopped"
    after_stop: bool = True  # before there is paper, a stop voids the parcel at once


def ids(parcel: Parcel) -> dict[str, Any]:
    return {"parcel_ids": [parcel.pk], **BY}


def picks_of(parcel: Parcel) -> list[int]:
    return list(Pick.objects.filter(parcel_line__parcel=parcel).values_list("pk", flat=True))


def taken_by(parcel: Parcel) -> list[int]:
    Pick.objects.filter(parcel_line__parcel=parcel).update(picker=ACTOR.name, picker_id=ACTOR.user_id)
    return picks_of(parcel)


def wave_of(parcel: Parcel) -> Wave:
    return Wave.objects.get(parcels=parcel)


def scan(parcel: Parcel) -> Any:
    return verify_scan(waybill=parcel.waybill, barcode="111", client_id=uuid4(), **BY)


def by_hand(parcel: Parcel) -> Any:
    given: dict[str, Any] = {"sku": "TS-A", "pieces": 1, "reason": "torn", "client_id": uuid4()}
    return verify_by_hand(waybill=parcel.waybill, confirmed_by=LEAD, **given, **BY)


def odd_weight(parcel: Parcel) -> list[int]:
    """The scale stopped it before."""
    row = {"grams": 900, "low_g": 200, "high_g": 300, "cause": "missing", "at": AT, "by": "Anna"}
    return [OddWeight.objects.create(parcel=parcel, **row).pk]


STEPS = {
    "wave": Step("planned", lambda one: build_waves(**ids(one)), "order_stopping", after_stop=False),
    "print": Step("waved", lambda one: print_parcels(**ids(one)), after_stop=False),
    "print by component": Step("printed", lambda one: open_print_jobs(**ids(one))),
    "say it is printed": Step("printed", lambda one: confirm_prints(**ids(one))),
    "print again": Step("printed", lambda one: reprint_parcels(**ids(one))),
    "pick on the phone": Step("printed", lambda one: take_picks(pick_ids=taken_by(one), **BY), "pick_of_stopped"),
    "sort": Step(
        "picked", lambda one: sort_scan(wave=wave_of(one).number, barcode="111", client_id=uuid4(), **BY), "to_basket"
    ),
    "verify": Step("picked", scan, "stopped"),
    "verify by item": Step(
        "picked",
        lambda one: verify_item(wave_id=wave_of(one).pk, barcode="111", client_id=uuid4(), **BY),
        "none_waiting",
    ),
    "verify by hand": Step("picked", by_hand, "stopped"),
    "weigh": Step("verified", lambda one: weigh_parcels(grams={one.pk: 260}, **BY)),
    "accept a weight": Step(
        "verified", lambda one: accept_weights(odd_ids=odd_weight(one), reason="thick", confirmed_by=LEAD, **BY)
    ),
    "crate": Step("verified", lambda one: send_crates(taken_by="Carpenter", **ids(one))),
    "list for freight": Step("weighed", lambda one: list_freight(driver="Li", plate="A1", **ids(one))),
    "hand over": Step("weighed", lambda one: hand_over_parcels(**ids(one))),
    "hand over from a list": Step("weighed", lambda one: hand_over_waybills(waybills=[one.waybill], **BY)),
    "ship": Step("weighed", lambda one: ship_parcels(**ids(one))),
}


def answered(take: Callable[[], Any]) -> Any:
    """The refusal, or the result of a scan."""
    try:
        said = take()
    except Refusal as refusal:
        return refusal.code()
    if isinstance(said, Outcome):
        assert said.done == []
        assert all(WHY in why.sentence for why in said.refused.values())
        [code] = {why.code() for why in said.refused.values()}
        return code
    return said.result


@pytest.mark.parametrize("name", STEPS)
def test_a_parcel_whose_order_is_to_stop_goes_no_further(world, name):
    step = STEPS[name]
    parcel = world.parcel(step.stage)
    Order.objects.filter(pk=parcel.order_id).update(stop_reason=WHY)
    assert answered(lambda: step.take(parcel)) == step.said
    assert Parcel.objects.get().state == step.stage


@pytest.mark.parametrize("name", [name for name, step in STEPS.items() if step.after_stop])
def test_a_stopped_parcel_goes_no_further(world, name):
    step = STEPS[name]
    parcel = world.parcel(step.stage)
    stop_parcels(parcel_ids=[parcel.pk], reason=WHY, **BY)
    assert answered(lambda: step.take(parcel)) == step.said
    assert Parcel.objects.get().state == "stopped"


def test_a_wave_is_picked_without_those_that_are_to_stop(world):
    stopped, other = world.parcels("printed", 2)
    Order.objects.filter(pk=stopped.order_id).update(stop_reason=WHY)
    pick_waves(wave_ids=[other.wave_id], **BY)
    assert set(Parcel.objects.values_list("pk", "state")) == {(stopped.pk, "printed"), (other.pk, "picked")}
