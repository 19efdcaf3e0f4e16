"""Open put walls, or change them.

Afterwards each wall stands in its warehouse with these cells, in use; one that was closed is in use again.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.fulfilment.models import Wall
from zhanggui.fulfilment.models.wall import MOST_CELLS
from zhanggui.fulfilment.states import WallState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.people.models import Warehouse

LONGEST_CODE = 16


class WallDraft(NamedTuple):
    """A wall as it stands there."""

    warehouse_id: int
    code: str
    rows: int
    columns: int
    name: str = ""


class WallCodeBad(Refusal):
    """“{code}” cannot be the code of a wall: give 1 to {limit} characters without blanks."""


class WallSizeBad(Refusal):
    """Wall {code} needs at least one row and one column, and at most {limit} cells."""


@transaction.atomic
def open_walls(*, walls: Sequence[WallDraft], actor: Actor, at: datetime) -> Outcome[str]:
    visible = Warehouse.objects.visible_to(actor).filter(pk__among={wall.warehouse_id for wall in walls})
    warehouse_ids = set(visible.values_list("pk", flat=True))

    def check(wall: WallDraft) -> None:
        if wall.warehouse_id not in warehouse_ids:
            raise NotFound(what="warehouse", key=wall.warehouse_id)
        if not 0 < len(wall.code) <= LONGEST_CODE or wall.code.split() != [wall.code]:
            raise WallCodeBad(code=wall.code, limit=LONGEST_CODE)
        if wall.rows < 1 or wall.columns < 1 or wall.rows * wall.columns > MOST_CELLS:
            raise WallSizeBad(code=wall.code, limit=MOST_CELLS)

    upper = [wall._replace(code=wall.code.upper()) for wall in walls]
    ready, refused = divide(upper, check=check, key=lambda wall: wall.code)

    once = {(wall.warehouse_id, wall.code): wall for wall in ready}
    insert_rows(
        Wall,
        ("warehouse_id", "code", "name", "rows", "columns", "state"),
        [(w.warehouse_id, w.code, w.name, w.rows, w.columns, WallState.OPEN.value) for w in once.values()],
        on_conflict="ON CONSTRAINT wall_code_once DO UPDATE SET name = EXCLUDED.name, rows = EXCLUDED.rows, "
        "columns = EXCLUDED.columns, state = EXCLUDED.state",
    )
    return Outcome(done=list(dict.fromkeys(wall.code for wall in ready)), refused=refused)
