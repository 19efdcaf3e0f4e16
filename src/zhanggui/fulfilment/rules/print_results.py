"""What a printer's program says of a label, and what is true of the label then."""

from typing import NamedTuple

from zhanggui.fulfilment.states import PrintState
from zhanggui.kernel.refusal import Refusal

LONGEST_WORDS = 300
_S = PrintState
_AFTER = {
    (_S.SENT, _S.PRINTED): _S.PRINTED,
    (_S.SENT, _S.FAILED): _S.FAILED,
    (_S.SENT, _S.UNKNOWN): _S.UNKNOWN,
    (_S.UNKNOWN, _S.PRINTED): _S.PRINTED,
    (_S.UNKNOWN, _S.FAILED): _S.FAILED,
    (_S.FAILED, _S.PRINTED): _S.PRINTED,
}
"""What is not listed changes nothing: it was said before, or of a label that is to be printed once more."""


class AlreadyAtPrinter(Refusal):
    """The label of parcel {number} is in print job {job}, which is not finished. Go on there."""


class LabelGivenOut(Refusal):
    """Label {waybill} was given to a printer before. Reprint it to get it once more: that is counted."""


class LabelNotNumbered(Refusal):
    """Parcel {number} has a new waybill that was not printed yet. Reprint it first."""


class LabelNotSent(Refusal):
    """Label no. {sequence} was not given to the printer yet; it need not be printed again."""


class LabelLeftOut(Refusal):
    """Label no. {sequence} was left out of the job."""


class PrintTold(NamedTuple):
    """What a program said of one print of one label."""

    document_id: int
    print_number: int
    state: str
    printer: str = ""
    words: str = ""


def state_after(here: str, told: str) -> str | None:
    """The state of a label after that was said of it; None: as it was."""
    return _AFTER.get((PrintState(here), PrintState(told)))
