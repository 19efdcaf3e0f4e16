"""Cut-offs of warehouses as pages ask for them: their times, and filters of what must leave for one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day, company_zone, now
from zhanggui.orders.models import CutOff, Hold
from zhanggui.orders.rules.cut_offs import Window, window_named, windows_of
from zhanggui.orders.states import HoldReason
from zhanggui.people.models import Warehouse
from zhanggui.ui.desk import ChoiceFilter
from zhanggui.ui.desk.refusals import FilterNotUnderstood


def cut_offs_of(actor: Actor) -> dict[int, tuple[str, list[time]]]:
    """Name and times of each warehouse of this actor, in their order. Two statements."""
    names = dict(Warehouse.objects.visible_to(actor).order_by("priority", "pk").values_list("pk", "name"))
    times: dict[int, list[time]] = {pk: [] for pk in names}
    for pk, one in (
        CutOff.objects.filter(warehouse_id__among=set(names)).order_by("at").values_list("warehouse_id", "at")
    ):
        times[pk].append(one)
    return {pk: (name, times[pk]) for pk, name in names.items()}


def cut_off_words(window: Window) -> str:
    return window.name if window.starts else gettext("Late already")


def cut_off_choices(actor: Actor) -> list[tuple[str, str]]:
    """The cut-offs of today of this actor's warehouses, by warehouse and window."""
    day, zone = company_day(now()), company_zone()
    warehouses = cut_offs_of(actor)
    return [
        (f"{pk}-{window.key}", f"{name} {cut_off_words(window)}" if len(warehouses) > 1 else cut_off_words(window))
        for pk, (name, times) in warehouses.items()
        for window in windows_of(times, day=day, zone=zone)
    ]


@dataclass(frozen=True, slots=True)
class CutOffFilter(ChoiceFilter):
    """What must leave for a cut-off of today: a warehouse and the window in which the deadline lies."""

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        text = str(params.get(self.name, "")).strip()
        if not text:
            return None
        warehouse, _, key = text.partition("-")
        try:
            window = window_named(key, day=company_day(now()), zone=company_zone())
            place = self.at_warehouse(int(warehouse))
        except ValueError:
            raise FilterNotUnderstood(filter=str(self.title), value=text) from None
        asked = place & Q(ship_by__lt=window.ends)
        return asked & Q(ship_by__gte=window.starts) if window.starts else asked

    def at_warehouse(self, warehouse_id: int) -> Q:
        """Orders nobody wants to be sent from elsewhere."""
        return Q(warehouse_wish=None) | Q(warehouse_wish=warehouse_id)


_SHORT = Q(Exists(Hold.objects.filter(order=OuterRef("pk"), reason=HoldReason.SHORTAGE)))
_BEFORE = Q(state__in=["to_review", "reviewed"])
STAGES: dict[str, Q] = {
    "to_review": Q(state="to_review", open_holds=0),
    "to_plan": Q(state="reviewed", open_holds=0),
    "held": _BEFORE & Q(open_holds__gt=0) & ~_SHORT,
    "shortage": _BEFORE & Q(open_holds__gt=0) & _SHORT,
}
"""Where an order without a parcel stands on its way, each order at one of them."""


@dataclass(frozen=True, slots=True)
class StageFilter(ChoiceFilter):
    """Orders by where they stand before they have a parcel."""

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        return STAGES.get(str(params.get(self.name, "")).strip())
