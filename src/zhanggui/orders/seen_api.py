"""What a program saw of orders before it writes on them or vouches for them, as the public API asks for it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from django.db import transaction
from django.http import HttpRequest
from pydantic import Field

from zhanggui.kernel.api import Answered, answer, flow_actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.outcome import Outcome
from zhanggui.ui.desk.seen import changed_since
from zhanggui.ui.finding import desks

Seen = Annotated[
    dict[str, list[Any]],
    Field(
        max_length=10_000,
        description="By order id, `seen` of its row in the list of orders. One that somebody changed since is refused "
        "with each difference; one that is not named is not asked.",
    ),
]


def run_unchanged(
    flow: Callable[..., Outcome[int]],
    request: HttpRequest,
    *,
    order_ids: Sequence[int],
    seen: Mapping[str, Any],
    **asked: Any,
) -> Answered:
    """What the flow did with those of these orders that are still what was seen of them; the others are refused."""
    actor = flow_actor(request, flow.__name__)
    with transaction.atomic():
        refused = changed_since(desks()["orders"], order_ids, seen, actor) if seen else {}
        same = [pk for pk in order_ids if pk not in refused]
        outcome = flow(order_ids=same, **asked, actor=actor, at=now())
    return answer(Outcome(outcome.done, refused | outcome.refused))
