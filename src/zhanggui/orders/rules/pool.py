"""The pool of orders that do not move: which cause counts, until when it is to be ended, and when it is escalated."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from zhanggui.orders.pool.states import PLACES, TERMS, Cause

LEAD = timedelta(hours=4)
"""So long before an order must have left its cause has to be ended: it is still to be picked and packed."""
LEAST = timedelta(minutes=15)
"""Nobody is asked to end a cause in less than this, however late the order is."""

STEPS = (50, 80, 100)
"""At these shares of its time, in per cent, a cause is escalated: warned, handed to the lead, late."""


class Found(NamedTuple):
    """One thing that keeps an order from moving, as whoever knows of it says it."""

    cause: str
    detail: str = ""
    since: datetime | None = None
    until: datetime | None = None


def first_of(found: Iterable[Found]) -> Found:
    """The one that counts: by the declared order of causes, then the one that ends last."""
    return min(found, key=_rank)


def _rank(one: Found) -> tuple[int, bool, float, str]:
    return (PLACES[one.cause], one.until is not None, -one.until.timestamp() if one.until else 0, one.detail)


def deadline_of(found: Found, *, since: datetime, ship_by: datetime | None, is_urgent: bool = False) -> datetime:
    """Until when the cause is to be ended: its own time, half of it when urgent, and soon enough before the order must
    have left. A hold that ends by itself is due at its end."""
    if found.until is not None:
        return max(found.until, since + LEAST)
    within = TERMS[found.cause].within / (2 if is_urgent else 1)
    due = since + within
    if ship_by is not None:
        due = min(due, ship_by - LEAD)
    return max(due, since + LEAST)


def share_gone(*, since: datetime, due: datetime, at: datetime) -> int:
    """Per cent of the time from `since` to `due` that is over."""
    whole = (due - since).total_seconds()
    return 100 if whole <= 0 else max(0, int(100 * (at - since).total_seconds() // whole))


def level_of(*, since: datetime, due: datetime, at: datetime) -> int:
    """How many steps of escalation are passed: 0 to 3."""
    gone = share_gone(since=since, due=due, at=at)
    return sum(gone >= step for step in STEPS)


def next_escalation(*, since: datetime, due: datetime, level: int) -> datetime | None:
    """When the step after `level` is reached; None when there is no further."""
    if level >= len(STEPS):
        return None
    return since + (due - since) * STEPS[level] / 100


CAUSE_OF_CHECK: dict[str, Cause] = {
    "paid": Cause.PAYMENT,
    "matched": Cause.UNMATCHED,
    "no_refund": Cause.REFUND,
    "no_platform_hold": Cause.PLATFORM,
    "not_sent": Cause.REFUSED,
    "no_address_change": Cause.ADDRESS_CHANGE,
    "no_item_change": Cause.ITEM_CHANGE,
    "receiver": Cause.RECEIVER,
    "floor_price": Cause.REFUSED,
    "buyer": Cause.REFUSED,
    "area": Cause.NO_PLACE,
    "stock": Cause.SHORTAGE,
    "payment": Cause.PAYMENT,
    "requests": Cause.REQUEST,
    "remark": Cause.REMARK,
    "duplicate": Cause.REFUSED,
    "holds": Cause.REVIEW,
}
"""Under which cause an order counts that a check of review refuses."""

LIVE_CHECKS = frozenset(
    {
        "paid", "matched", "payment", "requests", "no_refund", "no_platform_hold", "no_address_change",
        "no_item_change", "holds",
    }
)  # fmt: skip
"""Checks of review whose matter the pool looks at as it is now, not as the last review saw it."""

NAMED_CAUSES = frozenset({Cause.REFUSED, Cause.NO_PLACE})
"""Causes whose detail names the check, to be read as its sentence."""


def refused_by(trace: Iterable[Sequence[Any]], *, remark_handled: bool, since: datetime | None = None) -> list[Found]:
    """What of a refused review still stands in the way; when nothing of it does, that it may be asked again."""
    found = []
    for check, passed, seen, *_ in trace:
        if not passed and check not in LIVE_CHECKS and not (check == "remark" and remark_handled):
            cause = CAUSE_OF_CHECK[check]
            found.append(Found(cause, f"{check}: {seen}" if cause in NAMED_CAUSES else seen, since))
    return found or [Found(Cause.PASSABLE, "", since)]
