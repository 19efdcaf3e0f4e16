"""Bins for the pieces of parcels that go into waves."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.timezone import localdate

from zhanggui.fulfilment.rules.waves import Waiting
from zhanggui.fulfilment.rules.zones import zone_of
from zhanggui.fulfilment.waving.loading import Line, wants_of
from zhanggui.inventory.flows.promise_picks import promise_picks
from zhanggui.inventory.flows.unpromise_picks import unpromise_picks
from zhanggui.inventory.models import Location
from zhanggui.inventory.queries import free_bins, sku_codes
from zhanggui.inventory.rules.bins import BinsShort, PickPlan, choose_bins
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import Refusal


class Promised(NamedTuple):
    """Where each piece is fetched, and why some parcels are left out."""

    plans: list[PickPlan]
    lines: Mapping[int, Line]
    short: dict[int, Refusal]

    def of(self, parcel_ids: set[int]) -> list[PickPlan]:
        return [plan for plan in self.plans if self.lines[plan.key].parcel_id in parcel_ids]


def promise(waiting: Sequence[Waiting], lines: Mapping[int, Line], *, actor: Actor, at: datetime) -> Promised:
    """Bins for every piece of these parcels, set aside. A parcel whose bins are short is left out whole."""
    wants = wants_of(waiting, lines)
    short: dict[int, Refusal] = {}
    try:
        plans = promise_picks(wants=wants, actor=actor, at=at)
    except BinsShort as refusal:
        # It names every parcel that is short, so without these the bins suffice.
        short = {lines[line_id].parcel_id: refusal for line_id in refusal.data["keys"]}
        plans = promise_picks(
            wants=[want for want in wants if lines[want.key].parcel_id not in short], actor=actor, at=at
        )
    return Promised(plans, lines, short)


def look(waiting: Sequence[Waiting], lines: Mapping[int, Line], *, at: datetime) -> Promised:
    """What `promise` would most likely answer; nothing is set aside."""
    wants = wants_of(waiting, lines)
    plans, _, shorts = choose_bins(
        wants, free_bins(((want.warehouse_id, want.sku_id) for want in wants), on=localdate(at))
    )
    codes = sku_codes(want.sku_id for want, _ in shorts)
    short: dict[int, Refusal] = {
        lines[want.key].parcel_id: BinsShort(sku=codes[want.sku_id], wanted=want.quantity, there=there, keys=[])
        for want, there in shorts
    }
    return Promised([plan for plan in plans if lines[plan.key].parcel_id not in short], lines, short)


def give_back(promised: Promised, parcel_ids: set[int], *, actor: Actor, at: datetime) -> None:
    """What was set aside for these parcels is free again."""
    picks = [
        (plan.location_id, promised.lines[plan.key].sku_id, plan.lot, plan.quantity) for plan in promised.of(parcel_ids)
    ]
    if picks:
        unpromise_picks(picks=picks, actor=actor, at=at)


def with_zones(waiting: Sequence[Waiting], promised: Promised) -> list[Waiting]:
    """The same parcels, each with the only zone its bins lie in. One statement."""
    places = Location.objects.filter(pk__among={plan.location_id for plan in promised.plans})
    zone_of_bin = {pk: zone_of(code) for pk, code in places.values_list("pk", "code")}
    zones: dict[int, str] = {}
    for plan in promised.plans:
        parcel_id, zone = promised.lines[plan.key].parcel_id, zone_of_bin[plan.location_id]
        zones[parcel_id] = zone if zones.get(parcel_id, zone) == zone else ""
    return [parcel._replace(zone=zones.get(parcel.parcel_id, "")) for parcel in waiting]
