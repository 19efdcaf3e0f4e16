"""Who gets the goods: how a receiver lies in an order, and the only way back to the whole words.

Name, phones, town, address, postcode and the platform's cipher are sealed together; province, city and district stay
plain, because rules and areas ask for them; lists show the masked forms stored beside. Whoever shows whole words to a
person puts the look on record first (`show_receivers`, `record_looks`).
"""

from collections.abc import Iterable
from typing import Any

import orjson

from zhanggui.kernel.blind import blind_digest, blind_tokens
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.masking import mask_name, mask_phone
from zhanggui.kernel.seal import seal_short, unseal
from zhanggui.orders.models import Order
from zhanggui.orders.rules.words import words_of

COLUMNS = (
    "receiver_state", "receiver_city", "receiver_district",
    "receiver_name_masked", "receiver_mobile_masked", "receiver_digest", "receiver_sealed",
)  # fmt: skip
"""What an order keeps of its receiver."""

PARTS = ("name", "mobile", "phone", "state", "city", "district", "town", "address", "postcode", "cipher", "merge_key",
         "email")  # fmt: skip
"""The words of a receiver, in the order of their class."""

_DIGEST, _SEALED = COLUMNS.index("receiver_digest"), COLUMNS.index("receiver_sealed")
_SAME, FIND = b"zhanggui.receiver.same", b"zhanggui.receiver.find"


FORGOTTEN = b"\x00"
"""Stands in place of the words once they are forgotten. No record that `seal` makes begins with it."""


def receivers_of(order_ids: Iterable[int]) -> dict[int, Receiver]:
    """The receiver of each of these orders that exists, in one statement."""
    rows = Order.objects.filter(pk__among=set(order_ids)).values_list("pk", *OPENED)
    return {row[0]: open_receiver(*row[1:]) for row in rows}


OPENED = ("receiver_state", "receiver_city", "receiver_district", "receiver_sealed")
"""The columns that `open_receiver` asks for."""


def open_receiver(state: str, city: str, district: str, sealed: bytes | memoryview) -> Receiver:
    """The receiver in whole words: empty where none was given, only the place where he is forgotten."""
    if not sealed or is_forgotten(sealed):
        return Receiver(state=state, city=city, district=district)
    name, mobile, phone, town, *more = orjson.loads(unseal(sealed))
    return Receiver(name, mobile, phone, state, city, district, town, *more)


def is_forgotten(sealed: bytes | memoryview) -> bool:
    return bytes(sealed) == FORGOTTEN


def receiver_row(receiver: Receiver) -> tuple[Any, ...]:
    """The values of COLUMNS."""
    hidden = orjson.dumps(
        [
            receiver.name, receiver.mobile, receiver.phone, receiver.town, receiver.address, receiver.postcode,
            receiver.cipher, receiver.merge_key, *([receiver.email] if receiver.email else []),
        ]
    )  # fmt: skip
    return (
        receiver.state, receiver.city, receiver.district,
        mask_name(receiver.name), mask_phone(receiver.mobile or receiver.phone),
        receiver_digest(receiver), seal_short(hidden),
    )  # fmt: skip


def seal_receiver(receiver: Receiver) -> bytes:
    """All words of a receiver, province, city and district too, as one column."""
    return seal_short(orjson.dumps([getattr(receiver, name) for name in PARTS]))


def unseal_receiver(sealed: bytes | memoryview) -> Receiver:
    return Receiver(*orjson.loads(unseal(sealed)))


def receiver_digest(receiver: Receiver) -> bytes:
    """Equal for orders that go to one person at one place; empty when that cannot be known.

    The platform's merge key says it whatever else is known. Without one, an equal cipher says that the person is the
    same; the place must be the same too, because some ciphers hold only name and number. Without a cipher all words
    must be equal, and none hidden: behind the same stars live different people.
    """
    if receiver.merge_key:
        return blind_digest("\x1f".join(("merge key", receiver.merge_key)), purpose=_SAME)
    place = (receiver.state, receiver.city, receiver.district, receiver.town, receiver.address)
    if receiver.cipher:
        words: tuple[str, ...] = ("cipher", receiver.cipher, *place)
    else:
        words = (receiver.name, receiver.mobile, receiver.phone, *place, receiver.postcode)
    basis = "\x1f".join(words)
    if not receiver.cipher and (not receiver.name or not receiver.address or "**" in basis):
        return b""
    return blind_digest(basis, purpose=_SAME)


def receiver_tokens(receiver: Receiver) -> list[int]:
    """Under which numbers a search finds this receiver."""
    return blind_tokens(words_of(receiver), purpose=FIND)


def is_other_receiver(before: tuple[Any, ...], after: tuple[Any, ...]) -> bool:
    """Whether two rows of COLUMNS name different people or places.

    Equal digests say no without opening anything. Different ones may come from a new key, or from a cipher or merge
    key, which changes with every week: then the words decide.
    """
    if before[:3] != after[:3]:
        return True
    digest = bytes(before[_DIGEST])
    return (not digest or digest != after[_DIGEST]) and _words(before) != _words(after)


def opened(row: tuple[Any, ...]) -> Receiver:
    """The receiver of a row of COLUMNS."""
    state, city, district = row[:3]
    return open_receiver(state, city, district, row[_SEALED])


def _words(row: tuple[Any, ...]) -> Receiver:
    return opened(row).words
