"""What happened to plans and to what they are made from."""

from dataclasses import dataclass
from typing import ClassVar

from zhanggui.kernel.facts import FactOf
from zhanggui.planning.states import FestivalKind


@dataclass(frozen=True, slots=True)
class SalesImported(FactOf):
    """Sales of {days} days of SKUs from {first} to {last} came from a file."""

    NAME: ClassVar[str] = "planning.warehouse.sales_imported"
    SUBJECT: ClassVar[str] = "warehouse"
    warehouse_id: int
    first: str
    last: str
    days: int


@dataclass(frozen=True, slots=True)
class PlanAsked(FactOf):
    """Plan {number} is being worked out."""

    NAME: ClassVar[str] = "planning.plan.asked"
    SUBJECT: ClassVar[str] = "plan"
    plan_id: int
    number: str


@dataclass(frozen=True, slots=True)
class PlanDone(FactOf):
    """Plan {number} is worked out: {suggested} of {looked} SKUs should be bought."""

    NAME: ClassVar[str] = "planning.plan.done"
    SUBJECT: ClassVar[str] = "plan"
    plan_id: int
    number: str
    suggested: int
    looked: int


@dataclass(frozen=True, slots=True)
class SuggestionEdited(FactOf):
    """{before} pieces became {quantity}."""

    NAME: ClassVar[str] = "planning.suggestion.edited"
    SUBJECT: ClassVar[str] = "suggestion"
    suggestion_id: int
    before: int
    quantity: int


@dataclass(frozen=True, slots=True)
class SuggestionApproved(FactOf):
    """{quantity} pieces were approved."""

    NAME: ClassVar[str] = "planning.suggestion.approved"
    SUBJECT: ClassVar[str] = "suggestion"
    suggestion_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class SuggestionReopened(FactOf):
    """It is proposed again."""

    NAME: ClassVar[str] = "planning.suggestion.reopened"
    SUBJECT: ClassVar[str] = "suggestion"
    suggestion_id: int


@dataclass(frozen=True, slots=True)
class SuggestionDropped(FactOf):
    """Dropped: {reason}"""

    NAME: ClassVar[str] = "planning.suggestion.dropped"
    SUBJECT: ClassVar[str] = "suggestion"
    suggestion_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class PlanningNumbersSet(FactOf):
    """It is planned like this: {said}"""

    NAME: ClassVar[str] = "planning.numbers.set"
    SUBJECT: ClassVar[str] = "company"
    company_id: int
    said: str


@dataclass(frozen=True, slots=True)
class UpliftSet(FactOf):
    """{festival}: {times} times as much is expected."""

    NAME: ClassVar[str] = "planning.uplift.set"
    SUBJECT: ClassVar[str] = "company"
    LABELS = {"festival": FestivalKind}
    company_id: int
    festival: str
    times: str


@dataclass(frozen=True, slots=True)
class SuggestionOrdered(FactOf):
    """{quantity} pieces were put on the purchase order {paper}."""

    NAME: ClassVar[str] = "planning.suggestion.ordered"
    SUBJECT: ClassVar[str] = "suggestion"
    suggestion_id: int
    quantity: int
    paper: str
