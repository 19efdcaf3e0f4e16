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
