"""What is told of orders that do not move: who has one now, and that its time runs out."""

from dataclasses import dataclass
from typing import ClassVar

from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class ExceptionAssigned(FactOf):
    """{person} sees to it that the order moves ({cause})."""

    NAME: ClassVar[str] = "orders.exception.assigned"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    cause: str
    person: str


@dataclass(frozen=True, slots=True)
class ExceptionEscalated(FactOf):
    """{percent} % of the time to make it move is over ({cause}); it is with {post}."""

    NAME: ClassVar[str] = "orders.exception.escalated"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    cause: str
    percent: int
    post: str


@dataclass(frozen=True, slots=True)
class ExceptionEnded(FactOf):
    """What kept the order from moving was ended ({cause})."""

    NAME: ClassVar[str] = "orders.exception.ended"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    cause: str


@dataclass(frozen=True, slots=True)
class OrderRushed(FactOf):
    """The order goes before the others: {urgent}."""

    NAME: ClassVar[str] = "orders.order.rushed"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    urgent: bool


@dataclass(frozen=True, slots=True)
class CutOffsSet(FactOf):
    """Cut-offs of the warehouse: {times}."""

    NAME: ClassVar[str] = "orders.warehouse.cut_offs_set"
    SUBJECT: ClassVar[str] = "warehouse"
    warehouse_id: int
    times: str
