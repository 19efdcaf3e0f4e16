"""Who picks what, and what a short bin means for the parcels that wait for it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from zhanggui.kernel.refusal import Refusal

_NEVER = datetime.max.replace(tzinfo=UTC)


class WaveNotToPick(Refusal):
    """Wave {number} is {state}; only a printed wave can be picked."""


class PaperOnly(Refusal):
    """Wave {number} is picked with its paper list."""


class NothingToClaim(Refusal):
    """Nothing of wave {number} is left to take: {who} is at it."""

    sound = "already_scanned"


class NotYours(Refusal):
    """{who} fetches this. Claim what nobody has yet."""

    sound = "already_scanned"


class TakenAlready(Refusal):
    """These pieces are on the cart already."""

    sound = "already_scanned"


def is_whose(picker_id: int | None, picker: str, *, user_id: int | None, name: str) -> bool:
    """Whether a pick is this account's; only where nobody has an account the names decide."""
    if picker_id is None and user_id is None:
        return bool(picker) and picker == name[:80]
    return bool(picker) and picker_id == user_id


class PickOfStopped(Refusal):
    """Leave these pieces in their bin: parcel {number} was stopped: {reason}."""

    sound = "stopped"


class PickGone(Refusal):
    """Leave these pieces: their parcel was stopped, or fetches them elsewhere."""

    sound = "stopped"


class WrongPlace(Refusal):
    """Bin {scanned} is not {expected}."""

    sound = "wrong_barcode"


class WrongGoods(Refusal):
    """{scanned} is no barcode of {sku}."""

    sound = "wrong_barcode"


class NothingScanned(Refusal):
    """Scan bin {bin} or its goods first: a number alone proves nothing."""


class NotAllThere(Refusal):
    """{taken} of {wanted} pieces: fetch the rest, or press “Short”."""

    sound = "too_many"


class Waits(NamedTuple):
    """So many pieces a parcel waits for at one bin."""

    pick_id: int
    quantity: int
    is_urgent: bool
    ship_by: datetime | None
    parcel_id: int


def first_served(picks: Sequence[Waits]) -> list[Waits]:
    """Urgent parcels first, then the nearest deadline: the latest gives way."""
    return sorted(picks, key=lambda one: (not one.is_urgent, one.ship_by or _NEVER, one.parcel_id, one.pick_id))


def allot(picks: Sequence[Waits], found: int) -> dict[int, int]:
    """How many of the pieces found each pick gets."""
    given: dict[int, int] = {}
    for one in first_served(picks):
        given[one.pick_id] = min(one.quantity, found)
        found -= given[one.pick_id]
    return given
