"""What pieces that are told apart must bring along when they come in."""

from collections.abc import Sequence

from zhanggui.catalog.states import Tracking
from zhanggui.kernel.refusal import Refusal

LONGEST_CODE = 64


class LotMissing(Refusal):
    """SKU {sku} is kept by lots. Say of which lot these pieces are."""


class CodesMissing(Refusal):
    """SKU {sku}: {quantity} pieces need {quantity} unique codes, each once; {given} were given."""


class CodesNotKept(Refusal):
    """SKU {sku} has no unique codes. Say in the catalog that it is tracked by them first."""


class CodeTaken(Refusal):
    """Unique code {code} is known already, of SKU {sku}."""


class CodeNotPlain(Refusal):
    """“{code}” is no unique code: at most 64 characters without blanks fit."""


class MoreCodesThanPieces(Refusal):
    """SKU {sku}: {pieces} pieces lie in the warehouse and {codes} of them have codes. {given} more are too many."""


def check_tracked(*, sku: str, tracking: str, quantity: int, lot: str, codes: Sequence[str]) -> None:
    """A lot where lots are kept, a code of its own for each piece where codes are."""
    if tracking == Tracking.LOT and not lot:
        raise LotMissing(sku=sku)
    if tracking == Tracking.CODE and (len(codes) != quantity or len(set(codes)) != quantity):
        raise CodesMissing(sku=sku, quantity=quantity, given=len(set(codes)))
    if codes and tracking != Tracking.CODE:
        raise CodesNotKept(sku=sku)
    for code in codes:
        check_code(code)


def check_code(code: str) -> None:
    if not 0 < len(code) <= LONGEST_CODE or code.split() != [code]:
        raise CodeNotPlain(code=code[:LONGEST_CODE])


def check_room(*, sku: str, pieces: int, known: int, given: int) -> None:
    """No more pieces with codes than there are pieces."""
    if known + given > pieces:
        raise MoreCodesThanPieces(sku=sku, pieces=pieces, codes=known, given=given)
