"""What of a file can be imported, but will not pass review as it stands: said before anything is imported."""

from collections.abc import Sequence
from typing import NamedTuple

from zhanggui.kernel.doors.channel import ChannelOrder
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.lines.matching import KnownSkus
from zhanggui.orders.receivers.readable import CipherReaders
from zhanggui.orders.rules.review import NoReceiver, Unmatched, missing_parts


class Warned(NamedTuple):
    """The code and the sentence review would give."""

    code: str
    sentence: str


def warnings_of(orders: Sequence[ChannelOrder], *, shop_id: int) -> dict[str, list[Warned]]:
    """By order number, for those that need mending. A fixed number of statements."""
    skus = KnownSkus.load(shop_id=shop_id, orders=orders)
    readers = CipherReaders()
    found: dict[str, list[Warned]] = {}
    for order in orders:
        refusals: list[Refusal] = []
        unknown = [line for line in order.lines if skus.of(line.sku_code, line.listing) is None]
        if unknown:
            refusals.append(Unmatched(seen=", ".join(line.sku_code or line.title for line in unknown)))
        receiver = order.receiver
        parts = (receiver.name, receiver.mobile or receiver.phone, receiver.address)
        cipher = receiver.cipher if not all(parts) and readers.read_orders_of(shop_id) else ""
        if missing := missing_parts(*(text or cipher for text in parts)):
            refusals.append(NoReceiver(seen=missing))
        if refusals:
            found[order.number] = [Warned(each.code(), each.sentence) for each in refusals]
    return found
