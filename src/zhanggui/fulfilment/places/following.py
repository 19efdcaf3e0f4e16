"""Parcels under way follow what is said after they were planned: of their deadlines, and of where carriers go."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.merging.locking import lock_orders_of
from zhanggui.fulfilment.merging.parting import recount_parcels
from zhanggui.fulfilment.models import Parcel, ParcelLine, Wave
from zhanggui.fulfilment.places.books import load_reach
from zhanggui.fulfilment.places.replacing import choose_carriers_again
from zhanggui.fulfilment.rules.areas import Area
from zhanggui.fulfilment.states import LIVE, UNPRINTED
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome

_WAY = (
    "pk", "warehouse_id", "carrier", "order__receiver_state", "order__receiver_city", "order__receiver_district",
)  # fmt: skip


@transaction.atomic
def follow_deadlines(order_ids: Sequence[int], *, actor: Actor, at: datetime) -> None:
    """Each live parcel with pieces of these orders has the nearest deadlines of all that travels in it.

    Without paper it goes with whoever is best for the time that is left; a person's carrier stays.
    """
    lines = ParcelLine.objects.filter(order_line__order_id__among=set(order_ids), parcel__state__in=LIVE)
    live = _locked(set(lines.values_list("parcel_id", flat=True)))
    recount_parcels(live)
    choose_carriers_again(live, actor=actor, at=at)


@transaction.atomic
def choose_again(parcel_ids: Sequence[int], *, actor: Actor, at: datetime) -> Outcome[int]:
    """Those of these parcels that have no paper go with whoever is best for them now; a person's carrier stays."""
    live = _locked(set(parcel_ids))
    choose_carriers_again(live, actor=actor, at=at)
    return Outcome(sorted(live))


def parcels_out_of_reach(*, at: datetime) -> list[int]:
    """Parcels without paper whose carrier does not go to their receiver now."""
    reach = load_reach(at=at)
    rows = Parcel.objects.filter(state__in=UNPRINTED).order_by("ship_by", "pk").values_list(*_WAY)
    return [pk for pk, warehouse_id, carrier, *area in rows if not reach.goes(warehouse_id, carrier, Area(*area))]


def _locked(parcel_ids: set[int]) -> set[int]:
    """Those of the parcels that are live, locked with their orders and waves."""
    lock_orders_of(parcel_ids)
    parcels = Parcel.objects.filter(state__in=LIVE)
    waves = set(parcels.filter(pk__among=parcel_ids, wave__isnull=False).values_list("wave_id", flat=True))
    list(locked(Wave.objects.all(), waves).values_list("pk"))
    return set(locked(parcels, parcel_ids).values_list("pk", flat=True))
