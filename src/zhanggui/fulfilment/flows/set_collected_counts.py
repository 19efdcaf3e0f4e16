"""Write down how many parcels a carrier says it collected on a day, where it sends no list.

Afterwards the report of parcel counts compares that number with what left. It is one number for each day, warehouse and
carrier; a later one takes its place.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.fulfilment.models import CollectedCount
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.rules.hiding import masked
from zhanggui.people.models import Warehouse


class Counted(NamedTuple):
    """What a carrier said of a day."""

    day: date
    warehouse_id: int
    carrier: str
    parcels: int
    note: str = ""

    @property
    def key(self) -> str:
        return f"{self.day}-{self.warehouse_id}-{self.carrier}"


class DayToCome(Refusal):
    """{day} is not over yet, nor has it begun."""


@transaction.atomic
def set_collected_counts(*, counts: Sequence[Counted], actor: Actor, at: datetime) -> Outcome[str]:
    each = {one.key: one for one in counts}
    there = set(Warehouse.objects.filter(pk__among={one.warehouse_id for one in counts}).values_list("pk", flat=True))
    outcome: Outcome[str] = Outcome()
    for key, one in each.items():
        if one.warehouse_id not in there or not actor.sees_warehouse(one.warehouse_id):
            outcome.refused[key] = NotFound(what="warehouse", key=one.warehouse_id)
        elif one.day > company_day(at):
            outcome.refused[key] = DayToCome(day=one.day)
        else:
            outcome.done.append(key)
    insert_rows(
        CollectedCount,
        ("day", "warehouse_id", "carrier", "parcels", "note", "said_at", "said_by"),
        [
            (one.day, one.warehouse_id, one.carrier, one.parcels, masked(one.note.strip()), at, actor.name)
            for one in map(each.__getitem__, outcome.done)
        ],
        on_conflict=(
            "(day, warehouse_id, carrier) DO UPDATE SET parcels = excluded.parcels, note = excluded.note, "
            "said_at = excluded.said_at, said_by = excluded.said_by"
        ),
    )
    return outcome
