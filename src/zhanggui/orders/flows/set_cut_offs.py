"""Say when warehouses print.

Afterwards the board of each shows these times and no others; none at all are the usual ones.
"""

from collections.abc import Sequence
from datetime import datetime, time
from typing import NamedTuple

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound
from zhanggui.orders.models import CutOff
from zhanggui.orders.pool.facts import CutOffsSet
from zhanggui.people.models import Warehouse


class CutOffDraft(NamedTuple):
    """The times of one warehouse, in the company's zone."""

    warehouse_id: int
    times: tuple[time, ...]


@transaction.atomic
def set_cut_offs(*, cut_offs: Sequence[CutOffDraft], actor: Actor, at: datetime) -> Outcome[int]:
    asked = {draft.warehouse_id: sorted({_minute(one) for one in draft.times}) for draft in cut_offs}
    known = Warehouse.objects.visible_to(actor).filter(pk__among=set(asked)).order_by("pk")
    seen = list(known.values_list("pk", flat=True))

    CutOff.objects.filter(warehouse_id__among=seen).delete()
    rows = [(pk, one) for pk in seen for one in asked[pk]]
    insert_rows(CutOff, ("warehouse_id", "at"), rows, on_conflict='("warehouse_id", "at") DO NOTHING')

    words = {pk: " ".join(f"{one:%H:%M}" for one in asked[pk]) for pk in seen}
    announce([CutOffsSet(pk, words[pk]) for pk in seen], actor=actor, at=at)
    return Outcome(done=seen, refused={pk: NotFound(what="warehouse", key=pk) for pk in set(asked) - set(seen)})


def _minute(moment: time) -> time:
    return moment.replace(second=0, microsecond=0)
