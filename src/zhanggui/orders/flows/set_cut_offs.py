"""Say when warehouses print.

Afterwards the board of each shows these times and no others; none at all are the usual ones.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.carriers import carrier_named
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.orders.models import CutOff
from zhanggui.orders.pool.facts import CutOffsSet
from zhanggui.orders.rules.cut_offs import CutOffTime, tidied
from zhanggui.people.models import Warehouse


class CutOffDraft(NamedTuple):
    """The times of one warehouse."""

    warehouse_id: int
    times: tuple[CutOffTime, ...]


@transaction.atomic
def set_cut_offs(*, cut_offs: Sequence[CutOffDraft], actor: Actor, at: datetime) -> Outcome[int]:
    asked = {draft.warehouse_id: tidied(draft.times) for draft in cut_offs}
    for carrier in {carrier for times in asked.values() for one in times for carrier in one.carriers}:
        carrier_named(carrier)
    known = Warehouse.objects.visible_to(actor).filter(pk__among=set(asked)).order_by("pk")
    seen = list(known.values_list("pk", flat=True))

    CutOff.objects.filter(warehouse_id__among=set(seen)).delete()
    rows = [CutOff(warehouse_id=pk, at=one.at, carriers=sorted(one.carriers)) for pk in seen for one in asked[pk]]
    CutOff.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["warehouse_id", "at"], update_fields=["carriers"]
    )

    announce([CutOffsSet(pk, " ".join(map(_words, asked[pk]))) for pk in seen], actor=actor, at=at)
    return Outcome(done=seen, refused=not_found("warehouse", asked, seen))


def _words(one: CutOffTime) -> str:
    named = ",".join(sorted(one.carriers))
    return f"{one.at:%H:%M}({named})" if named else f"{one.at:%H:%M}"
