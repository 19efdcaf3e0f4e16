"""The print batches of a day as the print clerk sees them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Q

from zhanggui.fulfilment.models import BatchEntry, PrintBatch
from zhanggui.fulfilment.queries import carrier_label
from zhanggui.fulfilment.states import AT_TABLE, UNPRINTED, BatchState, ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_zone
from zhanggui.orders.models import Hold
from zhanggui.orders.states import HoldReason

GONE = (ParcelState.VOID, ParcelState.MERGED, ParcelState.STOPPED)
"""Nothing of these is to be printed."""
WAITED_FOR = (
    Q(parcel__state__in=UNPRINTED)
    | Q(parcel__state=ParcelState.PRINTED, parcel__label_proven_at__isnull=True)
    | Q(parcel__state__in=AT_TABLE, parcel__prints=0)
)
"""Nobody has seen a label of these; it may come only at the table."""
"""Not on paper yet, or nobody has said that the label is out."""
MOST_NAMED = 200


class Missing(NamedTuple):
    """A parcel of a batch that is not printed, and what holds it, as far as its order says."""

    parcel_id: int
    number: str
    state: str
    hold: str


class BatchRow(NamedTuple):
    """A batch with its counts; when it is closed, those of its closing."""

    batch: PrintBatch
    carrier: str
    printed: int
    total: int
    missing: Sequence[Missing]
    went_over: Sequence[tuple[int, str, str]]

    @property
    def is_open(self) -> bool:
        return self.batch.state == BatchState.OPEN


class PrintTime(NamedTuple):
    """All batches of one print time."""

    due_at: datetime
    rows: Sequence[BatchRow]
    is_due: bool

    @property
    def printed(self) -> int:
        return sum(row.printed for row in self.rows)

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)

    @property
    def left(self) -> int:
        return self.total - self.printed

    @property
    def open_ids(self) -> str:
        return ",".join(str(row.batch.pk) for row in self.rows if row.is_open)

    @property
    def closed_by(self) -> str:
        return "、".join(dict.fromkeys(row.batch.closed_by for row in self.rows if not row.is_open))


def print_times(warehouse_id: int, day: date, *, actor: Actor, at: datetime) -> list[PrintTime]:
    """The print times of that day, and earlier ones that are still open. Five statements."""
    start = datetime.combine(day, time(), tzinfo=company_zone())
    that_day = Q(due_at__gte=start, due_at__lt=start + timedelta(days=1))
    overdue = Q(due_at__lt=start, state=BatchState.OPEN)
    batches = PrintBatch.objects.visible_to(actor).filter(that_day | overdue, warehouse_id=warehouse_id)
    rows = list(batches.order_by("due_at", "carrier"))
    ids = [batch.pk for batch in rows]
    counted, missing, over = _counts(ids), _missing(ids), _went_over(ids)
    times: dict[datetime, list[BatchRow]] = defaultdict(list)
    for batch in rows:
        printed, total = counted.get(batch.pk, (0, 0))
        if batch.state == BatchState.CLOSED:
            printed, total = batch.printed, batch.printed + batch.missing
        if total or batch.state == BatchState.CLOSED:
            times[batch.due_at].append(
                BatchRow(batch, carrier_label(batch.carrier), printed, total, missing[batch.pk], over[batch.pk])
            )
    return [PrintTime(due_at, own, due_at <= at) for due_at, own in times.items()]


def _counts(batch_ids: Sequence[int]) -> Mapping[int, tuple[int, int]]:
    rows = BatchEntry.objects.filter(batch_id__among=batch_ids, reason="").exclude(parcel__state__in=GONE)
    counted = rows.values_list("batch_id").annotate(printed=Count("pk", filter=~WAITED_FOR), total=Count("pk"))
    return {batch_id: (printed, total) for batch_id, printed, total in counted}


def _missing(batch_ids: Sequence[int]) -> Mapping[int, list[Missing]]:
    """What is not printed yet, with what holds it."""
    waiting = BatchEntry.objects.filter(WAITED_FOR, batch_id__among=batch_ids, reason="", batch__state=BatchState.OPEN)
    rows: list[tuple[Any, ...]] = list(
        waiting.order_by("parcel__ship_by", "parcel_id").values_list(
            "batch_id", "parcel_id", "parcel__number", "parcel__state", "parcel__order_id"
        )
    )
    holds = Hold.objects.filter(order_id__among={row[-1] for row in rows}).order_by("pk")
    held = {order_id: str(HoldReason(reason).label) for order_id, reason in holds.values_list("order_id", "reason")}
    found: dict[int, list[Missing]] = defaultdict(list)
    for batch_id, parcel_id, number, state, order_id in rows:
        if len(found[batch_id]) < MOST_NAMED:
            found[batch_id].append(Missing(parcel_id, number, str(ParcelState(state).label), held.get(order_id, "")))
    return found


def _went_over(batch_ids: Sequence[int]) -> Mapping[int, list[tuple[int, str, str]]]:
    rows = BatchEntry.objects.filter(batch_id__among=batch_ids).exclude(reason="").order_by("parcel_id")
    found: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for batch_id, parcel_id, number, reason in rows.values_list("batch_id", "parcel_id", "parcel__number", "reason"):
        if len(found[batch_id]) < MOST_NAMED:
            found[batch_id].append((parcel_id, number, reason))
    return found
