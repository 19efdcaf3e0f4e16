"""Close intercept cases: the parcel is back in the house, or the buyer has it all the same.

Afterwards the case is closed with its end. What becomes of returned goods is for whoever receives returns.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanggui.fulfilment.models import Intercept
from zhanggui.fulfilment.recalls.facts import InterceptClosed
from zhanggui.fulfilment.rules.intercepts import check_case
from zhanggui.fulfilment.states import InterceptState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to
from zhanggui.orders.rules.hiding import masked


@transaction.atomic
def close_intercepts(
    *, intercept_ids: Sequence[int], is_returned: bool, note: str = "", actor: Actor, at: datetime
) -> Outcome[int]:
    end = InterceptState.RETURNED if is_returned else InterceptState.DELIVERED
    cases: list[Any] = list(
        locked(Intercept.objects.visible_to(actor), intercept_ids).values_list(
            "pk", "state", "parcel_id", "parcel__number", named=True
        )
    )

    def check(case: Any) -> None:
        check_case(number=case.parcel__number, state=case.state, wanted=end)

    ready, refused = divide(cases, check=check, key=lambda case: case.pk)
    refused |= not_found("intercept", intercept_ids, (case.pk for case in cases))

    move_to(Intercept, [case.pk for case in ready], end, closed_at=at, closed_by=actor.name[:80])

    announce(
        [InterceptClosed(case.parcel_id, end.value, masked(note.strip())[:200]) for case in ready], actor=actor, at=at
    )
    return Outcome(done=[case.pk for case in ready], refused=refused)
