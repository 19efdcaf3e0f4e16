"""Say that parcels get no crate after all.

Afterwards they go on without one, whatever a rule says of them.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import Crate, Parcel
from zhanggui.fulfilment.outside.facts import CrateDropped
from zhanggui.fulfilment.rules.crates import CrateStands
from zhanggui.fulfilment.states import CrateState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to


@transaction.atomic
def drop_crates(*, parcel_ids: Sequence[int], reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    list(locked(Parcel.objects.visible_to(actor), parcel_ids).values_list("pk"))
    crates = list(Crate.objects.visible_to(actor).filter(pk__among=set(parcel_ids)).select_related("parcel"))

    def check(crate: Crate) -> None:
        if crate.state != CrateState.NEEDED:
            raise CrateStands(number=crate.parcel.number)

    ready, refused = divide(crates, check=check, key=lambda crate: crate.pk)
    refused |= not_found("crate", parcel_ids, (crate.pk for crate in crates))
    ids = [crate.pk for crate in ready]
    move_to(Crate, ids, CrateState.DROPPED, note=reason.strip())

    announce([CrateDropped(pk, reason.strip()) for pk in ids], actor=actor, at=at)
    return Outcome(done=ids, refused=refused)
