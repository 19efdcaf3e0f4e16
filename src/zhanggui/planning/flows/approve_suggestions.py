"""Approve suggestions: they are to be ordered.

Afterwards a later plan counts them as on their way, until they are ordered or taken back.
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
from zhanggui.planning.facts import SuggestionApproved
from zhanggui.planning.models import Suggestion
from zhanggui.planning.states import SuggestionState


class SupplierMissing(Refusal):
    """Nobody offers {sku} on terms in force: agree on terms with a supplier first, then plan again."""


@transaction.atomic
def approve_suggestions(*, suggestion_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    found = load(suggestion_ids, to=SuggestionState.APPROVED, check=_check, actor=actor)

    move_to(Suggestion, found.ids, SuggestionState.APPROVED, changed_by=actor.name[:80], changed_at=at)

    announce([SuggestionApproved(row.pk, row.quantity) for row in found.ready], actor=actor, at=at)
    return Outcome(done=found.ids, refused=found.refused)


def _check(row: Suggestion) -> None:
    if row.supplier_id is None:
        raise SupplierMissing(sku=row.sku.code)
