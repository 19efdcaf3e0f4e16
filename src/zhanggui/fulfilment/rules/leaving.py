"""What of an order leaves the parcel it shares with others when the order must stop."""

from collections.abc import Sequence
from typing import NamedTuple

from zhanggui.orders.rules.impacts import Impact
from zhanggui.orders.states import Change, HoldReason

_LINE_BY_LINE = frozenset({HoldReason.REFUND.value, Change.LINES.value})
"""Reasons that concern the cancelled lines of an order only."""


class Travelling(NamedTuple):
    """A line of an order that must stop, in a parcel that is on its way."""

    line_id: int
    order_id: int
    is_cancelled: bool


class Stopping(NamedTuple):
    """The order, as far as its place in the parcel cares. `waits`: a hold, an unread remark, another receiver."""

    reason: str
    waits: bool
    impact: Impact = Impact.STOP

    @property
    def is_by_line(self) -> bool:
        """Only cancelled lines must go, if there are any."""
        return self.reason in _LINE_BY_LINE and not self.waits


def leaving_lines(stopping: Stopping, lines: Sequence[Travelling], *, is_shared: bool) -> list[int]:
    """The lines that must go.

    A refund that is settled, or a line taken out, takes only what is cancelled and the gifts that hang on it, as long
    as nothing else keeps the order; anything else takes all of it, because the whole order waits then, and the others
    in the box should not wait with it. A parcel of one order stops whole when its platform changed it; what we took
    out ourselves leaves the rest as it was reviewed.
    """
    gone = [line.line_id for line in lines if line.is_cancelled]
    if stopping.is_by_line and gone and (is_shared or stopping.reason == Change.LINES):
        return gone
    return [line.line_id for line in lines]
