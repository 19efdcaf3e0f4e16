"""What print batches tell."""

from dataclasses import dataclass
from typing import ClassVar

from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class PrintBatchClosed(FactOf):
    """The batch was closed with {printed} printed; {missing} went over to the next. {reason}"""

    NAME: ClassVar[str] = "fulfilment.print_batch.closed"
    SUBJECT: ClassVar[str] = "print_batch"
    batch_id: int
    printed: int
    missing: int
    reason: str
