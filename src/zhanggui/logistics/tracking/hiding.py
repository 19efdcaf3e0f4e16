"""Carriers' words as they are kept: nothing of the receiver is left in them, nor the name of who signed.

The courier's own number stays: whoever chases a parcel calls it.
"""

from collections.abc import Iterable

from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.masking import mask_name, mask_phone
from zhanggui.logistics.tracking.words import is_role, signer
from zhanggui.orders.models import Order
from zhanggui.orders.receivers.free_text import spoken_of
from zhanggui.orders.rules.hiding import HIDDEN, hide

_NAMED = (
    "receiver_name_masked", "receiver_mobile_masked", "receiver_state", "receiver_city", "receiver_district",
    "receiver_sealed",
)  # fmt: skip


def kept_words(told: Iterable[tuple[int, str]]) -> list[str]:
    """What was told of parcels of each of these orders. One statement; a receiver is opened only where the words have
    what lists show of him."""
    said = list(told)
    orders = Order.objects.filter(pk__among={pk for pk, _ in said}).only(*_NAMED).in_bulk()
    return [_kept(text, spoken_of(orders[pk], text) if pk in orders else None) for pk, text in said]


def shown_signature(who: str) -> str:
    """A word of a role as it is; a name masked."""
    return who if len(who) < 2 or is_role(who) else mask_name(who)


def _kept(text: str, receiver: Receiver | None) -> str:
    who = signer(text)
    if who:
        text = text.replace(who, shown_signature(who))
    return hide(text, _own_words(receiver)) if receiver else text


def _own_words(receiver: Receiver) -> dict[str, str]:
    words = {receiver.name: mask_name(receiver.name)} if len(receiver.name) > 1 else {}
    words |= {number: mask_phone(number) for number in (receiver.mobile, receiver.phone) if len(number) > 6}
    return words | {part: HIDDEN for part in (receiver.address, *receiver.address.split()) if len(part) > 3}
