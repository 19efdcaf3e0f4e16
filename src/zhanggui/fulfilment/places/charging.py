"""What carriers charge parcels by: their weight, or their volume where the contract counts it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet

from zhanggui.fulfilment.models import FreightTable, Parcel, ParcelLine
from zhanggui.fulfilment.rules.freight import ALWAYS, chargeable

Contract = tuple[str, int | None, int, Decimal]
"""Carrier, warehouse or None for all of them, cm³ to a kilogram or 0, and above how many times the weight it counts."""


class Measure(NamedTuple):
    """`charged_g` is None where the carrier asks nothing for volume."""

    grams: int
    volume_cm3: int
    charged_g: int | None


def contracts() -> QuerySet[FreightTable, Contract]:
    """What every price list counts volume by."""
    return FreightTable.objects.order_by("pk").values_list("carrier", "warehouse_id", "divisor", "volume_above")


def measure_of(parcel: Parcel, lines: Iterable[ParcelLine], known: Iterable[Contract]) -> Measure:
    """The parcel as the scale has it, else as it should weigh, and what its carrier charges for it from there."""
    counted = {(carrier, warehouse_id): (divisor, above) for carrier, warehouse_id, divisor, above in known}
    everywhere = counted.get((parcel.carrier, None), (0, ALWAYS))
    divisor, above = counted.get((parcel.carrier, parcel.warehouse_id), everywhere)
    volume = sum(line.quantity * line.sku.volume_cm3 for line in lines)
    grams = parcel.weighed_g or parcel.expected_g
    return Measure(grams, volume, chargeable(grams, volume, divisor, above) if divisor else None)
