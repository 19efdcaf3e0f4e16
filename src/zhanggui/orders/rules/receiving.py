"""Whether a receiver may be written on an order, and how three versions of one differ."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.rules.regions import Gazetteer, check_region
from zhanggui.orders.states import OPEN_STATES, OrderState

WRITTEN = ("name", "mobile", "phone", "state", "city", "district", "town", "address", "postcode")
"""What a person writes; a platform's cipher belongs to the platform's own words."""


class OrderHasLeft(Refusal):
    """Order {number} is {state}. What has left is called back by an intercept."""


class ReceiverIncomplete(Refusal):
    """Order {number} needs a receiver's name, a telephone and an address."""


class ReceiverHidden(Refusal):
    """Order {number}: the new receiver still has stars in it. Write the whole words."""


class ReceiverSame(Refusal):
    """Order {number} goes to this receiver already."""


class EditedMeanwhile(Refusal):
    """Order {number} was changed while you were writing: you saw version {seen}, it is version {version} now."""


class Difference(NamedTuple):
    """One part of a receiver: as it was when someone began to write, as it is now, and as they wrote it."""

    part: str
    base: str
    theirs: str
    mine: str

    @property
    def is_conflict(self) -> bool:
        return self.theirs not in {self.base, self.mine}


class AddressEdit(NamedTuple):
    """A receiver for an order, and the version of the order that the writer saw."""

    order_id: int
    version: int
    receiver: Receiver


def check_version(*, number: str, version: int, seen: int) -> None:
    if version != seen:
        raise EditedMeanwhile(number=number, seen=seen, version=version)


def check_receiver(receiver: Receiver, *, number: str, state: str, before: Receiver, gazetteer: Gazetteer) -> Receiver:
    """The receiver as it may be written: trimmed, its place by full names, without a cipher; the e-mail stays."""
    if state not in OPEN_STATES:
        raise OrderHasLeft(number=number, state=OrderState(state).label)
    plain = Receiver(**{part: " ".join(getattr(receiver, part).split()) for part in WRITTEN})
    if not plain.name or not plain.address or not (plain.mobile or plain.phone):
        raise ReceiverIncomplete(number=number)
    if any("**" in getattr(plain, part) for part in WRITTEN):
        raise ReceiverHidden(number=number)
    place = check_region(gazetteer, state=plain.state, city=plain.city, district=plain.district)
    plain = replace(plain, **place._asdict())
    if plain == before.words:
        raise ReceiverSame(number=number)
    return replace(plain, email=before.email)


def parts_changed(before: Receiver, now: Receiver) -> list[str]:
    return [part for part in WRITTEN if getattr(before, part) != getattr(now, part)]


def three_way(base: Receiver, theirs: Receiver, mine: Receiver) -> Sequence[Difference]:
    """The parts in which the three are not alike."""
    rows = [Difference(part, *(getattr(one, part) for one in (base, theirs, mine))) for part in WRITTEN]
    return [row for row in rows if len({row.base, row.theirs, row.mine}) > 1]
