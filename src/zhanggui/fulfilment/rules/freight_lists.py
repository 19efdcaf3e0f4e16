"""What goes with the driver of a freight station, and by when the list must be ready. Pure."""

from datetime import datetime, time, timedelta, tzinfo

from zhanggui.kernel.refusal import Refusal


class DriverMissing(Refusal):
    """Write the driver's name and the plate of the car."""


class NotFreight(Refusal):
    """Parcel {number} goes with {carrier}, which is no freight station of this warehouse."""


class FreightListedAlready(Refusal):
    """Parcel {number} is on freight list {run} already."""

    sound = "already_scanned"


class FreightRunSigned(Refusal):
    """Freight list {number} is signed. What is on it has left."""


class FreightNotSigned(Refusal):
    """Freight list {number} is not signed yet: the receipt comes afterwards."""


class NothingOnFreightList(Refusal):
    """Nothing on freight list {number} could leave: {reasons}"""


def ready_moment(ready_by: time, *, at: datetime, zone: tzinfo) -> datetime:
    """That time of the same day, or of the next once it has passed by half a day."""
    local = at.astimezone(zone)
    moment = local.replace(hour=ready_by.hour, minute=ready_by.minute, second=0, microsecond=0)
    return moment if local - moment < timedelta(hours=4) else moment + timedelta(days=1)
