"""What may become of defective goods, and who decides."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from zhanggui.kernel.refusal import Refusal

_CENT = Decimal("0.01")


class DisposalDraft(NamedTuple):
    """So many pieces of a defect; 0: all that is left of it."""

    defect_id: int
    quantity: int = 0
    words: str = ""


class DefectGone(Refusal):
    """Of this defect {left} pieces are left to decide on, not {quantity}."""


class NobodyToReturnTo(Refusal):
    """Nobody knows from which supplier {sku} came. Name the supplier, or scrap it."""


class DisposalDecided(Refusal):
    """This was decided already."""


class AskerApproves(Refusal):
    """You asked for this: somebody else approves it."""


class ReturnOver(Refusal):
    """{number} was handed over or withdrawn already."""


class NoWaybillText(Refusal):
    """Say who took the goods: the carrier, and its number or the driver's name."""


def pieces_of(draft: DisposalDraft, *, left: int) -> int:
    """How many pieces are meant. Raises DefectGone where that many are not left."""
    wanted = draft.quantity or left
    if not 0 < wanted <= left:
        raise DefectGone(left=left, quantity=wanted)
    return wanted


def worth_of(pieces: int, *, unit_cost: Decimal, book_cost: Decimal) -> Decimal:
    """What the pieces cost when they were bought; as the catalog has it where the receipt does not say."""
    return (pieces * (unit_cost or book_cost)).quantize(_CENT, rounding=ROUND_HALF_UP)


def needs_second(worth: Decimal, *, limit: Decimal) -> bool:
    """Whether a second person must approve."""
    return worth >= limit


def check_approval(*, state: str, asked_by: str, asked_by_id: int | None, by: str, by_id: int | None) -> None:
    if state != "asked":
        raise DisposalDecided
    if (asked_by_id, asked_by) == (by_id, by) or (by_id is not None and asked_by_id == by_id):
        raise AskerApproves
