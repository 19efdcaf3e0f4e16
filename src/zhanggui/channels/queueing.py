"""Notices of parcels that have left, one per parcel and order."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.db.models import F, QuerySet

from zhanggui.channels.models import Notice
from zhanggui.channels.states import NoticeState
from zhanggui.fulfilment.models import ParcelLine
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.locks import locked
from zhanggui.orders.models import Order
from zhanggui.orders.states import LineOrigin

_NOTICE = ("shop_id", "order_id", "parcel_id", "state", "tries", "trouble", "queued_at")


class _Carried(NamedTuple):
    """A line of an order in a parcel; one of ours names the channel's line it serves."""

    parcel_id: int
    order_id: int
    shop_id: int
    origin: str
    source_id: int | None


def lock_orders(parcel_ids: Iterable[int]) -> None:
    """What is queued for one parcel depends on the notices of others of its orders: one after the other."""
    orders = ParcelLine.objects.filter(parcel_id__among=set(parcel_ids))
    list(locked(Order.objects.all(), orders.values_list("order_line__order_id", flat=True)).values_list("pk"))


def queue_parcels(lines: QuerySet[ParcelLine], *, at: datetime) -> None:
    """Each parcel and order of these lines has its notice; one that has it already keeps it. Three statements.

    A platform knows only what it sold: a parcel with nothing but gifts, or with the rest of a bundle of which an
    earlier parcel was told, is no news to it.
    """
    rows = lines.values_list(
        "parcel_id", "order_line__order_id", "order_line__order__shop_id", "order_line__origin", "order_line__source_id"
    )
    carried = [_Carried(*row) for row in rows.distinct().order_by("parcel_id", "order_line__order_id")]
    insert_rows(
        Notice,
        _NOTICE,
        [
            (one.shop_id, one.order_id, one.parcel_id, str(NoticeState.QUEUED), 0, "", at)
            for one in _news(carried, told=_told(carried))
        ],
        on_conflict='("parcel_id", "order_id") DO NOTHING',
    )


def _told(carried: Iterable[_Carried]) -> set[int]:
    """The channel's lines of which a notice told already, by another parcel with lines of ours that serve them."""
    sources = sorted({one.source_id for one in carried if one.source_id is not None})
    if not sources:
        return set()
    rows = ParcelLine.objects.filter(
        order_line__source_id__among=sources, parcel__notices__order_id=F("order_line__order_id")
    ).exclude(order_line__origin=LineOrigin.GIFT)
    return {source_id for source_id in rows.values_list("order_line__source_id", flat=True) if source_id is not None}


def _news(carried: Iterable[_Carried], *, told: set[int]) -> Iterator[_Carried]:
    """One of each parcel and order that the platform has not heard all of."""
    for _, group in groupby(carried, key=lambda one: (one.parcel_id, one.order_id)):
        rows = list(group)
        served = {one.source_id for one in rows if one.origin != LineOrigin.GIFT and one.source_id is not None}
        if any(one.origin == LineOrigin.CHANNEL for one in rows) or served - told:
            told |= served
            yield rows[0]
