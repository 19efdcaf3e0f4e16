"""Parcels into the batches of their print times."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from zhanggui.fulfilment.models import BatchEntry, PrintBatch, PrintDay
from zhanggui.fulfilment.rules.batches import PrintCalendar
from zhanggui.fulfilment.states import BatchState
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.clock import company_zone
from zhanggui.kernel.locks import locked
from zhanggui.orders.models import CutOff
from zhanggui.orders.rules.cut_offs import CutOffTime

Key = tuple[int, datetime, str]
"""Warehouse, print time and carrier of a batch."""


class Entering(NamedTuple):
    """A parcel that needs a batch, by the moment from which it waits for one."""

    parcel_id: int
    warehouse_id: int
    carrier: str
    since: datetime


def calendars(warehouse_ids: Iterable[int]) -> dict[int, PrintCalendar]:
    """The print times of these warehouses. Two statements."""
    asked = set(warehouse_ids)
    times: dict[int, list[CutOffTime]] = defaultdict(list)
    rows = CutOff.objects.filter(warehouse_id__among=asked).order_by("at")
    for warehouse_id, at, carriers in rows.values_list("warehouse_id", "at", "carriers"):
        times[warehouse_id].append(CutOffTime(at, frozenset(carriers)))
    special: dict[int, dict[tuple[date, str], Sequence[time]]] = defaultdict(dict)
    days = PrintDay.objects.filter(warehouse_id__among=asked)
    for warehouse_id, day, carrier, its_times in days.values_list("warehouse_id", "on", "carrier", "times"):
        special[warehouse_id][day, carrier] = its_times
    zone = company_zone()
    return {pk: PrintCalendar(times[pk], special[pk], zone=zone) for pk in asked}


def enter(entering: Sequence[Entering], known: Mapping[int, PrintCalendar], *, at: datetime) -> int:
    """Each parcel is in the first batch of its warehouse and carrier that is not closed; answers how many are new.

    A batch that somebody closes just now takes nothing: its parcels find another one the next time.
    """
    if not entering:
        return 0
    closed = _closed({one.warehouse_id for one in entering}, min(one.since for one in entering))
    keys: dict[int, Key] = {}
    for one in entering:
        due = known[one.warehouse_id].due_for(one.since, one.carrier, is_closed=closed[one.warehouse_id, one.carrier])
        keys[one.parcel_id] = (one.warehouse_id, due, one.carrier)
    batches = _open(set(keys.values()))
    rows = [(batches[key], parcel_id, at, "") for parcel_id, key in keys.items() if key in batches]
    new = insert_rows(
        BatchEntry,
        ("batch_id", "parcel_id", "entered_at", "reason"),
        rows,
        on_conflict="(batch_id, parcel_id) DO UPDATE SET reason = ''",
        returning=("id",),
    )
    return len(new)


def _closed(warehouse_ids: Iterable[int], since: datetime) -> dict[tuple[int, str], dict[datetime, bool]]:
    """The print times from then on that are over, by warehouse and carrier."""
    found: dict[tuple[int, str], dict[datetime, bool]] = defaultdict(dict)
    rows = PrintBatch.objects.filter(warehouse_id__among=set(warehouse_ids), state=BatchState.CLOSED, due_at__gte=since)
    for warehouse_id, carrier, due_at in rows.values_list("warehouse_id", "carrier", "due_at"):
        found[warehouse_id, carrier][due_at] = True
    return found


def _open(keys: set[Key]) -> dict[Key, int]:
    """The open batches of these keys, made where there was none, locked."""
    insert_rows(
        PrintBatch,
        ("warehouse_id", "due_at", "carrier", "state", "printed", "missing", "closed_by"),
        [(*key, BatchState.OPEN.value, 0, 0, "") for key in sorted(keys)],
        on_conflict="DO NOTHING",
    )
    near = PrintBatch.objects.filter(
        warehouse_id__among={key[0] for key in keys}, due_at__in={key[1] for key in keys}
    ).values_list("pk", flat=True)
    rows = locked(PrintBatch.objects.all(), near).values_list("pk", "warehouse_id", "due_at", "carrier", "state")
    return {
        (warehouse_id, due_at, carrier): pk
        for pk, warehouse_id, due_at, carrier, state in rows
        if state == BatchState.OPEN and (warehouse_id, due_at, carrier) in keys
    }
