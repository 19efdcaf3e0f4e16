"""When goods at the crate maker must be back, and which may go out or come in. Pure."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta, tzinfo

from zhanggui.fulfilment.states import CrateState
from zhanggui.kernel.refusal import Refusal

USUAL = (time(9, 30), time(14, 30), time(16, 30))
"""When the crate maker comes, where nobody has said otherwise."""
LEAST = timedelta(hours=1)
"""A crate is not made sooner."""


class ParcelOutside(Refusal):
    """Parcel {number} is out at the crate maker. Scan it in when it is back."""

    sound = "stopped"


class CrateNotNeeded(Refusal):
    """Parcel {number} is not marked for a crate. Mark it in the list of parcels first."""


class CrateNotOut(Refusal):
    """Parcel {number} is not out at the crate maker."""

    sound = "already_scanned"


class CrateAway(Refusal):
    """Parcel {number} is out already, taken by {taken_by}."""

    sound = "already_scanned"


class CrateStands(Refusal):
    """Parcel {number} is in its crate, or on the way there. That stays."""


class TakerMissing(Refusal):
    """Write who takes the goods."""


def due_back(times: Sequence[time], *, out_at: datetime, zone: tzinfo) -> datetime:
    """The next coming of the crate maker, at least an hour after the goods went out."""
    for day in range(3):
        local = (out_at + timedelta(days=day)).astimezone(zone)
        for one in sorted(times or USUAL):
            moment = local.replace(hour=one.hour, minute=one.minute, second=0, microsecond=0)
            if moment >= out_at + LEAST:
                return moment
    raise AssertionError("the crate maker comes every day")


def check_inside(*, number: str, outside: bool) -> None:
    if outside:
        raise ParcelOutside(number=number)


def check_goes_out(*, number: str, crate: str, taken_by: str) -> None:
    """What is marked goes out; a crate that is not right goes out again."""
    if crate == CrateState.OUT:
        raise CrateAway(number=number, taken_by=taken_by)
    if crate not in (CrateState.NEEDED, CrateState.BACK):
        raise CrateNotNeeded(number=number)
