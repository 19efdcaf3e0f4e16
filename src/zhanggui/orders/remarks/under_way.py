"""How far the parcels of orders are: what of it asks to be stopped before a request is kept."""

from collections.abc import Iterable

from zhanggui.orders.models import OrderLine


def printed_among(order_ids: Iterable[int]) -> set[int]:
    """Orders of these with pieces in a parcel that has a waybill and was not given up."""
    rows = OrderLine.objects.filter(order_id__among=set(order_ids), parcel_lines__parcel__waybill__gt="")
    return set(rows.exclude(parcel_lines__parcel__state="void").values_list("order_id", flat=True))


def waved_among(order_ids: Iterable[int]) -> set[int]:
    """Orders of these with pieces in a parcel that waits in a wave: nothing more comes into it there."""
    rows = OrderLine.objects.filter(order_id__among=set(order_ids), parcel_lines__parcel__state="waved")
    return set(rows.values_list("order_id", flat=True))
