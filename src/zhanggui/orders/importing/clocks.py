"""Deadlines of orders of which a version came late: as they would be, had every version come in its order."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from zhanggui.kernel.bulk import update_rows
from zhanggui.orders.models import Order, OrderSnapshot
from zhanggui.orders.rules.deadlines import Clock, Mark, clock_of_history
from zhanggui.orders.rules.versions import Arrival

_CLOCK = ("ship_by", "collect_by", "clock_paused_at", "paused_seconds")
_VERSION = ("order_id", "modified_at", "progress", "payload_hash", "kind", "clock_stands", "runs_out")


def set_clocks(order_ids: Collection[int], *, channel: str) -> list[int]:
    """The pauses of these locked orders are those of all their versions; answers those that have other deadlines now.
    No statement without orders.

    Of two contents of one moment the one that the order shows counts. An order with a version from before marks were
    kept stays as it is.
    """
    if not order_ids:
        return []
    orders = {
        pk: (bytes(digest), Clock(*clock))
        for pk, digest, *clock in Order.objects.filter(pk__among=set(order_ids)).values_list(
            "pk", "payload_hash", *_CLOCK
        )
    }
    marks: dict[int, dict[tuple[datetime, int], Mark]] = defaultdict(dict)
    unmarked: set[int] = set()
    newest: dict[int, datetime | None] = {}
    versions = OrderSnapshot.objects.filter(order_id__among=set(order_ids)).order_by("id")
    for order_id, at, progress, digest, kind, stands, runs_out in versions.values_list(*_VERSION):
        if stands is None:
            unmarked.add(order_id)
            continue
        is_shown = bytes(digest) == orders[order_id][0]
        if is_shown:
            newest[order_id] = runs_out
        if is_shown or (kind != Arrival.CONFLICT and (at, progress) not in marks[order_id]):
            marks[order_id][at, progress] = Mark(at, progress, stands)
    rows = []
    moved = []
    for order_id in sorted(newest.keys() - unmarked):
        now = orders[order_id][1]
        clock = clock_of_history(marks[order_id].values(), now=now, runs_out=newest[order_id], channel=channel)
        if clock != now:
            rows.append((order_id, *clock))
        if clock.deadlines != now.deadlines:
            moved.append(order_id)
    update_rows(Order, ("id",), _CLOCK, rows)
    return moved
