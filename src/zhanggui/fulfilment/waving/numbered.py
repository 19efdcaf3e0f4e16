"""Waves that were to be released, and waited for numbers of their accounts."""

from collections.abc import Iterable

from zhanggui.fulfilment.models import Parcel, Wave
from zhanggui.fulfilment.states import Numbering, ParcelState, WaveState


def waves_to_release(parcel_ids: Iterable[int]) -> list[int]:
    """Those of the waves of these parcels whose labels come at the table and in which no parcel awaits a number any
    more. One statement."""
    numbered = Parcel.objects.filter(pk__among=set(parcel_ids), wave__labels_at_table=True).values("wave_id")
    awaited = Parcel.objects.filter(state=ParcelState.WAVED, numbering=Numbering.AWAITED, waybill="")
    open_ones = Wave.objects.filter(pk__in=numbered, state=WaveState.OPEN)
    waiting = awaited.filter(wave_id__in=numbered).values("wave_id")
    return list(open_ones.exclude(pk__in=waiting).order_by("pk").values_list("pk", flat=True))
