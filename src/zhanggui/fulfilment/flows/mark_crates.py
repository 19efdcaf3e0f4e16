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
from zhanggui.kernel.steps import move_to

BEFORE_SCALE = [
    ParcelState.PLANNED, ParcelState.WAVED, ParcelState.PRINTED, ParcelState.PICKED, ParcelState.VERIFIED,
]  # fmt: skip
_ROW = ("parcel_id", "state", "why", "marked_at", "marked_by", "back_by", "note")


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
    ids = [parcel.pk for parcel in ready]
    dropped = list(
        Crate.objects.filter(parcel_id__among=ids, state=CrateState.DROPPED).values_list("parcel_id", flat=True)
    )
    why = why.strip()
    move_to(Crate, dropped, CrateState.NEEDED, why=why, marked_at=at, marked_by=actor.name)
    fresh = insert_rows(
        Crate,
        _ROW,
        [(pk, CrateState.NEEDED.value, why, at, actor.name, "", "") for pk in ids],
        returning=("parcel_id",),
        on_conflict="(parcel_id) DO NOTHING",
    )

    announce([CrateMarked(pk, why) for pk in [*dropped, *(pk for (pk,) in fresh)]], actor=actor, at=at)
    return Outcome(done=ids, refused=refused)
