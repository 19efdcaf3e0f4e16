"""When one line of an order may be taken out before it is sent. Pure."""

from decimal import Decimal
from typing import NamedTuple

from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.rules.exchanges import LineHasLeft, OrderIsClosed
from zhanggui.orders.states import OPEN_STATES


class LineCancel(NamedTuple):
    """This line is not sent. `refund` is what the buyer gets back for it, None: all they paid for it."""

    line_id: int
    refund: Decimal | None = None


class CancelledAlready(Refusal):
    """Line {line} is cancelled already."""


class NothingElseLeft(Refusal):
    """Line {line} is the last one that is sent. Cancel the whole order instead."""


class RefundTooHigh(Refusal):
    """Line {line}: the buyer paid {amount}; the refund lies between nothing and that."""


class NotCancelledByUs(Refusal):
    """Line {line} was not cancelled by us, or the money is back with the buyer already."""


def check_cancel(
    cancel: LineCancel, *, number: str, amount: Decimal, order_state: str, is_cancelled: bool, has_left: bool
) -> None:
    if is_cancelled:
        raise CancelledAlready(line=number)
    if has_left:
        raise LineHasLeft(line=number)
    if order_state not in OPEN_STATES:
        raise OrderIsClosed(line=number)
    if cancel.refund is not None and not 0 <= cancel.refund <= amount:
        raise RefundTooHigh(line=number, amount=amount)
