"""Which step a purchase order may take, and who may agree to it. Pure."""

from collections.abc import Collection, Mapping

from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import allows
from zhanggui.purchasing.states import PURCHASE_STEPS, PurchaseState


class PurchaseNotThere(Refusal):
    """Purchase order {number} is “{state}”: this is not possible now."""


class ApprovedByItsAuthor(Refusal):
    """You drafted purchase order {number}: somebody else approves it."""


class MoreThanOrdered(Refusal):
    """Line {line} of purchase order {number}: {pieces} pieces came, at most {most} more may."""


class FewerThanReceived(Refusal):
    """Line {line} of purchase order {number}: {pieces} pieces cannot be taken back, {received} were counted."""


def check_step(here: str, there: str, *, number: str, among: Collection[str] = ()) -> None:
    """Raises unless the order may go there, from one of these states where they are named."""
    if not allows(PURCHASE_STEPS, here=here, there=there) or (among and here not in among):
        raise PurchaseNotThere(number=number, state=str(PurchaseState(here).label))


def check_count(pieces: int, *, ordered: int, over: int, received: int, cancelled: int, number: str, nth: int) -> None:
    """Raises when more would have come than may, or less than nothing."""
    most = ordered + over - cancelled - received
    if pieces > most:
        raise MoreThanOrdered(line=nth, number=number, pieces=pieces, most=max(0, most))
    if received + pieces < 0:
        raise FewerThanReceived(line=nth, number=number, pieces=-pieces, received=received)


def state_after(open_pieces: Mapping[int, int], received: Mapping[int, int], *, before: str) -> str:
    """Where an order stands by what of its lines is open and what has come."""
    if not any(received.values()):
        return before if before in {"approved", "sent", "confirmed"} else PurchaseState.CONFIRMED.value
    return PurchaseState.PART_RECEIVED.value if any(open_pieces.values()) else PurchaseState.RECEIVED.value
