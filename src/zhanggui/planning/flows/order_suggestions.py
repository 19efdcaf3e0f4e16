"""Mark approved suggestions as ordered, with the paper they were ordered on.

Afterwards plans count them as approved no more: what comes is told by the order.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.steps import move_to
from zhanggui.planning.deciding import load
from zhanggui.planning.facts import SuggestionOrdered
from zhanggui.planning.models import Suggestion
from zhanggui.planning.states import SuggestionState


@transaction.atomic
def order_suggestions(*, suggestion_ids: Sequence[int], paper: str, actor: Actor, at: datetime) -> Outcome[int]:
    found = load(suggestion_ids, to=SuggestionState.ORDERED, actor=actor)

    move_to(Suggestion, found.ids, SuggestionState.ORDERED, changed_by=actor.name[:80], changed_at=at)

    announce([SuggestionOrdered(row.pk, row.quantity, paper) for row in found.ready], actor=actor, at=at)
    return Outcome(done=found.ids, refused=found.refused)
