"""Cut-offs of warehouses as pages ask for them: their times, and filters of what must leave for one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.lookups import Exact
from django.utils.translation import gettext

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_zone, now
from zhanggui.orders.lateness import Moment, in_time, late
from zhanggui.orders.models import CutOff, Hold, Order
from zhanggui.orders.rules.cut_offs import EVERY, CutOffDay, CutOffTime, Window, time_named
from zhanggui.orders.states import HoldReason, OrderState
from zhanggui.people.models import Shop, Warehouse
from zhanggui.ui.desk import ChoiceFilter
from zhanggui.ui.desk.refusals import FilterNotUnderstood

LATEST = 2_000
"""So many orders in the warehouse tell from where a shop is sent."""
IN_HAND = ("planned", "waved", "printed", "picked", "verified", "weighed", "stopped", "shipped")
"""States in which a parcel is at its warehouse, or left it."""


def cut_offs_of(actor: Actor) -> dict[int, tuple[str, list[CutOffTime]]]:
    """Name and times of each warehouse of this actor, in their order. Two statements."""
    names = dict(Warehouse.objects.visible_to(actor).order_by("priority", "pk").values_list("pk", "name"))
    times = _times_of(names)
    return {pk: (name, times.get(pk, [])) for pk, name in names.items()}


def _times_of(warehouse_ids: Iterable[int]) -> dict[int, list[CutOffTime]]:
    times: dict[int, list[CutOffTime]] = {}
    rows = CutOff.objects.filter(warehouse_id__among=set(warehouse_ids)).order_by("at")
    for pk, at, carriers in rows.values_list("warehouse_id", "at", "carriers"):
        times.setdefault(pk, []).append(CutOffTime(at, frozenset(carriers)))
    return times


def today_of(times: list[CutOffTime]) -> CutOffDay:
    return CutOffDay(times, at=now(), zone=company_zone())


def likely_warehouses() -> dict[int, int]:
    """Where an order of each shop will most likely be sent from before anybody has said so: where most of the shop's
    latest parcels are, or the company's first warehouse. Two statements."""
    first = Warehouse.objects.order_by("priority", "pk").values("pk")[:1]
    homes = dict(Shop.objects.annotate(home=Subquery(first)).exclude(home=None).values_list("pk", "home"))
    latest = Order.objects.filter(state__in=[OrderState.IN_WAREHOUSE, OrderState.PARTLY_SHIPPED]).order_by("-ship_by")
    sent = Order.objects.filter(pk__in=latest.values("pk")[:LATEST], parcels__state__in=IN_HAND)
    counted = sent.values_list("shop_id", "parcels__warehouse_id").annotate(number=Count("pk"))
    counted = counted.order_by("number", "-parcels__warehouse_id")
    return homes | {shop_id: warehouse_id for shop_id, warehouse_id, _number in counted}


def cut_off_words(window: Window) -> str:
    return f"{window.cut_off:%H:%M}" if window.cut_off else gettext("Late")


def cut_off_choices(actor: Actor) -> list[tuple[str, str]]:
    """The cut-offs of today of this actor's warehouses, by warehouse and window."""
    warehouses = cut_offs_of(actor)
    return [
        (f"{pk}-{window.key}", f"{name} {cut_off_words(window)}" if len(warehouses) > 1 else cut_off_words(window))
        for pk, (name, times) in warehouses.items()
        for window in today_of(times).windows
    ]


