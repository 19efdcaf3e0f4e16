"""What carriers ask for parcels, as their price lists stand."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.places.books import load_tables
from zhanggui.fulfilment.rules.areas import Area
from zhanggui.fulfilment.rules.freight import AreaNotDelivered, AreaNotPriced, quote, table_for
from zhanggui.fulfilment.states import LIVE, ParcelState

TRAVELLING = [*LIVE, ParcelState.SHIPPED]


def freight_of(parcels: Q) -> dict[int, Decimal]:
    """The price of each of these parcels that leaves or has left, by the scale, else as it should weigh. A parcel
    whose carrier has no price for its address is not named. Three statements."""
    volume = Coalesce(Sum(F("lines__quantity") * F("lines__sku__volume_cm3")), 0)
    rows = Parcel.objects.filter(parcels, state__in=TRAVELLING).annotate(volume=volume).order_by()
    area = ("order__receiver_state", "order__receiver_city", "order__receiver_district")
    tables = load_tables()
    found: dict[int, Decimal] = {}
    for pk, carrier, warehouse_id, weighed, expected, volume_cm3, *parts in rows.values_list(
        "pk", "carrier", "warehouse_id", "weighed_g", "expected_g", "volume", *area
    ):
        table = table_for(tables, carrier, warehouse_id)
        if table is None or not parts[0]:
            continue
        try:
            found[pk] = quote(table, Area(*parts), grams=weighed or expected, volume_cm3=volume_cm3).fee
        except (AreaNotPriced, AreaNotDelivered):
            continue
    return found


def freight_costs(parcel_ids: Iterable[int]) -> dict[int, Decimal]:
    """The same of these parcels."""
    return freight_of(Q(pk__among=set(parcel_ids)))
