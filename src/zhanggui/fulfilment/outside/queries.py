"""Reads of what is outside, for stations, jobs and who hands over."""

from collections.abc import Iterable

from django.db.models import Q

from zhanggui.fulfilment.models import CrateRule, FreightLine, FreightStation, Parcel, ParcelLine
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor


def parcels_outside(parcel_ids: Iterable[int]) -> set[int]:
    """Those of these parcels whose goods are out of the house. The database lets none of them be weighed or shipped."""
    return set(Parcel.objects.filter(pk__among=set(parcel_ids), outside=True).values_list("pk", flat=True))


def parcels_to_mark(parcel_ids: Iterable[int] | None = None) -> dict[int, str]:
    """Picked parcels with goods or labels that ask for a crate and that nobody has marked, each with what asks."""
    rules = list(CrateRule.objects.values_list("sku_id", "sku__code", "label"))
    if not rules:
        return {}
    names = {sku_id: code for sku_id, code, _ in rules if sku_id}
    labels = [label for _, _, label in rules if label]
    asking = Q(sku_id__in=names) | Q(order_line__order__labels__overlap=labels)
    lines = ParcelLine.objects.filter(
        asking, parcel__state__in=[ParcelState.PICKED, ParcelState.VERIFIED], parcel__crate__isnull=True
    )
    if parcel_ids is not None:
        lines = lines.filter(parcel_id__among=set(parcel_ids))
    rows = lines.order_by("-pk").values_list("parcel_id", "sku_id", "order_line__order__labels")
    return {
        parcel_id: names.get(sku_id) or next(label for label in labels if label in own)
        for parcel_id, sku_id, own in rows
    }


MOST_LISTED = 1000
"""So many parcels fit on one list."""


def freight_ready(station: FreightStation, *, actor: Actor) -> list[int]:
    """Weighed parcels of a freight station that are on no list."""
    ready = Parcel.objects.visible_to(actor).filter(
        state=ParcelState.WEIGHED, warehouse_id=station.warehouse_id, carrier=station.carrier
    )
    ready = ready.exclude(pk__in=FreightLine.objects.filter(is_off=False).values("parcel_id"))
    return list(ready.order_by("ship_by", "pk").values_list("pk", flat=True)[:MOST_LISTED])


def parcels_of_waves(wave_ids: Iterable[int]) -> list[int]:
    return list(Parcel.objects.filter(wave_id__among=set(wave_ids)).values_list("pk", flat=True))
