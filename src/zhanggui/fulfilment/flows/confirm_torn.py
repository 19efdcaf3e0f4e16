"""Confirm that void labels are torn up 撕单确认: each was held under the scanner.

Afterwards the label is out no more, and what replaces it may be printed. A stopped parcel whose goods never left their
bins is void with it; one that was picked still has to bring its goods to the stop basket.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.facts import ParcelVoided
from zhanggui.fulfilment.models import Parcel, Pick
from zhanggui.fulfilment.recalls.voiding import tear_labels
from zhanggui.fulfilment.rules.parcels import UnknownWaybill
from zhanggui.fulfilment.states import ParcelState, PickState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to

_PARCEL = ("pk", "waybill", "state", "stop_reason", "void_label__torn_at", "void_label__torn_by")


class LabelGood(Refusal):
    """Label {waybill} is good. Do not tear it up."""

    sound = "wrong_barcode"


class TornAlready(Refusal):
    """Label {waybill} was confirmed before, by {who}."""

    sound = "already_scanned"


class NeverOnPaper(Refusal):
    """Label {waybill} was never printed; there is nothing to tear up."""

    sound = "stopped"


@transaction.atomic
def confirm_torn(*, waybills: Sequence[str], actor: Actor, at: datetime) -> Outcome[str]:
    named = Parcel.objects.filter(waybill__among={waybill for waybill in waybills if waybill})
    parcels = {
        parcel.waybill: parcel
        for parcel in locked(Parcel.objects.visible_to(actor), named.values_list("pk", flat=True)).values_list(
            *_PARCEL, named=True
        )
    }

    done: list[str] = []
    refused: dict[str, Refusal] = {}
    for waybill in dict.fromkeys(waybills):
        try:
            _check_void(waybill, parcels.get(waybill))
        except Refusal as refusal:
            refused[waybill] = refusal
        else:
            done.append(waybill)
    ids = [parcels[waybill].pk for waybill in done]
    picked = Pick.objects.filter(parcel_line__parcel_id__among=ids, state=PickState.PICKED)
    with_goods = set(picked.values_list("parcel_line__parcel_id", flat=True))
    empty = [parcels[waybill] for waybill in done if parcels[waybill].pk not in with_goods]

    tear_labels(ids, actor=actor, at=at)
    move_to(Parcel, [parcel.pk for parcel in empty], ParcelState.VOID)

    announce([ParcelVoided(parcel.pk, parcel.stop_reason) for parcel in empty], actor=actor, at=at)
    return Outcome(done=done, refused=refused)


def _check_void(waybill: str, parcel: Parcel | None) -> None:
    if parcel is None:
        raise UnknownWaybill(waybill=waybill)
    if parcel.void_label__torn_at is not None:  # type: ignore[attr-defined]  # annotated by the read
        who = parcel.void_label__torn_by  # type: ignore[attr-defined]  # the same
        raise TornAlready(waybill=waybill, who=who) if who else NeverOnPaper(waybill=waybill)
    if parcel.state != ParcelState.STOPPED:
        raise LabelGood(waybill=waybill)
