"""The flows as the desks ask them."""

from collections.abc import Sequence
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.planning.flows.edit_suggestions import edit_suggestions


def edit_alike(*, suggestion_ids: Sequence[int], quantity: int, actor: Actor, at: datetime) -> Outcome[int]:
    return edit_suggestions(quantities=dict.fromkeys(suggestion_ids, quantity), actor=actor, at=at)
