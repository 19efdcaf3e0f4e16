"""What the house tells of itself."""

from dataclasses import dataclass
from typing import ClassVar

from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class PromiseBroken(FactOf):
    """A promise is broken: {promise}, {record} {what}."""

    NAME: ClassVar[str] = "config.promise.broken"
    SUBJECT: ClassVar[str] = "company"
    company_id: int
    promise: str
    record: str
    what: str
