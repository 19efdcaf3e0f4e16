"""Write down what a carrier said about calling parcels back, when someone heard it by telephone.

Afterwards each case is accepted or refused, with the carrier's words; it stays open until the parcel has arrived
somewhere.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanggui.fulfilment.models import Intercept
from zhanggui.fulfilment.recalls.facts import InterceptAnswered
from zhanggui.fulfilment.rules.intercepts import check_case
from zhanggui.fulfilment.states import InterceptState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_each
from zhanggui.orders.receivers.free_text import masked_for


@transaction.atomic
def answer_intercepts(
    *, intercept_ids: Sequence[int], is_accepted: bool, words: str = "", actor: Actor, at: datetime
) -> Outcome[int]:
    wanted = InterceptState.ACCEPTED if is_accepted else InterceptState.REFUSED
    cases: list[Any] = list(
        locked(Intercept.objects.visible_to(actor), intercept_ids).values_list(
            "pk", "state", "parcel_id", "parcel__number", "parcel__order_id", named=True
        )
    )

    def check(case: Any) -> None:
        check_case(number=case.parcel__number, state=case.state, wanted=wanted)

    ready, refused = divide(cases, check=check, key=lambda case: case.pk)
    refused |= not_found("intercept", intercept_ids, (case.pk for case in cases))

    said = [text[:200] for text in masked_for((case.parcel__order_id, words.strip()) for case in ready)]
    rows = [(case.pk, wanted.value, at, text) for case, text in zip(ready, said, strict=True)]
    move_each(Intercept, ("answered_at", "answer"), rows)

    facts = [InterceptAnswered(case.parcel_id, wanted.value, text) for case, text in zip(ready, said, strict=True)]
    announce(facts, actor=actor, at=at)
    return Outcome(done=[case.pk for case in ready], refused=refused)
