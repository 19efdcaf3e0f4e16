"""Who gets the goods: the only way to the whole words of a receiver.

Whoever shows them to a person puts the look on record first (`show_receivers`, or the print of a parcel).
"""

from collections.abc import Iterable

from zhanggui.kernel.doors.channel import Receiver
from zhanggui.orders.models import Order

PARTS = ("name", "mobile", "phone", "state", "city", "district", "town", "address", "postcode", "cipher")


def receivers_of(order_ids: Iterable[int]) -> dict[int, Receiver]:
    """The receiver of each of these orders that exists, in one statement."""
    rows = Order.objects.filter(pk__among=list(order_ids)).values_list("pk", *(f"receiver_{part}" for part in PARTS))
    return {row[0]: Receiver(*row[1:]) for row in rows}
