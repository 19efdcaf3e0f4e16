"""The flows as desks ask them: the same day and words for each line chosen, papers opened, nothing changed."""

from collections.abc import Sequence
from datetime import date, datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.purchasing.flows.promise_lines import Promise, promise_lines


def promise_chosen(*, line_ids: Sequence[int], day: date, reason: str = "", actor: Actor, at: datetime) -> Outcome[int]:
    return promise_lines(promises=[Promise(pk, day) for pk in line_ids], reason=reason, actor=actor, at=at)


def open_papers(*, purchase_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """Nothing changes; the papers of what was chosen are opened."""
    return Outcome(list(purchase_ids))
