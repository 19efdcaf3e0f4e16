"""Labels that are void: put on record with the stop, torn up on the floor, and keeping back what replaces them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from zhanggui.fulfilment.models import Parcel, ParcelLine, VoidLabel
from zhanggui.fulfilment.recalls.facts import LabelTorn
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows, update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.refusal import Refusal

_LABEL = ("parcel_id", "waybill", "carrier", "order_ids", "voided_at", "torn_at")


class OldLabelStillOut(Refusal):
    """Parcel {number} replaces label {waybill}, which is still out. Scan it torn at “Torn labels”, then print."""

    sound = "stopped"


def void_labels(parcels: Sequence[Parcel], orders: Mapping[int, Iterable[int]], *, at: datetime) -> None:
    """The labels of these parcels, stopped in this transaction, are void; the carrier is still to be told.

    `orders` were on the label of each parcel. A number that was never printed is void like the others, but no paper of
    it is out.
    """
    rows = [
        (parcel.pk, parcel.waybill, parcel.carrier, sorted(set(orders[parcel.pk])), at, None if parcel.prints else at)
        for parcel in parcels
    ]
    copy_rows(VoidLabel, _LABEL, rows)


def labels_out(parcel_ids: Iterable[int]) -> dict[int, str]:
    """For each of these parcels that holds an order of a void label nobody has seen torn yet, its number.

    Whatever became of the orders that were on the paper, none of them gets another while it is out. One statement
    while none is. Read it after the parcels were locked.
    """
    out = VoidLabel.objects.filter(torn_at__isnull=True).order_by("pk")
    waybill_of = {order_id: waybill for waybill, own in out.values_list("waybill", "order_ids") for order_id in own}
    if not waybill_of:
        return {}
    inside = ParcelLine.objects.filter(
        parcel_id__among=set(parcel_ids), order_line__order_id__among=set(waybill_of)
    ).values_list("parcel_id", "order_line__order_id")
    return {parcel_id: waybill_of[order_id] for parcel_id, order_id in inside}


def tear_labels(parcel_ids: Sequence[int], *, actor: Actor, at: datetime) -> None:
    """The labels of these parcels that are still out are torn up, seen by who scanned them. The parcels are locked."""
    out = VoidLabel.objects.filter(parcel_id__among=set(parcel_ids), torn_at__isnull=True)
    torn = list(out.values_list("pk", "parcel_id", "waybill"))
    update_rows(VoidLabel, ("id",), ("torn_at", "torn_by"), [(pk, at, actor.name[:80]) for pk, _, _ in torn])
    announce([LabelTorn(parcel_id, waybill, "") for _, parcel_id, waybill in torn], actor=actor, at=at)
