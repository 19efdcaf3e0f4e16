"""Parcels under way follow what the platform says of their orders: until when they must leave and be scanned."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.merging.locking import lock_orders_of
from zhanggui.fulfilment.merging.parting import recount_parcels
from zhanggui.fulfilment.models import Parcel, ParcelLine, Wave
from zhanggui.fulfilment.places.replacing import choose_carriers_again
from zhanggui.fulfilment.states import LIVE
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked


@transaction.atomic
def follow_deadlines(order_ids: Sequence[int], *, actor: Actor, at: datetime) -> None:
    """Each live parcel with pieces of these orders has the nearest deadlines of all that travels in it.

    Without paper it goes with whoever is best for the time that is left; a person's carrier stays.
    """
    lines = ParcelLine.objects.filter(order_line__order_id__among=set(order_ids), parcel__state__in=LIVE)
    ids = set(lines.values_list("parcel_id", flat=True))
    lock_orders_of(ids)
    waves = set(Parcel.objects.filter(pk__among=ids, wave__isnull=False).values_list("wave_id", flat=True))
    list(locked(Wave.objects.all(), waves).values_list("pk"))
    live = set(locked(Parcel.objects.filter(state__in=LIVE), ids).values_list("pk", flat=True))
    recount_parcels(live)
    choose_carriers_again(live, actor=actor, at=at)
