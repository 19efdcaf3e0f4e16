"""Say when the crate maker comes to warehouses.

Afterwards what goes out is due at the next of these times; none at all are the usual ones.
"""

from collections.abc import Sequence
from datetime import datetime, time
from typing import NamedTuple

from django.db import transaction

from zhanggui.fulfilment.models import CrateTimes
from zhanggui.fulfilment.outside.facts import CrateTimesSet
from zhanggui.fulfilment.rules.crates import USUAL
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.people.models import Warehouse


class CrateTimesDraft(NamedTuple):
    """The times of one warehouse; none: the usual ones."""

    warehouse_id: int
    times: tuple[time, ...] = USUAL


@transaction.atomic
def set_crate_times(*, drafts: Sequence[CrateTimesDraft], actor: Actor, at: datetime) -> Outcome[int]:
    asked = {draft.warehouse_id: sorted(set(draft.times)) or list(USUAL) for draft in drafts}
    known = list(
        Warehouse.objects.visible_to(actor).filter(pk__among=set(asked)).order_by("pk").values_list("pk", flat=True)
    )
    CrateTimes.objects.bulk_create(
        [CrateTimes(warehouse_id=pk, times=asked[pk]) for pk in known],
        update_conflicts=True, unique_fields=["warehouse"], update_fields=["times"],
    )  # fmt: skip
    announce([CrateTimesSet(pk, " ".join(f"{one:%H:%M}" for one in asked[pk])) for pk in known], actor=actor, at=at)
    return Outcome(done=known, refused=not_found("warehouse", asked, known))
