"""How full the stop basket is: for whoever works there, and for whoever hands a shift over."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Min, Q

from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor

TOO_LONG = timedelta(hours=4)
"""How long a stopped parcel may lie before somebody must look for it."""


class BasketWaiting(NamedTuple):
    """Parcels that were stopped and not emptied yet, how many of them too long, and the oldest moment."""

    parcels: int
    too_long: int
    oldest_at: datetime | None


def basket_waiting(actor: Actor, *, at: datetime) -> BasketWaiting:
    """One statement. A shift whose basket is not empty says so when it is handed over."""
    lying = Parcel.objects.visible_to(actor).filter(state=ParcelState.STOPPED)
    counted = lying.aggregate(
        parcels=Count("pk"), too_long=Count("pk", filter=Q(stopped_at__lt=at - TOO_LONG)), oldest_at=Min("stopped_at")
    )
    return BasketWaiting(counted["parcels"], counted["too_long"], counted["oldest_at"])
