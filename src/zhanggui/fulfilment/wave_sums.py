"""What a wave repeats from its parcels: how many they are, and how far they have all come."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q, Sum

from zhanggui.fulfilment.models import Parcel, Wave
from zhanggui.fulfilment.states import ParcelState, WaveState
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.steps import move_to

_UNPICKED = (WaveState.OPEN, WaveState.PRINTED)
LABEL_LATER = Q(prints=0, wave__labels_at_table=True)
"""Parcels that have a number, and get its label at the table."""
WAITED_FOR = Q(state=ParcelState.WAVED) | Q(state=ParcelState.PRINTED, label_proven_at__isnull=True) & ~LABEL_LATER
"""Parcels that keep their wave from being picked: nobody has said that their label is out."""


def lock_waves_of(parcel_ids: Iterable[int]) -> None:
    """The waves that wait for labels of these parcels are locked, as they must be before the parcels themselves are.

    Two clerks who prove, or stop, the last two parcels of a wave see each other's work that way.
    """
    waiting = Parcel.objects.filter(WAITED_FOR, pk__among=set(parcel_ids)).values("wave_id")
    waves = Wave.objects.filter(pk__in=waiting).order_by("pk").select_for_update(of=("self",), no_key=True)
    list(waves.values_list("pk"))


def recount_waves(wave_ids: Iterable[int], *, at: datetime) -> None:
    """Parcels and pieces of these waves are counted again; a wave that lost its last parcel is cancelled."""
    ids = sorted(set(wave_ids))
    if not ids:
        return
    rows = Parcel.objects.filter(wave_id__among=ids).values_list("wave_id").annotate(n=Count("pk"), units=Sum("units"))
    counted = {wave_id: (n, units) for wave_id, n, units in rows}
    update_rows(Wave, ("id",), ("parcel_count", "units"), [(pk, *counted.get(pk, (0, 0))) for pk in ids])
    empty = Wave.objects.filter(pk__among=[pk for pk in ids if pk not in counted], state__in=_UNPICKED)
    move_to(Wave, list(empty.values_list("pk", flat=True)), WaveState.CANCELLED)
    close_waves(counted, at=at)


def close_waves(wave_ids: Iterable[int], *, at: datetime) -> None:
    """Those of these waves that wait for no label any more are printed, and can be picked."""
    ids = set(wave_ids)
    if not ids:
        return
    waiting = Parcel.objects.filter(WAITED_FOR, wave_id__among=ids).values("wave_id")
    done = Wave.objects.filter(pk__among=ids, state=WaveState.OPEN).exclude(pk__in=waiting)
    move_to(Wave, list(done.values_list("pk", flat=True)), WaveState.PRINTED, printed_at=at)
