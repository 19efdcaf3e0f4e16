"""Record how far order lines have come.

Afterwards the line counters have moved by the given amounts, and each order's sums and state follow from them. The
caller, the warehouse, has locked the orders and moved the goods in the same transaction.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.steps import move_each
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


@transaction.atomic
def record_progress(*, lines: Sequence[Progress], actor: Actor, at: datetime) -> Outcome[int]:
    sums = _summed(lines)
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

    rows = []
    orders = Order.objects.filter(pk__among=list(change)).values_list(
        "pk", "state", "units", "units_claimed", "units_shipped"
    )
    for pk, state, units, claimed, shipped in orders:
        claimed, shipped = claimed + change[pk][0], shipped + change[pk][1]
        after = state_of_progress(state=state, units=units, units_claimed=claimed, units_shipped=shipped)
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
