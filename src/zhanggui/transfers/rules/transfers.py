"""What a transfer may do next, and what its pieces add up to."""

from zhanggui.kernel.refusal import Refusal
from zhanggui.transfers.states import TransferState


class TransferNotThere(Refusal):
    """Transfer {number} cannot do this now: {state}."""

    sound = "already_scanned"


class SameWarehouse(Refusal):
    """A transfer goes from one warehouse to another. Inside one warehouse goods are moved between bins."""


class RequesterApproves(Refusal):
    """You requested transfer {number} yourself. Somebody else has to approve it."""


class MoreThanAsked(Refusal):
    """Transfer {number}: {pieces} pieces of {sku} are more than the {asked} asked for."""


class NothingSent(Refusal):
    """Transfer {number}: at least one piece has to leave. If nothing leaves, cancel it."""


class NothingAsked(Refusal):
    """A transfer needs lines, each with at least one piece, from bins of its warehouse from which goods are sold."""


class WrongDecision(Refusal):
    """Pieces too many can only be found here or go back to where they came from; they cannot be lost."""


class CaseClosed(Refusal):
    """This difference was decided already."""

    sound = "already_scanned"


def check_at(number: str, state: str, *, wanted: TransferState) -> None:
    """Raises TransferNotThere."""
    if state != wanted:
        raise TransferNotThere(number=number, state=str(TransferState(state).label))
