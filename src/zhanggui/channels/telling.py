"""Notices as the platforms want them, and what each answer does to its notice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least

from zhanggui.channels.facts import ShipmentRefused, ShipmentTold
from zhanggui.channels.flows.warn_of_told_parcels import STAYING, warn_of_told_parcels
from zhanggui.channels.models import Notice
from zhanggui.channels.naming import line_numbers, parcels_beside
from zhanggui.channels.speaking import TROUBLE_LENGTH
from zhanggui.channels.states import NoticeState
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.doors.channel import GROUP as CHANNELS
from zhanggui.kernel.doors.channel import ShipmentNotice, TellingWay
from zhanggui.kernel.doors.channel_refusals import PASSING
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.orders.models import Order

_MOST_TRIES = 9999


@dataclass(frozen=True, slots=True)
class Telling:
    """One notice, ready for the connector."""

    notice_id: int
    shop_id: int
    order_id: int
    parcel_id: int
    shipment: ShipmentNotice


def read_tellings(notice_ids: Sequence[int], *, actor: Actor) -> list[Telling]:
    """The queued ones among these notices, in the order given, in five statements, or six where a platform hears of
    whole orders.

    What was taken back into the house is not told, even before its notice is withdrawn. A platform that wants whole
    orders hears nothing of one before its last parcel has left.
    """
    notices = {
        notice.pk: notice
        for notice in Notice.objects.visible_to(actor)
        .filter(pk__among=set(notice_ids), state=NoticeState.QUEUED, parcel__state=ParcelState.SHIPPED)
        .select_related("order", "parcel", "shop")
        .only(
            "shop__channel",
            "order_id",
            "parcel_id",
            "order__number",
            "order__units",
            "order__units_shipped",
            "parcel__carrier",
            "parcel__waybill",
        )
    }
    ways = {notice.pk: way_of(notice.shop.channel) for notice in notices.values()}
    notices = {
        pk: notice for pk, notice in notices.items() if ways[pk] is not TellingWay.WHOLE_ORDER or has_left(notice.order)
    }
    numbers = line_numbers(notices.values())
    beside = parcels_beside(notice for pk, notice in notices.items() if ways[pk] is TellingWay.WHOLE_ORDER)
    return [
        Telling(
            notice_id=notice.pk,
            shop_id=notice.shop_id,
            order_id=notice.order_id,
            parcel_id=notice.parcel_id,
            shipment=ShipmentNotice(
                order_number=notice.order.number,
                carrier=notice.parcel.carrier,
                waybill=notice.parcel.waybill,
                line_numbers=numbers[notice.pk] if ways[notice.pk] is TellingWay.PER_LINE else (),
                completes_order=has_left(notice.order),
                beside=beside.get(notice.pk, ()),
            ),
        )
        for notice in (notices[key] for key in dict.fromkeys(notice_ids) if key in notices)
    ]


def way_of(channel: str) -> TellingWay:
    """How the platform of this connector wants to be told; one that does not say is told line by line."""
    return getattr(installed(CHANNELS).get(channel), "telling", TellingWay.PER_LINE)


def has_left(order: Order) -> bool:
    """Whether every piece that is still to be sent has left."""
    return order.units_shipped >= order.units


@transaction.atomic
def mark_told(telling: Telling, *, actor: Actor, at: datetime) -> None:
    """The platform shows the parcel. A notice that another worker marked meanwhile stays as it is.

    One that was withdrawn while the platform was being told is on record again: the platform knows, and should the
    parcel be stopped, someone is warned.
    """
    if not _still_queued(telling) and not _put_back(telling, at=at):
        return
    move_to(Notice, [telling.notice_id], NoticeState.TOLD, told_at=at, tries=_ONE_MORE, trouble="")
    if Parcel.objects.filter(pk=telling.parcel_id, state__in=STAYING).exists():
        warn_of_told_parcels(parcel_ids=[telling.parcel_id], actor=actor, at=at)
    announce([ShipmentTold(telling.order_id, telling.shipment.waybill)], actor=actor, at=at)


@transaction.atomic
def mark_refused(telling: Telling, refusal: Refusal, *, actor: Actor, at: datetime) -> None:
    """The platform does not take it; a person must look. A refusal that passes leaves the notice queued."""
    if not _still_queued(telling):
        return
    trouble = refusal.sentence.replace("\0", "")[:TROUBLE_LENGTH]
    if isinstance(refusal, PASSING):
        Notice.objects.filter(pk=telling.notice_id).update(tries=_ONE_MORE, trouble=trouble)
        return
    move_to(Notice, [telling.notice_id], NoticeState.REFUSED, tries=_ONE_MORE, trouble=trouble)
    announce([ShipmentRefused(telling.order_id, telling.shipment.waybill, trouble)], actor=actor, at=at)


_ONE_MORE = Least(F("tries") + 1, _MOST_TRIES)


def _put_back(telling: Telling, *, at: datetime) -> bool:
    """Whether the notice is here again, to be marked. One queued anew for the parcel's next leaving is told by itself.

    The parcel is locked, so that whoever stops it now comes before or after.
    """
    if not locked(Parcel.objects.all(), [telling.parcel_id]).values_list("pk").first():
        return False
    back = insert_rows(
        Notice,
        ("id", "shop_id", "order_id", "parcel_id", "state", "tries", "trouble", "queued_at"),
        [
            (
                telling.notice_id,
                telling.shop_id,
                telling.order_id,
                telling.parcel_id,
                NoticeState.QUEUED.value,
                0,
                "",
                at,
            )
        ],
        returning=("id",),
        on_conflict="DO NOTHING",
    )
    return bool(back)


def _still_queued(telling: Telling) -> bool:
    notices = locked(Notice.objects.filter(state=NoticeState.QUEUED), [telling.notice_id])
    return notices.values_list("pk", flat=True).first() is not None
