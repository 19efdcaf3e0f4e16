"""The sums a wave repeats from its parcels, for lists."""

from collections.abc import Iterable

from django.db.models import Count, Sum

from zhanggui.fulfilment.models import Parcel, Wave
from zhanggui.fulfilment.states import WaveState
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.steps import move_to


def recount_waves(wave_ids: Iterable[int]) -> None:
    """Parcels and pieces of these waves are counted again; a wave that lost its last parcel is cancelled."""
    ids = sorted(set(wave_ids))
    if not ids:
        return
    rows = Parcel.objects.filter(wave_id__among=ids).values_list("wave_id").annotate(n=Count("pk"), units=Sum("units"))
    counted = {wave_id: (n, units) for wave_id, n, units in rows}
    update_rows(Wave, ("id",), ("parcel_count", "units"), [(pk, *counted.get(pk, (0, 0))) for pk in ids])
    empty = Wave.objects.filter(pk__among=[pk for pk in ids if pk not in counted], state=WaveState.OPEN)
    move_to(Wave, list(empty.values_list("pk", flat=True)), WaveState.CANCELLED)
