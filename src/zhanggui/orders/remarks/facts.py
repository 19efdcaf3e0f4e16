"""What is told of requests that are read out of remarks."""

from dataclasses import dataclass
from typing import ClassVar

from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class RequestsRead(FactOf):
    """The remark asks for: {asked}"""

    NAME: ClassVar[str] = "orders.order.requests_read"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    asked: str


@dataclass(frozen=True, slots=True)
class RequestHandled(FactOf):
    """The request “{source}” was handled."""

    NAME: ClassVar[str] = "orders.order.request_handled"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    kind: str
    source: str


@dataclass(frozen=True, slots=True)
class RequestRefused(FactOf):
    """The request “{source}” was refused: {note}"""

    NAME: ClassVar[str] = "orders.order.request_refused"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    kind: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class RequestReopened(FactOf):
    """The request “{source}” is open again."""

    NAME: ClassVar[str] = "orders.order.request_reopened"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    kind: str
    source: str
