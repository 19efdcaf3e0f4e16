"""Move goods between bins of a warehouse 移仓.

Afterwards the pieces of each carry done lie in their new bin. What pickers were promised stays where they look for it.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.storing.carrying import carry
from zhanggui.storing.rules.carrying import CarryDraft
from zhanggui.storing.states import CarryKind


@transaction.atomic
def move_stock(*, carries: Sequence[CarryDraft], actor: Actor, at: datetime) -> Outcome[UUID]:
    """From one bin for sale to another. Answers by `client_id`."""
    outcome, _carried, _shelves = carry(carries, kind=CarryKind.MOVED, actor=actor, at=at)
    return outcome
