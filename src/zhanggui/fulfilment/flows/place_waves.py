"""Say at which put wall waves are sorted 播种墙.

Afterwards each wave names its wall: the one whose code was scanned, else the one it had, its strategy's, or the
smallest in use with room for it, one that no other wave fills before one that does. A wave larger than every wall
names none.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max

from zhanggui.fulfilment.models import Parcel, Wall, Wave
from zhanggui.fulfilment.states import ParcelState, WallState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal


class WallOfAnotherHouse(Refusal):
    """Wave {wave} is not in the warehouse of this wall, or the wall is closed."""


class WallTooSmall(Refusal):
    """Wall {wall} has {cells} cells; wave {wave} needs {needed}. Take a larger one."""


@transaction.atomic
def place_waves(*, wave_ids: Sequence[int], wall_id: int | None = None, actor: Actor, at: datetime) -> Outcome[int]:
    waves = list(locked(Wave.objects.visible_to(actor), wave_ids).select_related("strategy"))
    inside = Parcel.objects.filter(wave_id__among={wave.pk for wave in waves})
    needed = dict(inside.values_list("wave_id").annotate(last=Max("cell")).order_by())
    known = Wall.objects.filter(warehouse_id__among={wave.warehouse_id for wave in waves}, state=WallState.OPEN)
    walls = {wall.pk: wall for wall in known.annotate(room=F("rows") * F("columns")).order_by("room", "code")}
    filling = Parcel.objects.filter(wave__wall_id__among=set(walls), state=ParcelState.PICKED)
    taken = dict(filling.values_list("wave__wall_id", "wave_id"))

    def fits(wall: Wall | None, wave: Wave) -> bool:
        return wall is not None and wall.warehouse_id == wave.warehouse_id and wall.cells >= (needed.get(wave.pk) or 0)

    def check(wave: Wave) -> None:
        wall = walls.get(wall_id or 0)
        if wall_id is None:
            return
        if wall is None or wall.warehouse_id != wave.warehouse_id:
            raise WallOfAnotherHouse(wave=wave.number)
        if not fits(wall, wave):
            raise WallTooSmall(wall=wall.code, cells=wall.cells, wave=wave.number, needed=needed[wave.pk])

    def chosen(wave: Wave) -> int | None:
        first = [wall_id, wave.wall_id, wave.strategy.wall_id if wave.strategy else None]
        free = [pk for pk in walls if taken.get(pk, wave.pk) == wave.pk]
        return next((pk for pk in [*first, *free, *walls] if pk and fits(walls.get(pk), wave)), None)

    ready, refused = divide(waves, check=check, key=lambda wave: wave.pk)
    refused |= not_found("wave", wave_ids, (wave.pk for wave in waves))
    places = {wave: chosen(wave) for wave in ready}
    update_rows(Wave, ("id",), ("wall_id",), [(wave.pk, pk) for wave, pk in places.items() if pk != wave.wall_id])
    return Outcome(done=[wave.pk for wave in ready], refused=refused)
