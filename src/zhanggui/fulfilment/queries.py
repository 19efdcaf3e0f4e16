"""Reads over parcels that span relations."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils.translation import gettext

from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.states import LIVE, ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day, company_zone
from zhanggui.kernel.doors.carrier import GROUP as CARRIERS
from zhanggui.kernel.doors.finding import installed
from zhanggui.orders.models import Hold, Order
from zhanggui.orders.rules.states import PLANNING_HOLDS
from zhanggui.orders.states import OPEN_STATES, HoldReason, OrderState

AT_ONCE = 1000


def orders_waiting_for(sku_ids: Sequence[int]) -> list[int]:
    """Every reviewed order held for want of stock that needs one of these SKUs, as stock is given away.

    Who was put first comes first, then the nearest deadline, then who paid first.
    """
    rows = Hold.objects.filter(
        reason=HoldReason.SHORTAGE,
        order__state__in=[OrderState.REVIEWED, OrderState.IN_WAREHOUSE, OrderState.PARTLY_SHIPPED],
        order__lines__sku_id__among=list(sku_ids),
    )
    ids = rows.order_by("-order__urgent", "order__ship_by", "order__paid_at", "order_id").values_list(
        "order_id", flat=True
    )
    return list(dict.fromkeys(ids))


def orders_without_place() -> list[int]:
    """Every order that nobody could send when it was planned, nearest deadline first."""
    rows = Hold.objects.filter(reason=HoldReason.NO_PLACE, order__state__in=OPEN_STATES)
    return list(rows.order_by("-order__urgent", "order__ship_by", "order_id").values_list("order_id", flat=True))


def reviewed_orders(order_ids: Sequence[int]) -> list[int]:
    """Those of these orders that wait for a parcel."""
    rows = Order.objects.filter(pk__among=list(dict.fromkeys(order_ids)), state=OrderState.REVIEWED)
    return list(rows.order_by("ship_by", "pk").values_list("pk", flat=True))


def skus_of_parcels(parcel_ids: Sequence[int]) -> list[int]:
    """The SKUs these parcels carry, or carried before they were voided."""
    skus = ParcelLine.objects.filter(parcel_id__among=list(parcel_ids)).values_list("order_line__sku_id", flat=True)
    return sorted({sku_id for sku_id in skus if sku_id is not None})


def orders_in(parcel_ids: Iterable[int]) -> list[int]:
    """The orders with pieces in these parcels, or in them before they were voided."""
    lines = ParcelLine.objects.filter(parcel_id__among=sorted(set(parcel_ids)))
    return sorted(set(lines.values_list("order_line__order_id", flat=True)))


def stops_asked(parcel_ids: Iterable[int]) -> dict[int, str]:
    """Why parcels must stop, for those of which an order says so: one read of what is committed now.

    Read it after the parcels were locked: what was asked before the lock is then seen.
    """
    marked = ParcelLine.objects.filter(parcel_id__among=sorted(set(parcel_ids)))
    marked = marked.exclude(order_line__order__stop_reason="").order_by("pk")
    return dict(marked.values_list("parcel_id", "order_line__order__stop_reason"))


def held_orders(parcel_ids: Iterable[int]) -> dict[int, str]:
    """For parcels with pieces of a held order its number. What planning waits for holds nothing: it is in no parcel."""
    held = ParcelLine.objects.filter(parcel_id__among=sorted(set(parcel_ids)), order_line__order__open_holds__gt=0)
    order = "order_line__order"
    rows = list(
        held.order_by("-pk").values_list("parcel_id", f"{order}_id", f"{order}__number", f"{order}__open_holds")
    )
    if not rows:
        return {}
    holds = Hold.objects.filter(order_id__among=sorted({row[1] for row in rows}), reason__in=PLANNING_HOLDS)
    waiting = Counter(holds.values_list("order_id", flat=True))
    return {parcel_id: number for parcel_id, order_id, number, count in rows if count > waiting[order_id]}


def gated_orders(parcel_ids: Iterable[int]) -> list[tuple[int, int, str]]:
    """(parcel, order, carrier) of these parcels for every order whose money the platform has not simply taken."""
    lines = ParcelLine.objects.filter(parcel_id__among=sorted(set(parcel_ids)))
    lines = lines.exclude(order_line__order__payment_mode="paid", order_line__order__paid_at__isnull=False)
    return list(
        lines.values_list("parcel_id", "order_line__order_id", "parcel__carrier").order_by("parcel_id").distinct()
    )


def parcels_to_wave(*, warehouse_id: int | None = None, limit: int = AT_ONCE, actor: Actor) -> list[int]:
    """Planned parcels nobody holds back, urgent ones first, then nearest deadline first."""
    parcels = Parcel.objects.visible_to(actor).filter(state=ParcelState.PLANNED)
    parcels = parcels.exclude(order_id__in=Hold.objects.exclude(reason__in=PLANNING_HOLDS).values("order_id"))
    parcels = parcels.filter(order__stop_reason="")
    if warehouse_id is not None:
        parcels = parcels.filter(warehouse_id=warehouse_id)
    return list(parcels.order_by("-order__urgent", "ship_by", "pk").values_list("pk", flat=True)[:limit])


def carrier_label(key: str) -> str:
    """The carrier by the name people say; its key when its connector is not installed."""
    carrier = installed(CARRIERS).get(key)
    return gettext(str(carrier.label)) if carrier else key


def parcel_of_waybill(waybill: str, *, actor: Actor) -> Parcel | None:
    """The parcel this waybill was issued for, whatever became of it."""
    found = Parcel.objects.visible_to(actor).select_related("order", "wave").filter(waybill=waybill)
    return found.first() if waybill else None


def newer_waybill(parcel: Parcel) -> str:
    """The label that replaced this one: the newest waybill still on its way for the same order."""
    if shared := shared_with(parcel):
        return shared.waybill
    newer = Parcel.objects.filter(order_id=parcel.order_id, pk__gt=parcel.pk, state__in=LIVE).exclude(waybill="")
    return newer.order_by("-pk").values_list("waybill", flat=True).first() or ""


def shared_with(parcel: Parcel) -> Parcel | None:
    """The parcel that goes on, under a new label, without the pieces that this one took out of it."""
    if parcel.split_from_id is None:
        return None
    return Parcel.objects.filter(pk=parcel.split_from_id, state__in=LIVE).exclude(waybill="").first()


class HandOver(NamedTuple):
    """How many parcels of a carrier left today, and how many stand weighed and waiting."""

    carrier: str
    shipped: int
    waiting: int


def hand_over_counts(*, actor: Actor, at: datetime) -> list[HandOver]:
    """Today's hand-over, carrier by carrier, as the small board by the door shows it."""
    shipped = Q(state=ParcelState.SHIPPED, shipped_at__gte=day_start(at))
    waiting = Q(state=ParcelState.WEIGHED)
    rows = (
        Parcel.objects.visible_to(actor)
        .filter(shipped | waiting)
        .values_list("carrier")
        .annotate(shipped=Count("pk", filter=shipped), waiting=Count("pk", filter=waiting))
        .order_by("carrier")
    )
    return [HandOver(*row) for row in rows]


def day_start(at: datetime) -> datetime:
    """Midnight of the moment's day where the company is."""
    return datetime.combine(company_day(at), time.min, tzinfo=company_zone())
