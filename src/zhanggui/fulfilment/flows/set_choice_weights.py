"""Say how much each part of the score counts when warehouse and carrier are chosen.

Afterwards planning counts with these numbers; parts that are not named count as before.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.fulfilment.models import ChoiceWeight
from zhanggui.fulfilment.places.rows import refused_by, set_rows
from zhanggui.fulfilment.rules.choices import Weights
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal

MOST = 100_000


class WeightOutOfRange(Refusal):
    """A weight is a number from 0 to {most}."""


class WeightDraft(NamedTuple):
    """One part of the score, by the name of its field in the rules."""

    name: str
    value: int


@transaction.atomic
def set_choice_weights(*, weights: Sequence[WeightDraft], actor: Actor, at: datetime) -> Outcome[str]:
    drafts = {draft.name: draft for draft in weights}
    refused = refused_by(drafts, _check)
    rows = {name: draft for name, draft in drafts.items() if name not in refused}
    set_rows(ChoiceWeight, WeightDraft._fields, ("name",), rows, actor=actor, at=at)
    return Outcome(done=list(rows), refused=refused)


def _check(draft: WeightDraft) -> None:
    if draft.name not in Weights._fields:
        raise NotFound(what="weight", key=draft.name)
    if not 0 <= draft.value <= MOST:
        raise WeightOutOfRange(most=MOST)
