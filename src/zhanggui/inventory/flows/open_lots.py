"""Open lots that were stopped.

Afterwards their pieces may be sold again, as far as their life allows.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.facts import LotOpened
from zhanggui.inventory.lot_states import step_lots
from zhanggui.inventory.states import LotState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome


@transaction.atomic
def open_lots(*, lot_ids: Sequence[int], reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    outcome, lots = step_lots(lot_ids, LotState.OPEN, reason=reason, actor=actor, at=at)
    announce([LotOpened(lot.pk, lot.code, reason) for lot in lots], actor=actor, at=at)
    return outcome