@dataclass(frozen=True, slots=True)
class CutOffFilter(ChoiceFilter):
    """What must leave for a cut-off of today, or is late: a warehouse and the window in which the deadline lies."""

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        text = str(params.get(self.name, "")).strip()
        if not text:
            return None
        warehouse, _, key = text.partition("-")
        try:
            warehouse_id, at = int(warehouse), time_named(key)
        except ValueError:
            raise FilterNotUnderstood(filter=str(self.title), value=text) from None
        times = _times_of([warehouse_id]).get(warehouse_id, [])
        return self.at_warehouse(warehouse_id, params) & self._in_window(today_of(times), at, self.leaves_at(params))

    def _in_window(self, day: CutOffDay, at: time | None, leaves_at: Moment) -> Q:
        """A window of its own for each carrier that a cut-off names, and one for all others."""
        asked = ~Q(pk=None) & _within(day.window_for(EVERY, at), leaves_at)
        for carrier in day.carriers:
            asked &= ~self.with_carrier(carrier)
        for carrier in day.carriers:
            asked |= self.with_carrier(carrier) & _within(day.window_for(carrier, at), leaves_at)
        return asked

    def with_carrier(self, carrier: str) -> Q:
        """Orders that will go with this carrier, as far as anybody has said."""
        return Q(carrier_wish=carrier) | Q(carrier_wish="", shop__carrier=carrier)

    def leaves_at(self, params: Mapping[str, Any]) -> Moment:
        """When what is listed leaves at the soonest: what waits cannot leave before now."""
        return now()

    def at_warehouse(self, warehouse_id: int, params: Mapping[str, Any]) -> Q:
        return waiting_at(warehouse_id, likely_warehouses())


def home_is(warehouse_id: int, homes: Mapping[int, int], path: str = "") -> Q:
    """Orders without parcels at this warehouse: where they are asked to be sent from, else the likely one of their
    shop in `homes`. `path` leads to the order."""
    shops = [shop_id for shop_id, home in homes.items() if home == warehouse_id]
    by_guess = Q(**{f"{path}warehouse_wish": None, f"{path}shop_id__in": shops})
    return Q(**{f"{path}warehouse_wish": warehouse_id}) | by_guess


def waiting_at(warehouse_id: int, homes: Mapping[int, int]) -> Q:
    """Orders of which something waits for a parcel, each at one warehouse: where its other parcels are, else as
    `home_is` says."""
    has_parcels = Exists(_OWN_PARCELS)
    with_them = Q(Exact(Subquery(_OWN_PARCELS, output_field=BigIntegerField()), warehouse_id))
    return NEW & home_is(warehouse_id, homes) | REST & (with_them | ~Q(has_parcels) & home_is(warehouse_id, homes))


def _within(window: Window | None, leaves_at: Moment) -> Q:
    if window is None:
        return Q(pk=None)
    if window.cut_off is None:
        return late(leaves_at)
    asked = in_time(leaves_at) & Q(ship_by__lt=window.ends)
    return asked & Q(ship_by__gte=window.starts) if window.starts else asked


NEW = Q(state__in=[OrderState.TO_REVIEW, OrderState.REVIEWED])
REST = Q(state__in=[OrderState.IN_WAREHOUSE, OrderState.PARTLY_SHIPPED], units_claimed__lt=F("units"))
"""Part of it is in parcels or has left, part is in none."""
_OWN_PARCELS = (
    Order.objects.filter(pk=OuterRef("pk"), parcels__state__in=IN_HAND)
    .order_by("-parcels__pk")
    .values("parcels__warehouse_id")[:1]
)
_SHORT = Q(Exists(Hold.objects.filter(order=OuterRef("pk"), reason=HoldReason.SHORTAGE)))
_BEFORE = NEW | REST
STAGES: dict[str, Q] = {
    "to_review": Q(state="to_review", open_holds=0),
    "to_plan": (Q(state="reviewed") | REST) & Q(open_holds=0),
    "held": _BEFORE & Q(open_holds__gt=0) & ~_SHORT,
    "shortage": _BEFORE & Q(open_holds__gt=0) & _SHORT,
}
"""Where what is in no parcel yet stands on its way, each order at one of them."""


@dataclass(frozen=True, slots=True)
class StageFilter(ChoiceFilter):
    """Orders by where they stand before they have a parcel."""

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        return STAGES.get(str(params.get(self.name, "")).strip())
