"""What the house tells of itself."""

from dataclasses import dataclass
from typing import ClassVar

from zhanggui.kernel.facts import FactOf
from zhanggui.kernel.promises import BROKEN, KEPT


@dataclass(frozen=True, slots=True)
class PromisesKept(FactOf):
    """Every promise was proved again."""

    NAME: ClassVar[str] = KEPT
    SUBJECT: ClassVar[str] = "company"
    company_id: int


@dataclass(frozen=True, slots=True)
class PromiseBroken(FactOf):
    """A promise is broken: {promise}, {record} {what}."""

    NAME: ClassVar[str] = BROKEN
    SUBJECT: ClassVar[str] = "company"
    company_id: int
    promise: str
    record: str
    what: str
