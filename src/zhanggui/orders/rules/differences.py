"""When the price difference of an exchange may be settled, and how. Pure."""

from decimal import Decimal

from zhanggui.kernel.doors.channel import PaymentMode
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.payments.states import DifferenceWay

GOES_ALONG = frozenset({PaymentMode.COD.value, PaymentMode.PREPAID.value})
"""Ways of paying by which a difference is collected or given back with everything else: it can only be waived."""


class DifferenceGone(Refusal):
    """The exchange of line {line} has ended; there is no difference any more."""


class DifferenceSettledAlready(Refusal):
    """The price difference of line {line} is settled already."""


class DifferenceNotSettled(Refusal):
    """The price difference of line {line} is not settled."""


class NoDifference(Refusal):
    """The exchange of line {line} makes no difference in price."""


class OtherWayRound(Refusal):
    """Line {line}: {amount} above zero is collected from the buyer, below zero it is paid back."""


class GoesAlong(Refusal):
    """Order {number}: the difference is collected or given back with its cash on delivery or prepaid balance."""


def check_settling(
    way: str, *, number: str, line: str, mode: str, amount: Decimal, settled: str, has_ended: bool
) -> None:
    if has_ended:
        raise DifferenceGone(line=line)
    if settled:
        raise DifferenceSettledAlready(line=line)
    if not amount:
        raise NoDifference(line=line)
    if (way == DifferenceWay.COLLECTED and amount < 0) or (way == DifferenceWay.PAID_BACK and amount > 0):
        raise OtherWayRound(line=line, amount=amount)
    if way != DifferenceWay.WAIVED and mode in GOES_ALONG:
        raise GoesAlong(number=number)
