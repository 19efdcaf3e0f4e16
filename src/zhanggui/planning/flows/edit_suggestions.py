"""Edit what will be ordered of suggestions.

Afterwards each holds the buyer's quantity beside the suggested one, which stays. One that had enough is proposed.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_each
from zhanggui.planning.facts import SuggestionEdited
from zhanggui.planning.models import Suggestion
from zhanggui.planning.rules.suggesting import MOST
from zhanggui.planning.states import SuggestionState

EDITABLE = {SuggestionState.PROPOSED, SuggestionState.ENOUGH}


class SuggestionDecided(Refusal):
    """It is no longer open: {state}."""


class QuantityUnsound(Refusal):
    """{quantity} pieces cannot be ordered: at least {least}, in packs of {pack}."""


@transaction.atomic
def edit_suggestions(*, quantities: Mapping[int, int], actor: Actor, at: datetime) -> Outcome[int]:
    rows = list(locked(Suggestion.objects.visible_to(actor), quantities))

    ready, refused = divide(rows, check=lambda row: _check(row, quantities[row.pk]), key=lambda row: row.pk)
    refused |= not_found("suggestion", quantities, [row.pk for row in rows])

    changed = [(row.pk, SuggestionState.PROPOSED.value, quantities[row.pk], actor.name[:80], at) for row in ready]
    move_each(Suggestion, ("quantity", "changed_by", "changed_at"), changed)

    announce([SuggestionEdited(row.pk, row.quantity, quantities[row.pk]) for row in ready], actor=actor, at=at)
    return Outcome(done=[row.pk for row in ready], refused=refused)


def _check(row: Suggestion, quantity: int) -> None:
    if row.state not in EDITABLE:
        raise SuggestionDecided(state=SuggestionState(row.state).label)
    pack, least = row.inputs["pack_size"], row.inputs["least_quantity"]
    if not max(least, 1) <= quantity <= MOST or quantity % pack:
        raise QuantityUnsound(quantity=quantity, least=least, pack=pack)
