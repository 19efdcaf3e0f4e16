"""Print the papers of printed parcels once more, after a jam or a torn label.

Afterwards the number is the same and the count of prints is one higher, and shows on the label.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from zhanggui.fulfilment.collecting import collect_cash_again
from zhanggui.fulfilment.facts import ParcelPrinted
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.queries import stops_asked
from zhanggui.fulfilment.recalls.voiding import OldLabelStillOut, labels_out
from zhanggui.fulfilment.rules.parcels import check_step
from zhanggui.fulfilment.states import ON_PAPER
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found


@transaction.atomic
def reprint_parcels(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    parcels = list(locked(Parcel.objects.visible_to(actor), parcel_ids))
    asked = stops_asked(parcel_ids)
    out = labels_out(parcel.pk for parcel in parcels if not parcel.prints)

    def check(parcel: Parcel) -> None:
        check_step(
            number=parcel.number, waybill=parcel.waybill, state=parcel.state, needed=ON_PAPER,
            reason=parcel.stop_reason, asked=asked.get(parcel.pk, ""),
        )  # fmt: skip
        if parcel.pk in out:
            raise OldLabelStillOut(waybill=out[parcel.pk], number=parcel.number)

    ready, refused = divide(parcels, check=check, key=lambda parcel: parcel.pk)
    refused |= not_found("parcel", parcel_ids, (parcel.pk for parcel in parcels))

    ids = [parcel.pk for parcel in ready]
    Parcel.objects.filter(pk__among=ids).update(prints=F("prints") + 1)
    collect_cash_again(parcel.pk for parcel in ready if not parcel.prints)

    announce([ParcelPrinted(parcel.pk, parcel.waybill, parcel.prints + 1) for parcel in ready], actor=actor, at=at)
    return Outcome(done=ids, refused=refused)
