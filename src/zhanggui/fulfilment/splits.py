"""Orders that travel in several parcels, as their labels number them: parcel i of n."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from zhanggui.fulfilment.models import ParcelLine
from zhanggui.fulfilment.states import ParcelState

_OUT = [ParcelState.VOID, ParcelState.STOPPED, ParcelState.MERGED]


def places_in_split(lines: Mapping[int, Sequence[ParcelLine]]) -> dict[int, tuple[int, int]]:
    """For each parcel of `lines` whose orders have pieces in others too, which of how many it is.

    One statement, and none while every order lies in one parcel: the pieces set aside for it tell.
    """
    split: set[int] = set()
    for own in lines.values():
        here = Counter[int]()
        for line in own:
            here[line.order_line.order_id] += line.quantity
        orders = {line.order_line.order_id: line.order_line.order for line in own}
        split |= {pk for pk, order in orders.items() if order.units_claimed > here[pk]}
    if not split:
        return {}
    rows = ParcelLine.objects.filter(order_line__order_id__among=split).exclude(parcel__state__in=_OUT)
    parcels_of: dict[int, set[int]] = defaultdict(set)
    orders_of: dict[int, set[int]] = defaultdict(set)
    for order_id, parcel_id in rows.values_list("order_line__order_id", "parcel_id"):
        parcels_of[order_id].add(parcel_id)
        orders_of[parcel_id].add(order_id)
    places: dict[int, tuple[int, int]] = {}
    for parcel_id in lines:
        together = sorted(set().union(*(parcels_of[order_id] for order_id in orders_of[parcel_id])))
        if len(together) > 1:
            places[parcel_id] = (together.index(parcel_id) + 1, len(together))
    return places
