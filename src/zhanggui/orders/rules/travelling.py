"""Which orders may travel with one that asks for it, and the sentence when none may. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from zhanggui.kernel.refusal import Refusal


class CompanionUnknown(Refusal):
    """There is no order {other} with which order {number} could travel."""


class CompanionMissing(Refusal):
    """No other order that waits goes to the receiver of order {number}."""


class CompanionGone(Refusal):
    """Order {other} is {state}: order {number} cannot travel with it."""


class CompanionElsewhere(Refusal):
    """Order {other} does not go to the receiver of order {number}, as far as anybody can tell."""


class CompanionPaidOtherwise(Refusal):
    """Orders {number} and {other} are paid in different ways; they do not travel together."""


class CompanionPrinted(Refusal):
    """Order {other} is printed. Stop its parcel first; then order {number} can travel with it."""


class Traveller(NamedTuple):
    """An order, as far as travelling with another one cares. `shops` is equal for shops that share parcels."""

    id: int
    number: str
    shop_id: int
    shops: object
    receiver: bytes
    payment: str
    state: str
    waits: bool
    is_printed: bool


def choose_companions(own: Traveller, others: Iterable[Traveller], *, asked: str) -> list[int]:
    """The order of this number, the one of its own shop and receiver first; without a number all that may."""
    shared = [one for one in others if one.id != own.id and one.shops == own.shops]
    if not asked:
        able = [one.id for one in shared if _why_not(own, one) is None]
        if not able:
            raise CompanionMissing(number=own.number)
        return able
    named = [one for one in shared if one.number == asked]
    if not named:
        raise CompanionUnknown(number=own.number, other=asked)
    nearest = min(named, key=lambda one: (one.receiver != own.receiver, one.shop_id != own.shop_id, one.id))
    if why := _why_not(own, nearest):
        raise why
    return [nearest.id]


def _why_not(own: Traveller, other: Traveller) -> Refusal | None:
    if not other.waits:
        return CompanionGone(number=own.number, other=other.number, state=other.state)
    if not own.receiver or own.receiver != other.receiver:
        return CompanionElsewhere(number=own.number, other=other.number)
    if own.payment != other.payment:
        return CompanionPaidOtherwise(number=own.number, other=other.number)
    if other.is_printed:
        return CompanionPrinted(number=own.number, other=other.number)
    return None
