"""What is told of changes before shipping: receivers changed by hand, what buyers ask for on the platform."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from zhanggui.kernel.facts import FactOf
from zhanggui.orders.changes.states import AnswerState, AskedChange


@dataclass(frozen=True, slots=True)
class AddressChanged(FactOf):
    """The receiver was changed by hand: {parts}."""

    NAME: ClassVar[str] = "orders.order.address_changed"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    parts: str


@dataclass(frozen=True, slots=True)
class AddressChangeUndone(FactOf):
    """The receiver is again the one before it was changed by hand."""

    NAME: ClassVar[str] = "orders.order.address_change_undone"
    SUBJECT: ClassVar[str] = "order"
    order_id: int


@dataclass(frozen=True, slots=True)
class ChangeAsked(FactOf):
    """The buyer asks for a change before shipping ({kind}); the platform waits for our answer."""

    NAME: ClassVar[str] = "orders.order.change_asked"
    SUBJECT: ClassVar[str] = "order"
    LABELS: ClassVar[Mapping[str, Any]] = {"kind": AskedChange}
    order_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class ChangeAnswered(FactOf):
    """The buyer's request ({kind}) was answered: {answer}. {note}"""

    NAME: ClassVar[str] = "orders.order.change_answered"
    SUBJECT: ClassVar[str] = "order"
    LABELS: ClassVar[Mapping[str, Any]] = {"kind": AskedChange, "answer": AnswerState}
    order_id: int
    kind: str
    answer: str
    note: str


@dataclass(frozen=True, slots=True)
class ChangeReopened(FactOf):
    """What was done for the buyer's request ({kind}) was taken back; it waits for an answer again."""

    NAME: ClassVar[str] = "orders.order.change_reopened"
    SUBJECT: ClassVar[str] = "order"
    LABELS: ClassVar[Mapping[str, Any]] = {"kind": AskedChange}
    order_id: int
    kind: str


@dataclass(frozen=True, slots=True)
class ChangeOverdue(FactOf):
    """{level} % of the time to answer the buyer's request ({kind}) are gone."""

    NAME: ClassVar[str] = "orders.order.change_overdue"
    SUBJECT: ClassVar[str] = "order"
    LABELS: ClassVar[Mapping[str, Any]] = {"kind": AskedChange}
    order_id: int
    kind: str
    level: int
