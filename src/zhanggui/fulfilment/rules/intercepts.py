"""Calling parcels back after they have left: when it is possible, and how long a carrier may think about it."""

from datetime import datetime, timedelta

from zhanggui.fulfilment.states import INTERCEPT_STEPS, InterceptState, ParcelState
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.rules.windows import level_of

# UNCONFIRMED: no carrier publishes a time to answer; half a working day is what service staff expect.
ANSWER_WITHIN = timedelta(hours=4)


class NothingToIntercept(Refusal):
    """Parcel {number} is {state}; only one that has left is called back. Stop it instead."""


class InterceptOpenAlready(Refusal):
    """Parcel {number} is being called back already."""


class InterceptClosedAlready(Refusal):
    """Parcel {number}: the case is {state}; that is its end."""


class InterceptGoesElse(Refusal):
    """Parcel {number}: the case is {state}; it cannot become {wanted}."""


def level_of_case(*, opened_at: datetime, due_at: datetime, at: datetime) -> int:
    """The last mark of the time to answer that has passed: 0, 50, 80 or 100 percent."""
    window = due_at - opened_at
    return level_of(half_at=opened_at + window * 0.5, late_at=opened_at + window * 0.8, due_at=due_at, at=at)


def check_left(*, number: str, state: str, is_open: bool) -> None:
    if state != ParcelState.SHIPPED:
        raise NothingToIntercept(number=number, state=ParcelState(state).label)
    if is_open:
        raise InterceptOpenAlready(number=number)


def check_case(*, number: str, state: str, wanted: str) -> None:
    """The case may become `wanted`."""
    if not INTERCEPT_STEPS[state]:
        raise InterceptClosedAlready(number=number, state=InterceptState(state).label)
    if wanted not in INTERCEPT_STEPS[state]:
        raise InterceptGoesElse(number=number, state=InterceptState(state).label, wanted=InterceptState(wanted).label)
