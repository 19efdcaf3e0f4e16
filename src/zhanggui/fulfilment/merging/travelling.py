"""Orders that a buyer asked to be sent together: which parcels are to be joined, and which leave without the other."""

from collections.abc import Iterable

from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.rules.merging import TravelsTogether
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.orders.states import OPEN_STATES

_APART = """
SELECT DISTINCT ON (line.parcel_id) line.parcel_id, own.number, other.number
FROM fulfilment_parcelline line
JOIN orders_orderline bought ON bought.id = line.order_line_id
JOIN orders_order own ON own.id = bought.order_id
JOIN orders_order other ON other.travels_with_id = own.travels_with_id AND other.id <> own.id
WHERE line.parcel_id = ANY(%s::bigint[]) AND other.state = ANY(%s) AND NOT EXISTS (
    SELECT FROM fulfilment_parcelline mine
    JOIN orders_orderline ours ON ours.id = mine.order_line_id AND ours.order_id = own.id
    JOIN fulfilment_parcel shared ON shared.id = mine.parcel_id AND shared.state <> 'void'
    JOIN fulfilment_parcelline its ON its.parcel_id = shared.id
    JOIN orders_orderline theirs ON theirs.id = its.order_line_id AND theirs.order_id = other.id)
ORDER BY line.parcel_id, other.id
"""


def parcels_to_join(parcel_ids: Iterable[int]) -> list[int]:
    """Planned parcels of the orders that are to leave in one with the orders of these; none where there is but one."""
    lines = ParcelLine.objects.filter(parcel_id__among=set(parcel_ids), order_line__order__travels_with__isnull=False)
    keys = set(lines.values_list("order_line__order__travels_with_id", flat=True))
    if not keys:
        return []
    planned = Parcel.objects.filter(state=ParcelState.PLANNED, stays_alone=False)
    found = set(planned.filter(lines__order_line__order__travels_with_id__among=keys).values_list("pk", flat=True))
    return sorted(found) if len(found) > 1 else []


def why_not_yet(parcel_ids: Iterable[int]) -> dict[int, TravelsTogether]:
    """Why some of these parcels wait: an order that is to travel along is still to be sent, and in no parcel with
    theirs."""
    rows = fetch_rows(_APART, [sorted(set(parcel_ids)), [str(state) for state in OPEN_STATES]])
    return {pk: TravelsTogether(number=number, other=other) for pk, number, other in rows}
