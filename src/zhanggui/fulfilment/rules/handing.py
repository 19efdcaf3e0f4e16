"""When a parcel is handed to its carrier: with the next cut-off after its goods are there. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from zhanggui.orders.rules.cut_offs import CutOffDay, CutOffTime


def hand_over(times: Sequence[CutOffTime], carrier: str, *, after: datetime, zone: tzinfo) -> datetime:
    """The first cut-off of this carrier at or after that moment, that day or the next."""
    for at in (after, after + timedelta(days=1)):
        for window in CutOffDay(times, at=at, zone=zone).windows_for(carrier):
            if window.cut_off and window.cut_off >= after:
                return window.cut_off
    raise AssertionError("tomorrow has a cut-off")


def delay(part: datetime | None, whole: datetime | None) -> timedelta | None:
    """How much later than the whole the part leaves, below zero: earlier. None where one of the two is not known."""
    return None if part is None or whole is None else part - whole
