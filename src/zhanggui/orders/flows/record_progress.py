"""Record how far order lines have come.

Afterwards the line counters have moved by the given amounts, and each order's sums and state follow from them; what
the platform changed on a line that was claimed is taken over once no piece of it is under way. The caller, the
warehouse, moves the goods in the same transaction.

Who moves `claimed` or `shipped` holds the locks of the orders, because their sums and state are worked out from what is
read here. `picked` and `packed` stand on the lines alone, are added in place, and need no lock but their parcel's.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Q, Sum

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.steps import move_each
from zhanggui.orders.lines.waiting import take_over_waiting
from zhanggui.orders.models import Order, OrderLine
from zhanggui.orders.rules.progress import state_of_progress


class Progress(NamedTuple):
    """Pieces to add to each counter of one line; negative when work is taken back."""

    line_id: int
    claimed: int = 0
    picked: int = 0
    packed: int = 0
    shipped: int = 0


_COUNTERS = ("claimed", "picked", "packed", "shipped")
_TO_SEND = Q(lines__is_cancelled=False, lines__is_replaced=False)
_LEFT = Sum(F("lines__ordered") - F("lines__shipped"), filter=_TO_SEND, default=0)


@transaction.atomic
def record_progress(*, lines: Sequence[Progress], actor: Actor, at: datetime) -> Outcome[int]:
    sums = sorted(_summed(lines))
    columns = [name for name in _COUNTERS if any(getattr(line, name) for line in sums)] or ["claimed"]
    moved = update_rows(
        OrderLine,
        ("id",),
        columns,
        [(line.line_id, *(getattr(line, name) for name in columns)) for line in sums],
        add=True,
        returning=("id", "order_id"),
    )
    order_of = dict(moved)
    if not any(line.claimed or line.shipped for line in lines):
        return Outcome(done=sorted(set(order_of.values())))

    change: dict[int, list[int]] = {}
    for line in lines:
        both = change.setdefault(order_of[line.line_id], [0, 0])
        both[0] += line.claimed
        both[1] += line.shipped

    take_over_waiting(list(change), actor=actor, at=at)
    rows = []
    orders = (
        Order.objects.filter(pk__among=set(change), lines__order_id__among=set(change))
        .values_list("pk", "state", "channel_state", "cancelled_by", "units_claimed", "units_shipped", "review_reason")
        .annotate(left=_LEFT)
    )
    for pk, state, channel, cancelled_by, claimed, shipped, review, left in orders:
        claimed, shipped = claimed + change[pk][0], shipped + change[pk][1]
        after = state_of_progress(
            state=state,
            channel=channel,
            is_cancelled_by_us=cancelled_by != "",
            units_left=left,
            units_claimed=claimed,
            units_shipped=shipped,
            is_leaving=change[pk][1] > 0,
            is_review_due=review != "",
        )
        rows.append((pk, after, claimed, shipped))
    move_each(Order, ("units_claimed", "units_shipped"), rows)
    return Outcome(done=sorted(change))


def _summed(lines: Sequence[Progress]) -> list[Progress]:
    sums: dict[int, Progress] = {}
    for line in lines:
        before = sums.get(line.line_id)
        sums[line.line_id] = (
            Progress(line.line_id, *(a + b for a, b in zip(before[1:], line[1:], strict=True))) if before else line
        )
    return list(sums.values())
