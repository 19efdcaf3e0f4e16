"""By which numbers a platform knows what a parcel carries: its own, for whatever we send in place of its lines. And
which parcels left beside it."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F

from zhanggui.channels.models import Notice
from zhanggui.channels.rules import choose_line_numbers
from zhanggui.fulfilment.models import ParcelLine
from zhanggui.fulfilment.states import ParcelState
from zhanggui.orders.models import OrderLine
from zhanggui.orders.states import LineOrigin

_CARRIED = ("parcel_id", "order_line__order_id", "order_line__number", "order_line__source__number", "quantity")


def line_numbers(notices: Iterable[Notice]) -> dict[int, tuple[str, ...]]:
    """By notice, the platform's line numbers to name; none when the parcel carries all the platform sold.

    Gifts are nothing to the platform. A line sent as several parts is named once, with the parcel that was told first.
    Three statements.
    """
    asked = list(notices)
    order_ids = sorted({notice.order_id for notice in asked})
    ordered: dict[int, dict[str, int]] = defaultdict(dict)
    lines = OrderLine.objects.filter(order_id__among=order_ids, is_cancelled=False, is_replaced=False)
    for order_id, number, quantity in lines.exclude(origin=LineOrigin.GIFT).values_list(
        "order_id", "number", "ordered"
    ):
        ordered[order_id][number] = quantity

    carried: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    served: dict[tuple[int, str], str] = {}
    rows = ParcelLine.objects.filter(parcel_id__among=[notice.parcel_id for notice in asked])
    for parcel_id, order_id, number, source, quantity in rows.exclude(order_line__origin=LineOrigin.GIFT).values_list(
        *_CARRIED
    ):
        in_parcel = carried[parcel_id, order_id]
        in_parcel[number] = in_parcel.get(number, 0) + quantity
        if source:
            served[order_id, number] = source

    first = _first_told(order_ids) if served else {}
    found = {}
    for notice in asked:
        chosen = choose_line_numbers(
            ordered=ordered[notice.order_id], in_parcel=carried[notice.parcel_id, notice.order_id]
        )
        names = dict.fromkeys(served.get((notice.order_id, number), number) for number in chosen)
        fresh = [name for name in names if first.get((notice.order_id, name), notice.parcel_id) == notice.parcel_id]
        found[notice.pk] = tuple(fresh or names)
    return found


def parcels_beside(notices: Iterable[Notice]) -> dict[int, tuple[tuple[str, str], ...]]:
    """By notice, carrier and waybill of the order's other parcels that have left, in the order of their plans.

    Gifts are nothing to the platform, nor is what needed no waybill. One statement, none without notices.
    """
    asked = list(notices)
    if not asked:
        return {}
    rows = (
        ParcelLine.objects.filter(
            order_line__order_id__among=sorted({notice.order_id for notice in asked}),
            parcel__state=ParcelState.SHIPPED,
        )
        .exclude(order_line__origin=LineOrigin.GIFT)
        .exclude(parcel__waybill="")
        .order_by("parcel_id")
        .values_list("order_line__order_id", "parcel_id", "parcel__carrier", "parcel__waybill")
        .distinct()
    )
    left: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for order_id, parcel_id, carrier, waybill in rows:
        left[order_id].append((parcel_id, carrier, waybill))
    return {
        notice.pk: tuple(
            (carrier, waybill) for parcel_id, carrier, waybill in left[notice.order_id] if parcel_id != notice.parcel_id
        )
        for notice in asked
    }


def _first_told(order_ids: list[int]) -> dict[tuple[int, str], int]:
    """By order and line number, the parcel whose notice was queued first of those with lines of ours that serve it."""
    rows = ParcelLine.objects.filter(
        parcel__notices__order_id__among=order_ids,
        parcel__notices__order_id=F("order_line__order_id"),
        order_line__origin__in=[LineOrigin.PART, LineOrigin.EXCHANGE],
    ).order_by("-parcel__notices__id")
    names = rows.values_list("order_line__order_id", "order_line__source__number", "parcel_id")
    return {(order_id, number): parcel_id for order_id, number, parcel_id in names}
