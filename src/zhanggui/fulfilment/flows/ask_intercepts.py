"""Ask carriers to bring parcels back.

Afterwards each case shows what its carrier said: accepted, refused, or asked and not answered yet; of a carrier that
does not answer at all the case stays as it was and is asked again. Calls are made outside any transaction, one per
carrier; asking twice is harmless.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanggui.fulfilment.models import Intercept
from zhanggui.fulfilment.recalls.facts import InterceptAnswered
from zhanggui.fulfilment.rules.intercepts import InterceptClosedAlready
from zhanggui.fulfilment.states import InterceptState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.carrier import CarrierDown, InterceptAnswer
from zhanggui.kernel.doors.carriers import CarrierUnknown, carrier_named
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_each
from zhanggui.orders.receivers.free_text import masked_for

_CASE = ("pk", "state", "parcel_id", "parcel__number", "parcel__waybill", "parcel__carrier", "parcel__order_id")
_STATES = {None: InterceptState.ASKED, True: InterceptState.ACCEPTED, False: InterceptState.REFUSED}
_ASKABLE = (InterceptState.OPEN, InterceptState.ASKED, InterceptState.REFUSED)


def ask_intercepts(*, intercept_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    rows = Intercept.objects.visible_to(actor).filter(pk__among=set(intercept_ids)).order_by("pk")
    cases: list[Any] = list(rows.values_list(*_CASE, named=True))

    refused = not_found("intercept", intercept_ids, (case.pk for case in cases))
    refused |= {
        case.pk: InterceptClosedAlready(number=case.parcel__number, state=InterceptState(case.state).label)
        for case in cases
        if case.state not in _ASKABLE
    }
    asked = [case for case in cases if case.pk not in refused]
    answers, silent = _ask(asked)
    words = {pk: answer.words for pk, answer in answers.items()} | {pk: why.sentence for pk, why in silent.items()}
    masked = masked_for((case.parcel__order_id, words[case.pk]) for case in asked)
    said = {case.pk: text[:200] for case, text in zip(asked, masked, strict=True)}
    done = _mark(answers, said, actor=actor, at=at)
    return Outcome(done=done, refused=refused | silent)


def _ask(cases: Sequence[Any]) -> tuple[dict[int, InterceptAnswer], dict[int, Refusal]]:
    answers: dict[int, InterceptAnswer] = {}
    silent: dict[int, Refusal] = {}
    for carrier in sorted({case.parcel__carrier for case in cases}):
        own = {case.pk: case.parcel__waybill for case in cases if case.parcel__carrier == carrier}
        try:
            said = carrier_named(carrier).intercept(waybills=list(own.values()))
        except (CarrierDown, CarrierUnknown) as refusal:
            silent |= dict.fromkeys(own, refusal)
        else:
            answers |= {pk: said[waybill] for pk, waybill in own.items()}
    return answers, silent


@transaction.atomic
def _mark(answers: Mapping[int, InterceptAnswer], said: Mapping[int, str], *, actor: Actor, at: datetime) -> list[int]:
    """What was said is on record, unless the case was closed meanwhile."""
    open_now = locked(Intercept.objects.filter(state__in=_ASKABLE), said)
    cases = list(open_now.values_list("pk", "parcel_id", "state", "tries", "asked_at", "answered_at", named=True))
    rows, facts = [], []
    for case in cases:
        answer = answers.get(case.pk)
        if answer is None:
            rows.append((case.pk, case.state, case.tries + 1, at, case.asked_at, case.answered_at, said[case.pk]))
            continue
        state = _STATES[answer.is_accepted]
        answered_at = case.answered_at if answer.is_accepted is None else at
        rows.append((case.pk, state.value, case.tries + 1, at, case.asked_at or at, answered_at, said[case.pk]))
        if state != case.state:
            facts.append(InterceptAnswered(case.parcel_id, state.value, said[case.pk]))
    move_each(Intercept, ("tries", "tried_at", "asked_at", "answered_at", "answer"), rows)
    announce(facts, actor=actor, at=at)
    return [case.pk for case in cases if case.pk in answers]
