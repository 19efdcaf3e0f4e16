"""What is told of questions about orders."""

from dataclasses import dataclass
from typing import ClassVar

from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class QuestionAsked(FactOf):
    """The warehouse asks service: {words}"""

    NAME: ClassVar[str] = "orders.question.asked"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    words: str


@dataclass(frozen=True, slots=True)
class QuestionAnswered(FactOf):
    """Service answers the warehouse: {answer}"""

    NAME: ClassVar[str] = "orders.question.answered"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    answer: str
