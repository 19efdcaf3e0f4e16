"""Write up what a shift leaves to the next: the open items of each warehouse as they stand now.

Afterwards each warehouse has a sheet 交接班 that names them; who leaves signs it, then who takes over. The sheet stays
as it was written, whatever becomes of the items.
"""

from collections.abc import Sequence
from datetime import datetime

import orjson
from django.db import transaction

from zhanggui.fulfilment.manifests.facts import ShiftSheetWritten
from zhanggui.fulfilment.models import ShiftSheet
from zhanggui.fulfilment.shifts.items import open_items
from zhanggui.fulfilment.states import ShiftState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.numbers import draw_numbers
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.orders.rules.hiding import masked
from zhanggui.people.models import Warehouse

_SHEET = (
    "number", "warehouse_id", "state", "note", "items", "open_items", "written_at", "written_by", "given_by",
    "taken_by", "taken_note",
)  # fmt: skip


@transaction.atomic
def write_shift_sheets(*, warehouse_ids: Sequence[int], note: str = "", actor: Actor, at: datetime) -> Outcome[int]:
    asked = Warehouse.objects.visible_to(actor).filter(pk__among=set(warehouse_ids))
    there = set(asked.values_list("pk", flat=True))
    ready = [pk for pk in dict.fromkeys(warehouse_ids) if pk in there]
    found = open_items(ready, at=at)
    words = masked(note.strip())
    numbers = draw_numbers("shift_sheet", "J", len(ready), at=at)
    rows = [
        (
            number, pk, ShiftState.WRITTEN.value, words, orjson.dumps([item.as_dict() for item in found[pk]]).decode(),
            sum(item.count for item in found[pk]), at, actor.name, "", "", "",
        )
        for number, pk in zip(numbers, ready, strict=True)
    ]  # fmt: skip
    ids = [pk for (pk,) in insert_rows(ShiftSheet, _SHEET, rows, returning=("id",))]
    announce([ShiftSheetWritten(pk, row[5]) for pk, row in zip(ids, rows, strict=True)], actor=actor, at=at)
    return Outcome(done=ids, refused=not_found("warehouse", warehouse_ids, there))
