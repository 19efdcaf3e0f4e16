"""What transfers tell. The subject is the transfer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from zhanggui.kernel.facts import FactOf
from zhanggui.transfers.states import Decision

TRANSFER = "transfer"


@dataclass(frozen=True, slots=True)
class TransferRequested(FactOf):
    """{pieces} pieces are to go to another warehouse."""

    NAME: ClassVar[str] = "transfers.transfer.requested"
    SUBJECT: ClassVar[str] = TRANSFER
    transfer_id: int
    pieces: int


@dataclass(frozen=True, slots=True)
class TransferApproved(FactOf):
    """The transfer was approved; its goods can be sold to nobody else."""

    NAME: ClassVar[str] = "transfers.transfer.approved"
    SUBJECT: ClassVar[str] = TRANSFER
    transfer_id: int


@dataclass(frozen=True, slots=True)
class TransferCancelled(FactOf):
    """The transfer was cancelled: {reason}."""

    NAME: ClassVar[str] = "transfers.transfer.cancelled"
    SUBJECT: ClassVar[str] = TRANSFER
    transfer_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class TransferSent(FactOf):
    """{pieces} pieces left; they lie in no warehouse until they arrive."""

    NAME: ClassVar[str] = "transfers.transfer.sent"
    SUBJECT: ClassVar[str] = TRANSFER
    transfer_id: int
    pieces: int


@dataclass(frozen=True, slots=True)
class TransferArrived(FactOf):
    """{pieces} pieces arrived; {missing} are missing, {surplus} are too many."""

    NAME: ClassVar[str] = "transfers.transfer.arrived"
    SUBJECT: ClassVar[str] = TRANSFER
    transfer_id: int
    pieces: int
    missing: int
    surplus: int


@dataclass(frozen=True, slots=True)
class CaseDecided(FactOf):
    """Over {pieces} pieces it was decided: {decision}."""

    NAME: ClassVar[str] = "transfers.case.decided"
    SUBJECT: ClassVar[str] = TRANSFER
    LABELS: ClassVar[Mapping[str, Any]] = {"decision": Decision}
    transfer_id: int
    pieces: int
    decision: str
