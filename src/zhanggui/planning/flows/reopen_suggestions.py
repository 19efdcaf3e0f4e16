"""Reopen suggestions that were approved or dropped.

Afterwards they are proposed again, unless a later plan has worked their SKU out meanwhile.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.planning.deciding import load
from zhanggui.planning.facts import SuggestionReopened
from zhanggui.planning.models import Suggestion
from zhanggui.planning.queries import planned_again
from zhanggui.planning.states import SuggestionState


class PlannedAgain(Refusal):
    """A later plan has worked {sku} out: its suggestion stands there."""


@transaction.atomic
def reopen_suggestions(*, suggestion_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    again = planned_again(suggestion_ids)

    def check(row: Suggestion) -> None:
        if row.pk in again:
            raise PlannedAgain(sku=row.sku.code)

    found = load(suggestion_ids, to=SuggestionState.PROPOSED, check=check, actor=actor)

    move_to(Suggestion, found.ids, SuggestionState.PROPOSED, changed_by=actor.name[:80], changed_at=at)

    announce([SuggestionReopened(row.pk) for row in found.ready], actor=actor, at=at)
    return Outcome(done=found.ids, refused=found.refused)
