"""Reads over parcels that span relations."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import NamedTuple

from django.db.models import Case, Count, Q, QuerySet, When
from django.utils.translation import gettext

from zhanggui.fulfilment.merging.travelling import why_not_yet
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.rules.merging import TravelsTogether
from zhanggui.fulfilment.rules.parcels import OrderReviewDue, stop_words
from zhanggui.fulfilment.states import LIVE, ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.clock import company_day, company_zone
from zhanggui.kernel.doors.carriers import known_carriers
from zhanggui.orders.models import Hold, Order, StuckOrder
from zhanggui.orders.pool.states import Cause
from zhanggui.orders.rules.states import PLANNING_HOLDS
from zhanggui.orders.ruling.decided import refused_for_what_ends
from zhanggui.orders.states import OPEN_STATES, HoldReason, OrderState

AT_ONCE = 1000
# Row by row (LATERAL, OFFSET 0): orders that say something are so few that reading all orders would look cheaper.
_SAYS = """
SELECT own.parcel_id, (SELECT carrier FROM fulfilment_parcel parcel WHERE parcel.id = own.parcel_id), said.*
FROM (SELECT DISTINCT line.parcel_id, bought.order_id FROM fulfilment_parcelline line
      CROSS JOIN LATERAL (SELECT order_id FROM orders_orderline WHERE id = line.order_line_id OFFSET 0) AS bought
      WHERE line.parcel_id = ANY(%s)) AS own
CROSS JOIN LATERAL (
    SELECT o.id, o.number, o.stop_reason, o.review_reason, o.open_holds,
           o.payment_mode <> 'paid' OR o.paid_at IS NULL OR o.difference > 0 AS is_gated, o.urgent,
           o.receiver_name_masked = '' OR o.receiver_mobile_masked = '' AS is_hidden,
           o.travels_with_id IS NOT NULL AS travels
    FROM orders_order o
    WHERE o.id = own.order_id AND (o.stop_reason <> '' OR o.review_reason <> '' OR o.open_holds > 0
        OR o.payment_mode <> 'paid' OR o.paid_at IS NULL OR o.difference > 0 OR o.urgent
        OR o.receiver_name_masked = '' OR o.receiver_mobile_masked = ''
        OR o.travels_with_id IS NOT NULL) OFFSET 0) AS said
