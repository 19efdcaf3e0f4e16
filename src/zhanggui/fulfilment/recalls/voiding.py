"""Labels that are void: put on record with the stop, torn up on the floor, and keeping back what replaces them."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import F

from zhanggui.fulfilment.facts import LabelTorn
from zhanggui.fulfilment.models import Parcel, VoidLabel
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.refusal import Refusal

_LABEL = ("parcel_id", "waybill", "carrier", "voided_at")


class OldLabelStillOut(Refusal):
    """Parcel {number} replaces label {waybill}, which is still out. Scan it torn at “Torn labels”, then print."""

    sound = "stopped"


def void_labels(parcels: Sequence[Parcel], *, at: datetime) -> None:
    """The labels of these parcels, stopped in this transaction, are void; the carrier is still to be told."""
    insert_rows(VoidLabel, _LABEL, [(parcel.pk, parcel.waybill, parcel.carrier, at) for parcel in parcels])


def labels_out(parcel_ids: Iterable[int]) -> dict[int, str]:
    """For each of these parcels that replaces a void label nobody has seen torn yet, its number.

    A parcel replaces the labels of earlier parcels of its orders; the rest of a shared box, the label that the
    refunded pieces took along. Read it after the parcels were locked.
    """
    ids = set(parcel_ids)
    out = VoidLabel.objects.filter(torn_at__isnull=True).order_by("-pk")
    if not out.exists():
        return {}
    shared = out.filter(parcel__split_from_id__among=ids).values_list("parcel__split_from_id", "waybill")
    later = "parcel__lines__order_line__order__lines__parcel_lines__parcel_id"
    earlier = out.filter(**{f"{later}__among": ids, f"{later}__gt": F("parcel_id")}).values_list(later, "waybill")
    return {parcel_id: waybill for parcel_id, waybill in (*shared, *earlier) if parcel_id is not None}


def tear_labels(parcel_ids: Sequence[int], *, actor: Actor, at: datetime) -> None:
    """The labels of these parcels that are still out are torn up, seen by who scanned them. The parcels are locked."""
    out = VoidLabel.objects.filter(parcel_id__among=set(parcel_ids), torn_at__isnull=True)
    torn = list(out.values_list("pk", "parcel_id", "waybill"))
    update_rows(VoidLabel, ("id",), ("torn_at", "torn_by"), [(pk, at, actor.name[:80]) for pk, _, _ in torn])
    announce([LabelTorn(parcel_id, waybill, "") for _, parcel_id, waybill in torn], actor=actor, at=at)
