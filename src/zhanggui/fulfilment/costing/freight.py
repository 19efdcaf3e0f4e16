"""What carriers ask for parcels, by their price lists."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from zhanggui.fulfilment.models import Parcel, Sending
from zhanggui.fulfilment.places.books import load_tables
from zhanggui.fulfilment.rules.areas import Area
from zhanggui.fulfilment.rules.freight import AreaNotDelivered, AreaNotPriced, quote, table_for
from zhanggui.fulfilment.states import LIVE, ParcelState

TRAVELLING = [*LIVE, ParcelState.SHIPPED]


def freight_of(parcel_ids: Iterable[int]) -> dict[int, Decimal]:
    """The price of each of these parcels that leaves or has left, by the scale, else as it should weigh. A parcel
    whose carrier has no price for its address is not named. Three statements."""
    volume = Coalesce(Sum(F("lines__quantity") * F("lines__sku__volume_cm3")), 0)
    rows = Parcel.objects.filter(pk__among=set(parcel_ids), state__in=TRAVELLING).annotate(volume=volume).order_by()
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
    """The same, but of parcels that left as it was priced when they did. Four statements."""
    ids = set(parcel_ids)
    left = dict(Sending.objects.filter(parcel_id__among=ids).values_list("parcel_id", "freight"))
    priced = {parcel_id: fee for parcel_id, fee in left.items() if fee is not None}
    return freight_of(ids - left.keys()) | priced