ORDER BY own.parcel_id, said.id
"""


def orders_waiting_for(sku_ids: Sequence[int]) -> list[int]:
    """Every reviewed order held for want of stock that needs one of these SKUs, as stock is given away.

    Who was put first comes first, then the nearest deadline, then who paid first.
    """
    rows = Hold.objects.filter(
        reason=HoldReason.SHORTAGE,
        order__state__in=[OrderState.REVIEWED, OrderState.IN_WAREHOUSE, OrderState.PARTLY_SHIPPED],
        order__lines__sku_id__among=set(sku_ids),
    )
    ids = rows.order_by("-order__urgent", "order__ship_by", "order__paid_at", "order_id").values_list(
        "order_id", flat=True
    )
    return list(dict.fromkeys(ids))


def orders_without_place() -> list[int]:
    """Every order that nobody could send when it was planned, nearest deadline first."""
    rows = Hold.objects.filter(reason=HoldReason.NO_PLACE, order__state__in=OPEN_STATES)
    return list(rows.order_by("-order__urgent", "order__ship_by", "order_id").values_list("order_id", flat=True))


def orders_refused_for_reach() -> list[int]:
    """Every order that review refused, as far as is known only because nobody goes there."""
    rows = StuckOrder.objects.filter(cause=Cause.NO_PLACE, order__state=OrderState.TO_REVIEW)
    ids = rows.order_by("-order__urgent", "order__ship_by", "order_id").values_list("order_id", flat=True)
    return refused_for_what_ends(list(ids), also={"area"})


def reviewed_orders(order_ids: Sequence[int]) -> list[int]:
    """Those of these orders that wait for a parcel."""
    rows = Order.objects.filter(pk__among=set(order_ids), state=OrderState.REVIEWED)
    return list(rows.order_by("ship_by", "pk").values_list("pk", flat=True))


def skus_of_parcels(parcel_ids: Sequence[int]) -> list[int]:
    """The SKUs these parcels carry, or carried before they were voided."""
    skus = ParcelLine.objects.filter(parcel_id__among=set(parcel_ids)).values_list("order_line__sku_id", flat=True)
    return sorted({sku_id for sku_id in skus if sku_id is not None})


def orders_in(parcel_ids: Iterable[int]) -> list[int]:
    """The orders with pieces in these parcels, or in them before they were voided."""
    lines = ParcelLine.objects.filter(parcel_id__among=set(parcel_ids))
    return sorted(set(lines.values_list("order_line__order_id", flat=True)))


def orders_inside(parcel: Parcel) -> QuerySet[Order]:
    """The orders with pieces in this parcel, oldest first."""
    inside = ParcelLine.objects.filter(parcel=parcel).values("order_line__order_id")
    return Order.objects.filter(pk__in=inside).order_by("pk")


def stops_asked(parcel_ids: Iterable[int]) -> dict[int, str]:
    """Why parcels must stop, for those of which an order says so: one read of what is committed now.

    Read it after the parcels were locked: what was asked before the lock is then seen.
    """
    marked = ParcelLine.objects.filter(parcel_id__among=set(parcel_ids))
    marked = marked.exclude(order_line__order__stop_reason="").order_by("pk")
    return dict(marked.values_list("parcel_id", "order_line__order__stop_reason"))


class Marks(NamedTuple):
    """What the orders of parcels say of them, each by parcel."""

    stops: dict[int, str]
    """Why it must stop."""
    reviews: dict[int, OrderReviewDue]
    """That an order in it is to be reviewed again before it is on paper."""
    held: dict[int, str]
    """The number of its order that is held."""
    gated: list[tuple[int, int, str]]
    """(parcel, order, carrier) of every order whose money the platform has not simply taken, or that costs more now."""
    urgent: set[int]
    """An order in it goes before the others."""
    hidden: dict[int, str]
    """The number of its order whose receiver is not known in words that a label can carry."""
    apart: dict[int, TravelsTogether]
    """That an order which is to travel along is not in it."""


def marks_of(parcel_ids: Iterable[int]) -> Marks:
    """Everything the orders of these parcels say of them: one statement while none is held, or is to travel with
    another order.

    Read it after the parcels were locked, like `stops_asked`. What planning waits for holds nothing: it is in no
    parcel.
    """
    rows = fetch_rows(_SAYS, [list(set(parcel_ids))])
    waiting: Counter[int] = Counter()
    if any(holds for *_, holds, _, _, _, _ in rows):
        holds = Hold.objects.filter(order_id__among={row[2] for row in rows}, reason__in=PLANNING_HOLDS)
        waiting.update(holds.values_list("order_id", flat=True))
    travelling = {row[0] for row in rows if row[-1]}
    marks = Marks({}, {}, {}, [], set(), {}, why_not_yet(travelling) if travelling else {})
    for parcel_id, carrier, order_id, number, reason, review, holds, is_gated, urgent, is_hidden, _ in rows:
        if reason:
            marks.stops[parcel_id] = reason
        if review:
            marks.reviews.setdefault(parcel_id, OrderReviewDue(number=number, reason=stop_words(review)))
        if holds > waiting[order_id]:
            marks.held.setdefault(parcel_id, number)
        if is_gated:
            marks.gated.append((parcel_id, order_id, carrier))
        if urgent:
            marks.urgent.add(parcel_id)
        if is_hidden:
            marks.hidden.setdefault(parcel_id, number)
    return marks


def parcels_to_wave(*, warehouse_id: int | None = None, limit: int = AT_ONCE, actor: Actor) -> list[int]:
    """Planned parcels of which no order is held back; those with an urgent order first, then nearest deadline first."""
    held = Hold.objects.exclude(reason__in=PLANNING_HOLDS).values("order_id")
    back = Q(order_line__order_id__in=held) | ~Q(order_line__order__stop_reason="")
    back |= ~Q(order_line__order__review_reason="")
    lines = ParcelLine.objects.filter(parcel__state=ParcelState.PLANNED)
    urgent = lines.filter(order_line__order__urgent=True).values("parcel_id")
    parcels = Parcel.objects.visible_to(actor).filter(state=ParcelState.PLANNED)
    parcels = parcels.exclude(pk__in=lines.filter(back).values("parcel_id"))
    if warehouse_id is not None:
        parcels = parcels.filter(warehouse_id=warehouse_id)
    first = Case(When(pk__in=urgent, then=0), default=1)
    return list(parcels.order_by(first, "ship_by", "pk").values_list("pk", flat=True)[:limit])


def carrier_label(key: str) -> str:
    """The carrier by the name people say; its key when its connector is not installed."""
    carrier = known_carriers().get(key)
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
