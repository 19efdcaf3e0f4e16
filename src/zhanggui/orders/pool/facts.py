"""What is told of orders that do not move: who has one now, and that its time runs out."""

from dataclasses import dataclass
from typing import ClassVar

from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class ExceptionAssigned(FactOf):
    """{person} sees to it that the order moves."""

    NAME: ClassVar[str] = "orders.exception.assigned"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    cause: str
    person: str


@dataclass(frozen=True, slots=True)
class ExceptionEscalated(FactOf):
    """Of the time to make the order move {percent} per cent are over."""

    NAME: ClassVar[str] = "orders.exception.escalated"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    cause: str
    percent: int
    post: str


@dataclass(frozen=True, slots=True)
class ExceptionEnded(FactOf):
    """What kept the order from moving was ended."""

    NAME: ClassVar[str] = "orders.exception.ended"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    cause: str


@dataclass(frozen=True, slots=True)
class OrderRushed(FactOf):
    """The order goes before the others."""

    NAME: ClassVar[str] = "orders.order.rushed"
    SUBJECT: ClassVar[str] = "order"
    order_id: int


@dataclass(frozen=True, slots=True)
class OrderCalmed(FactOf):
    """The order no longer goes before the others."""

    NAME: ClassVar[str] = "orders.order.calmed"
    SUBJECT: ClassVar[str] = "order"
    order_id: int


@dataclass(frozen=True, slots=True)
class CutOffsSet(FactOf):
    """Cut-offs of the warehouse: {times}."""

    NAME: ClassVar[str] = "orders.warehouse.cut_offs_set"
    SUBJECT: ClassVar[str] = "warehouse"
    warehouse_id: int
    times: str
