"""What gifts tell: rules written, switched, moved and rehearsed; what orders were given and what was taken back."""

from dataclasses import dataclass
from typing import ClassVar

from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class GiftsGiven(FactOf):
    """Gift by “{rule}”: {gifts}"""

    NAME: ClassVar[str] = "orders.order.gifts_given"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    rule: str
    gifts: str


@dataclass(frozen=True, slots=True)
class GiftsTakenBack(FactOf):
    """Gifts were taken back: {pieces} pieces."""

    NAME: ClassVar[str] = "orders.order.gifts_taken_back"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    pieces: int


@dataclass(frozen=True, slots=True)
class GiftRuleWritten(FactOf):
    """Version {number} of the gift rule was written."""

    NAME: ClassVar[str] = "orders.gift_rule.written"
    SUBJECT: ClassVar[str] = "gift_rule"
    rule_id: int
    number: int


@dataclass(frozen=True, slots=True)
class GiftRuleSwitchedOn(FactOf):
    """The gift rule gives from now on, in version {number}."""

    NAME: ClassVar[str] = "orders.gift_rule.switched_on"
    SUBJECT: ClassVar[str] = "gift_rule"
    rule_id: int
    number: int


@dataclass(frozen=True, slots=True)
class GiftRuleSwitchedOff(FactOf):
    """The gift rule gives nothing to orders that come from now on."""

    NAME: ClassVar[str] = "orders.gift_rule.switched_off"
    SUBJECT: ClassVar[str] = "gift_rule"
    rule_id: int
    number: int


@dataclass(frozen=True, slots=True)
class GiftRuleMoved(FactOf):
    """The gift rule is asked at place {place}."""

    NAME: ClassVar[str] = "orders.gift_rule.moved"
    SUBJECT: ClassVar[str] = "gift_rule"
    rule_id: int
    place: int


@dataclass(frozen=True, slots=True)
class GiftRuleRehearsed(FactOf):
    """The gift rule “{name}” was to be tried on {orders} orders of the past."""

    NAME: ClassVar[str] = "orders.gift_rehearsal.asked"
    SUBJECT: ClassVar[str] = "gift_rehearsal"
    rehearsal_id: int
    name: str
    orders: int
