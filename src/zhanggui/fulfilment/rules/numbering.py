"""Whether a parcel has its number, where an account is to give it."""

from zhanggui.fulfilment.states import Numbering
from zhanggui.kernel.refusal import Refusal


class WaybillAwaited(Refusal):
    """The waybill of parcel {number} is being asked for. It can be printed in a moment."""


class WaybillWaits(Refusal):
    """Parcel {number} waits: {reason}"""


class WaybillNotGiven(Refusal):
    """Parcel {number} has no waybill: {reason}"""


class NoNumbersThere(Refusal):
    """Order {number}: no account gives numbers of {carrier} at {warehouse}. Say which does, under “Accounts by
    warehouse”, or send it with another carrier."""


class NumberNotWanted(Refusal):
    """Parcel {number} does not want waybill {waybill} any more."""


def check_number(*, number: str, numbering: str, trouble: str) -> None:
    """Raises while the account that is to give the number of a parcel has not."""
    if numbering == Numbering.AWAITED and trouble:
        raise WaybillWaits(number=number, reason=trouble)
    if numbering == Numbering.AWAITED:
        raise WaybillAwaited(number=number)
    if numbering == Numbering.REFUSED:
        raise WaybillNotGiven(number=number, reason=trouble)
