"""Stop lots: a recall 召回.

Afterwards none of their pieces is promised to a picker or sold to a buyer, and whoever packs them is told: parcels that
carry them and have not left are stopped.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.facts import LotStopped
from zhanggui.inventory.lot_states import step_lots
from zhanggui.inventory.states import LotState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome


@transaction.atomic
def stop_lots(*, lot_ids: Sequence[int], reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    outcome, lots = step_lots(lot_ids, LotState.STOPPED, reason=reason, actor=actor, at=at)
    announce([LotStopped(lot.pk, lot.code, reason) for lot in lots], actor=actor, at=at)
    return outcome
