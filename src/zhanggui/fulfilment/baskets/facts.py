"""What is told of the stop basket."""

from dataclasses import dataclass
from typing import ClassVar

from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class PiecesLost(FactOf):
    """{pieces} pieces of {sku} were written off: {reason}. Confirmed by {confirmed_by}."""

    NAME: ClassVar[str] = "fulfilment.pieces.lost"
    SUBJECT: ClassVar[str] = "parcel"
    parcel_id: int
    sku: str
    pieces: int
    reason: str
    confirmed_by: str
