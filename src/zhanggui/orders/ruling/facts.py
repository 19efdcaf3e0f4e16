"""What the company's own rules tell: written, switched, asked, stopped; and what review did because of them."""

from dataclasses import dataclass
from typing import ClassVar

from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class OrderReviewForced(FactOf):
    """Passed review over {checks}: {reason}"""

    NAME: ClassVar[str] = "orders.order.review_forced"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    checks: str
    reason: str


@dataclass(frozen=True, slots=True)
class RulesApplied(FactOf):
    """Rules did this: {did}"""

    NAME: ClassVar[str] = "orders.order.rules_applied"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    did: str


@dataclass(frozen=True, slots=True)
class OrderNoted(FactOf):
    """Note: {note}"""

    NAME: ClassVar[str] = "orders.order.noted"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    note: str


@dataclass(frozen=True, slots=True)
class RulesCircled(FactOf):
    """Rules kept changing the order and were stopped: {rules}"""

    NAME: ClassVar[str] = "orders.order.rules_circled"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    rules: str


@dataclass(frozen=True, slots=True)
class RulesToAskAgain(FactOf):
    """The rules will be asked again about this version."""

    NAME: ClassVar[str] = "orders.order.rules_to_ask_again"
    SUBJECT: ClassVar[str] = "order"
    order_id: int


@dataclass(frozen=True, slots=True)
class ReviewRuleWritten(FactOf):
    """Version {number} of the rule was written."""

    NAME: ClassVar[str] = "orders.rule.written"
    SUBJECT: ClassVar[str] = "rule"
    rule_id: int
    number: int


@dataclass(frozen=True, slots=True)
class ReviewRuleSwitchedOn(FactOf):
    """The rule is asked from now on, in version {number}."""

    NAME: ClassVar[str] = "orders.rule.switched_on"
    SUBJECT: ClassVar[str] = "rule"
    rule_id: int
    number: int


@dataclass(frozen=True, slots=True)
class ReviewRuleSwitchedOff(FactOf):
    """The rule is not asked any more."""

    NAME: ClassVar[str] = "orders.rule.switched_off"
    SUBJECT: ClassVar[str] = "rule"
    rule_id: int
    number: int


@dataclass(frozen=True, slots=True)
class ReviewRuleMoved(FactOf):
    """The rule is asked at place {place}."""

    NAME: ClassVar[str] = "orders.rule.moved"
    SUBJECT: ClassVar[str] = "rule"
    rule_id: int
    place: int


@dataclass(frozen=True, slots=True)
class RuleAlarmSeen(FactOf):
    """Someone has seen to the alarm of this rule."""

    NAME: ClassVar[str] = "orders.rule.alarm_seen"
    SUBJECT: ClassVar[str] = "rule"
    rule_id: int


@dataclass(frozen=True, slots=True)
class RuleRehearsed(FactOf):
    """“{name}” was to be tried on {orders} orders of the past."""

    NAME: ClassVar[str] = "orders.rehearsal.asked"
    SUBJECT: ClassVar[str] = "rehearsal"
    rehearsal_id: int
    name: str
    orders: int


@dataclass(frozen=True, slots=True)
class ReviewThresholdsSet(FactOf):
    """The numbers of the review checks were set: {numbers}"""

    NAME: ClassVar[str] = "orders.review.thresholds_set"
    SUBJECT: ClassVar[str] = "review_thresholds"
    thresholds_id: int
    numbers: str
