"""What the inspector may put on record."""

from typing import NamedTuple
from uuid import UUID

from zhanggui.kernel.refusal import Refusal


class FindingDraft(NamedTuple):
    """So many pieces are defective for this reason, by its code. The same `client_id` again finds nothing more."""

    inspection_id: int
    reason: str
    pieces: int
    client_id: UUID
    note: str = ""


class ReasonUnknown(Refusal):
    """“{reason}” is no reason for a defect that is in use."""


class MoreThanThere(Refusal):
    """{number} has {quantity} pieces; {defective} of them are on record as defective already."""


class NoFinding(Refusal):
    """{number}: nothing was found that could be taken back."""


def check_finding(*, number: str, quantity: int, defective: int, pieces: int) -> None:
    if pieces <= 0 or defective + pieces > quantity:
        raise MoreThanThere(number=number, quantity=quantity, defective=defective)


class MeasureDraft(NamedTuple):
    """What one piece weighs and measures; 0: not measured. The same `client_id` again measures nothing more."""

    inspection_id: int
    client_id: UUID
    weight_g: int = 0
    length_mm: int = 0
    width_mm: int = 0
    height_mm: int = 0


class MeasureUnsound(Refusal):
    """Give a weight in grams, or length, width and height in millimetres, up to {most}."""


MOST_MEASURED = 1_000_000


def check_measure(draft: MeasureDraft) -> None:
    given = draft[2:]
    if not any(given) or not all(0 <= one <= MOST_MEASURED for one in given):
        raise MeasureUnsound(most=MOST_MEASURED)
