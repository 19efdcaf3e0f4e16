"""Take parcels in that come back from the crate maker.

Afterwards they are in the house, in their crates, and may be weighed; one that was stopped meanwhile goes to the stop
basket.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import Crate, Parcel
from zhanggui.fulfilment.outside.facts import ParcelCameBack
from zhanggui.fulfilment.rules.crates import CrateNotOut
from zhanggui.fulfilment.states import CrateState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to


@transaction.atomic
def return_crates(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    parcels = list(
        locked(Parcel.objects.visible_to(actor), parcel_ids).values_list("pk", "number", "outside", named=True)
    )

    def check(parcel: Parcel) -> None:
        if not parcel.outside:
            raise CrateNotOut(number=parcel.number)

    ready, refused = divide(parcels, check=check, key=lambda parcel: parcel.pk)
    refused |= not_found("parcel", parcel_ids, (parcel.pk for parcel in parcels))
    ids = [parcel.pk for parcel in ready]
    trips = dict(Crate.objects.filter(pk__among=set(ids)).values_list("pk", "trip__number"))
    move_to(Crate, ids, CrateState.BACK, back_at=at, back_by=actor.name)
    Parcel.objects.filter(pk__among=set(ids)).update(outside=False)

    announce([ParcelCameBack(pk, trips.get(pk) or "") for pk in ids], actor=actor, at=at)
    return Outcome(done=ids, refused=refused)
