"""Close put walls.

Afterwards nothing more is sorted into them; opened again they are as they were.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import Wall
from zhanggui.fulfilment.states import WallState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.steps import move_to


@transaction.atomic
def close_walls(*, wall_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    states = dict(locked(Wall.objects.visible_to(actor), wall_ids).values_list("pk", "state"))
    move_to(Wall, [pk for pk, state in states.items() if state == WallState.OPEN], WallState.CLOSED)
    return Outcome(
        done=[pk for pk in dict.fromkeys(wall_ids) if pk in states], refused=not_found("wall", wall_ids, states)
    )
