"""Drop suggestions: they are not bought this time.

Afterwards they are out of the list, with the reason; the next plan works their SKUs out anew.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.steps import move_to
from zhanggui.planning.deciding import load
from zhanggui.planning.facts import SuggestionDropped
from zhanggui.planning.models import Suggestion
from zhanggui.planning.states import SuggestionState


@transaction.atomic
def drop_suggestions(*, suggestion_ids: Sequence[int], reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    found = load(suggestion_ids, to=SuggestionState.DROPPED, actor=actor)

    move_to(Suggestion, found.ids, SuggestionState.DROPPED, changed_by=actor.name[:80], changed_at=at)

    announce([SuggestionDropped(row.pk, reason) for row in found.ready], actor=actor, at=at)
    return Outcome(done=found.ids, refused=found.refused)
