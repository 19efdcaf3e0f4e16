"""Take back the last change of warehouse or carrier of parcels.

Afterwards each goes from the warehouse and with the carrier it had before, its stock held there; where the pieces were
taken by others meanwhile it is refused and stays.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.places.replacing import NothingToTakeBack, Wish, place_again
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal


@transaction.atomic
def restore_parcels(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    rows = locked(Parcel.objects.visible_to(actor), parcel_ids).values_list(
        "pk", "number", "choice__was_warehouse_id", "choice__was_carrier"
    )
    wishes = dict.fromkeys(parcel_ids, Wish())
    refused: dict[int, Refusal] = {}
    for pk, number, warehouse_id, carrier in rows:
        if warehouse_id is None:
            refused[pk] = NothingToTakeBack(number=number)
        wishes[pk] = Wish(warehouse_id, carrier or "")
    asked = {pk: wish for pk, wish in wishes.items() if pk not in refused}
    outcome = place_again(asked, actor=actor, at=at)
    return Outcome(outcome.done, outcome.refused | refused)
