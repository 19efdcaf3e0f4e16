"""Mark parcels that get a crate.

Afterwards each is on the list for the crate maker and cannot be weighed before it was there; one that is on it stays.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import Crate, Parcel
from zhanggui.fulfilment.outside.facts import CrateMarked
from zhanggui.fulfilment.rules.parcels import check_step
from zhanggui.fulfilment.states import CrateState, ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found

BEFORE_SCALE = [
    ParcelState.PLANNED, ParcelState.WAVED, ParcelState.PRINTED, ParcelState.PICKED, ParcelState.VERIFIED,
]  # fmt: skip
_ROW = ("parcel_id", "state", "why", "marked_at", "marked_by", "back_by", "note")
_AGAIN = (
    "(parcel_id) DO UPDATE SET state = EXCLUDED.state, why = EXCLUDED.why, marked_at = EXCLUDED.marked_at, "
    "marked_by = EXCLUDED.marked_by WHERE fulfilment_crate.state = 'dropped'"
)


@transaction.atomic
def mark_crates(*, parcel_ids: Sequence[int], why: str, actor: Actor, at: datetime) -> Outcome[int]:
    rows = locked(Parcel.objects.visible_to(actor), parcel_ids)
    parcels = list(rows.values_list("pk", "number", "waybill", "state", "stop_reason", named=True))

    def check(parcel: Parcel) -> None:
        check_step(
            number=parcel.number, waybill=parcel.waybill, state=parcel.state, needed=BEFORE_SCALE,
            reason=parcel.stop_reason,
        )  # fmt: skip

    ready, refused = divide(parcels, check=check, key=lambda parcel: parcel.pk)
    refused |= not_found("parcel", parcel_ids, (parcel.pk for parcel in parcels))
    marked = insert_rows(
        Crate,
        _ROW,
        [(parcel.pk, CrateState.NEEDED.value, why.strip(), at, actor.name, "", "") for parcel in ready],
        returning=("parcel_id",),
        on_conflict=_AGAIN,
    )

    announce([CrateMarked(pk, why.strip()) for (pk,) in marked], actor=actor, at=at)
    return Outcome(done=[parcel.pk for parcel in ready], refused=refused)
