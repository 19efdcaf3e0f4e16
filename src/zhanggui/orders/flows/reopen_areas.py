"""Serve areas again.

Afterwards orders to these areas pass review like any other.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound
from zhanggui.orders.facts import AreaReopened
from zhanggui.orders.models import UnreachableArea


@transaction.atomic
def reopen_areas(*, area_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    closed = {area.pk: str(area) for area in locked(UnreachableArea.objects.all(), area_ids)}
    UnreachableArea.objects.filter(pk__among=set(closed)).delete()

    announce([AreaReopened(pk, name) for pk, name in closed.items()], actor=actor, at=at)
    missing = set(area_ids) - set(closed)
    return Outcome(done=list(closed), refused={pk: NotFound(what="area", key=pk) for pk in missing})
