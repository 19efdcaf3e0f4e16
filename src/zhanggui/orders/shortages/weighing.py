"""What weighing reads: which orders wait for goods, what they still need, and where pieces of it are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum

from zhanggui.inventory.models import Availability, Claim, Move
from zhanggui.inventory.queries import zone_stock
from zhanggui.inventory.states import ClaimState, LocationKind
from zhanggui.orders.models import Hold, Order, OrderLine, Review, ShortLine, ShortOrder
from zhanggui.orders.rules.shortages import ClaimedBy, SkuStock, Want
from zhanggui.orders.shortages.states import ShortCause
from zhanggui.orders.states import HoldReason, LineOrigin, OrderState

LOST_DAYS = 30
COUNTS = ("adjust_stock", "count_bins")
"""The causes under which a count moves what is gone."""
_PASSED = (OrderState.REVIEWED, OrderState.IN_WAREHOUSE, OrderState.PARTLY_SHIPPED)
_WAITS = frozenset({"stock", "matched"})
_ASIDE = {
    LocationKind.QUARANTINE: ShortCause.QUARANTINE,
    LocationKind.DEFECTIVE: ShortCause.DEFECTIVE,
    LocationKind.RECEIVING: ShortCause.NOT_PUT_AWAY,
}
_WANT = (
    "pk", "order_id", "sku_id", F("ordered") - F("claimed"), "origin", "order__urgent", "order__ship_by",
    "order__paid_at", "order__warehouse_wish_id",
)  # fmt: skip


class Waiting(NamedTuple):
    """An order that waits for goods, as far as its row on the board cares."""

    order_id: int
    shop_id: int
    ship_by: datetime | None
    paid_at: datetime | None
    money: Decimal


def failed_checks(trace: Iterable[Sequence[object]]) -> set[object]:
    """The checks that said no in a review."""
    return {row[0] for row in trace if row[1] is False}


def waiting_orders(order_ids: Iterable[int]) -> dict[int, Waiting]:
    """Those of these orders that wait for goods: short when planned, or refused by review for want of stock or SKU."""
    newest = Review.objects.filter(order=OuterRef("pk")).order_by("-pk")[:1]
    rows = (
        Order.objects.filter(pk__among=set(order_ids), state__in=[*_PASSED, OrderState.TO_REVIEW])
        .annotate(
            short=Subquery(Hold.objects.filter(order=OuterRef("pk"), reason=HoldReason.SHORTAGE).values("pk")),
            trace=Subquery(newest.values("trace")),
        )
        .order_by("pk")
        .values_list("pk", "shop_id", "ship_by", "paid_at", "paid", "state", "short", "trace")
    )
    found = {}
    for pk, shop_id, ship_by, paid_at, paid, state, short, trace in rows:
        refused = state == OrderState.TO_REVIEW and failed_checks(trace or ()) & _WAITS
        if short is not None or refused:
            found[pk] = Waiting(pk, shop_id, ship_by, paid_at, paid)
    return found


def skus_wanted(order_ids: Iterable[int]) -> set[int]:
    """The SKUs these orders still need, and those they were short of when they were weighed last."""
    asked = sorted(set(order_ids))
    open_lines = OrderLine.objects.filter(
        order_id__among=asked, is_cancelled=False, is_replaced=False, ordered__gt=F("claimed")
    )
    known = ShortLine.objects.filter(order_id__among=asked)
    rows = open_lines.values_list("sku_id", flat=True).union(known.values_list("sku_id", flat=True))
    return {sku_id for sku_id in rows if sku_id is not None}


def wants_for(sku_ids: Iterable[int], *, unmatched_of: Iterable[int]) -> list[Want]:
    """Every open line of a waiting order for one of these SKUs, and the unmatched lines of these orders.

    A line of another order that was of other goods when it was weighed stays there until its own order is weighed.
    """
    fits = Q(sku_id__in=sorted(sku_ids)) | Q(sku_id=None, order_id__in=sorted(unmatched_of))
    elsewhere = Exists(ShortLine.objects.filter(pk=OuterRef("pk")).exclude(sku_id=OuterRef("sku_id")))
    lines = OrderLine.objects.filter(
        fits, is_cancelled=False, is_replaced=False, ordered__gt=F("claimed"), order__shortage__isnull=False
    ).exclude(elsewhere & ~Q(order_id__in=sorted(unmatched_of)))
    return [
        Want(pk, order_id, sku_id, wanted, origin == LineOrigin.PART, bool(first), ship_by, paid_at, wish)
        for pk, order_id, sku_id, wanted, origin, first, ship_by, paid_at, wish in lines.values_list(*_WANT)
    ]


def stock_of(sku_ids: Iterable[int], *, at: datetime) -> dict[int, SkuStock]:
    """Where the pieces of these SKUs are, in four statements."""
    asked = sorted(set(sku_ids))
    free: dict[int, dict[int, int]] = defaultdict(dict)
    rows = Availability.objects.filter(sku_id__among=asked).annotate(free=F("sellable") - F("claimed"))
    for sku_id, warehouse_id, pieces in rows.values_list("sku_id", "warehouse_id", "free"):
        free[sku_id][warehouse_id] = pieces
    aside: dict[int, dict[str, int]] = defaultdict(dict)
    for _, sku_id, kind, on_hand in zone_stock(asked):
        if cause := _ASIDE.get(LocationKind(kind)):
            aside[sku_id][cause.value] = aside[sku_id].get(cause.value, 0) + on_hand
    lost = Move.objects.filter(
        sku_id__among=asked, cause__in=COUNTS, target__kind=LocationKind.LOSS, at__gte=at - timedelta(LOST_DAYS)
    )
    for sku_id, pieces in lost.values_list("sku_id").annotate(pieces=Sum("quantity")).order_by():
        aside[sku_id][ShortCause.LOST.value] = pieces
    claims = claims_on(asked)
    return {sku_id: SkuStock(free[sku_id], aside[sku_id], claims.get(sku_id, ())) for sku_id in asked}


def claims_on(sku_ids: Iterable[int]) -> dict[int, list[ClaimedBy]]:
    """The orders that hold pieces of these SKUs and have not got them from the shelf yet."""
    held = Claim.objects.filter(sku_id__among=set(sku_ids), state=ClaimState.HELD).values("sku_id")
    lines = OrderLine.objects.filter(
        sku_id__in=held, claimed__gt=F("picked"), order__state__in=[OrderState.IN_WAREHOUSE, OrderState.PARTLY_SHIPPED]
    )
    claims: dict[int, list[ClaimedBy]] = defaultdict(list)
    fields = ("sku_id", "order__ship_by", "order__paid_at", "order_id", F("claimed") - F("picked"))
    for sku_id, *rest in lines.order_by("order__ship_by", "order_id").values_list(*fields):
        if sku_id is not None:
            claims[sku_id].append(ClaimedBy(*rest))
    return claims


def orders_waiting_only_for_stock(sku_ids: Iterable[int]) -> list[int]:
    """Orders that need one of these SKUs and whose review, of the version they are now, found only stock wanting.

    In the order in which stock is given away.
    """
    newest = Review.objects.filter(order=OuterRef("pk")).order_by("-pk")[:1]
    short = ShortLine.objects.filter(sku_id__among=set(sku_ids)).values("order_id")
    rows = (
        Order.objects.filter(pk__in=short, state=OrderState.TO_REVIEW)
        .annotate(trace=Subquery(newest.values("trace")), reviewed=Subquery(newest.values("order_version")))
        .filter(reviewed=F("version"))
        .order_by("-urgent", "ship_by", "paid_at", "pk")
    )
    return [pk for pk, trace in rows.values_list("pk", "trace") if failed_checks(trace or ()) == {"stock"}]


def short_order_ids(order_ids: Iterable[int]) -> list[int]:
    """Those of these orders that stand on the board."""
    rows = ShortOrder.objects.filter(pk__among=set(order_ids))
    return sorted(rows.values_list("pk", flat=True))


def orders_short_of(sku_ids: Iterable[int], *, shop_ids: Iterable[int] | None = None) -> dict[int, list[int]]:
    """By SKU the orders that miss pieces of it, of all shops or these, who is served next first."""
    lines = ShortLine.objects.filter(sku_id__among=set(sku_ids), short__gt=0)
    if shop_ids is not None:
        lines = lines.filter(order__shop_id__in=shop_ids)
    found: dict[int, list[int]] = defaultdict(list)
    for sku_id, order_id in lines.order_by("sku_id", "place").values_list("sku_id", "order_id"):
        if sku_id is not None and order_id not in found[sku_id]:
            found[sku_id].append(order_id)
    return found
