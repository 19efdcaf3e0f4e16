"""Ask service about incidents of the floor: the question stands on the sheet of each order.

Afterwards the incidents wait for the answer, which will stand beside them. One that was asked about is asked once.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanggui.fulfilment.incidents.facts import IncidentAsked
from zhanggui.fulfilment.incidents.open import divide_open
from zhanggui.fulfilment.incidents.states import IncidentState
from zhanggui.fulfilment.models import Incident
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_each
from zhanggui.orders.flows.ask_questions import OrderQuestion, WordsMissing, ask_questions
from zhanggui.orders.rules.hiding import masked


class NoOrderToAskAbout(Refusal):
    """This incident is about no parcel, so there is no order on whose sheet a question could stand."""


class AskedBefore(Refusal):
    """Service was asked about this incident already."""


@transaction.atomic
def ask_about_incidents(*, incident_ids: Sequence[int], words: str, actor: Actor, at: datetime) -> Outcome[int]:
    if not words.strip():
        raise WordsMissing

    def check(incident: Any) -> None:
        if incident.parcel_id is None:
            raise NoOrderToAskAbout
        if incident.question_id is not None:
            raise AskedBefore

    ready, refused = divide_open(incident_ids, actor=actor, check=check)
    asked = ask_questions(
        questions=[OrderQuestion(one.pk, one.parcel__order_id, words) for one in ready], actor=actor, at=at
    )
    refused |= asked.refused
    ids = [one.pk for one in ready if one.pk not in asked.refused]

    pairs = zip(ids, asked.done, strict=True)
    move_each(Incident, ("question_id",), [(pk, IncidentState.ASKED.value, question) for pk, question in pairs])

    announce([IncidentAsked(pk, masked(words.strip())[:300]) for pk in ids], actor=actor, at=at)
    return Outcome(done=ids, refused=refused)
