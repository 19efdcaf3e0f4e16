"""The review: every rule asked of an order, what it saw, and the refusal when it says no.

The rules are a list to read. Each sees one thing of a `ReviewCase`; all are asked, so that a clerk mends everything
in one go, and the trace of every answer is kept with the decision.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.doors.channel import ChannelState, RefundState
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.rules.missing import missing_read
from zhanggui.orders.states import HoldReason


class ReviewRefused(Refusal):
    """Order {number} cannot pass review: {reasons}"""


class Unpaid(Refusal):
    """It is not paid."""


class Unmatched(Refusal):
    """These lines have no SKU: {seen}. Match the listing first."""


class Refunding(Refusal):
    """A refund is open on: {seen}."""


class PlatformHold(Refusal):
    """The platform forbids shipping for now."""


class SentElsewhere(Refusal):
    """The platform already shows it as shipped."""


class AddressChanging(Refusal):
    """The buyer asked for another address."""


class ItemsChanging(Refusal):
    """The buyer asked for other items."""


class NoReceiver(Refusal):
    """The receiver is incomplete: {seen} missing."""

    def words(self) -> dict[str, Any]:
        parts = str(self.data.get("seen", "")).split(", ")
        return super().words() | {"seen": ", ".join(str(_PARTS.get(part, part)) for part in parts)}


class BelowFloor(Refusal):
    """Sold below the floor price: {seen}."""


class BuyerBlocked(Refusal):
    """The buyer is on the black list: {seen}."""


class AreaUnreachable(Refusal):
    """No carrier serves {seen}."""


class OutOfStock(Refusal):
    """Not enough stock where it would be sent from: {seen}."""


class RemarkUnread(Refusal):
    """A remark waits to be handled: {seen}"""


class RequestsOpen(Refusal):
    """Requests wait to be handled: {seen}"""


class PaymentGate(Refusal):
    """Its payment does not release it: {seen}"""

    def words(self) -> dict[str, Any]:
        return super().words() | {"seen": missing_read(str(self.data.get("seen", "")))}


class Held(Refusal):
    """It is on hold: {seen}."""

    def words(self) -> dict[str, Any]:
        reasons = str(self.data.get("seen", "")).split(", ")
        return super().words() | {"seen": ", ".join(_hold_label(reason) for reason in reasons)}


class PossibleDuplicate(Refusal):
    """The same goods for the same receiver or buyer are in {seen}."""

    def words(self) -> dict[str, Any]:
        return super().words() | {"seen": twins_read(str(self.data.get("seen", "")))}


class Twin(NamedTuple):
    """An open order like this one. `is_shown`: whoever asked for the review may see the orders of its shop."""

    order_id: int
    number: str
    is_of_shop: bool = True
    is_shown: bool = True

    @property
    def kept(self) -> str:
        """How a decision keeps it, which everybody may read who sees the order: the number only within its shop."""
        return self.number if self.is_of_shop else f"{OF_OTHERS}{self.order_id}"

    @property
    def told(self) -> str:
        return self.number if self.is_shown else self.kept


OF_OTHERS = "#"
"""Before the id of an order of another shop. No platform numbers an order so."""


def twins_read(seen: str) -> str:
    """Orders as a person reads them: those of other shops have no number."""
    named = (_t("an order of another shop") if number.startswith(OF_OTHERS) else number for number in seen.split(", "))
    return ", ".join(dict.fromkeys(named))


_PARTS = {"name": _("Receiver's name"), "phone": _("Phone"), "address": _("Address")}
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ReviewLine:
    sku_id: int | None
    sku_code: str
    title: str
    quantity: int
    amount: Decimal
    floor_price: Decimal
    refund: str
    is_replaced: bool = False


@dataclass(frozen=True, slots=True)
class ReviewCase:
    """All a rule may look at. `short` is what is missing of its goods once those before it have theirs."""

    order_id: int
    number: str
    shop_id: int
    channel_state: str
    is_paid: bool
    cash_on_delivery: bool
    receiver_name: str
    receiver_contact: str
    receiver_state: str
    receiver_city: str
    receiver_district: str
    receiver_address: str
    buyer: str
    remark: str
    remark_handled: bool
    hold_reasons: tuple[str, ...]
    lines: tuple[ReviewLine, ...]
    blocked_note: str | None
    is_unreachable: bool
    urgent: bool = False
    ship_by: datetime | None = None
    paid_at: datetime | None = None
    warehouse_wish: int | None = None
    short: str = ""
    ships_partly: bool = False
    open_requests: str = ""
    payment_missing: str = ""
    floor_percent: int = 100
    duplicates: tuple[Twin, ...] = ()

    @property
    def turn(self) -> tuple[bool, datetime, datetime, int]:
        """In this order stock is given away: urgent ones, then by deadline, then who paid first."""
        return (not self.urgent, self.ship_by or _NEVER, self.paid_at or _NEVER, self.order_id)

    def needs(self) -> dict[int, int]:
        """Pieces to be sent by SKU: parts of bundles and gifts count, what others are sent for does not."""
        found: dict[int, int] = {}
        for line in self.lines:
            if line.sku_id is not None and not line.is_replaced and line.quantity > 0:
                found[line.sku_id] = found.get(line.sku_id, 0) + line.quantity
        return found


def _never(case: ReviewCase) -> bool:
    return False


def _all_of_it(case: ReviewCase, seen: str) -> str:
    return seen


@dataclass(frozen=True, slots=True)
class Rule:
    """`sees` answers what is wrong (empty: nothing); `refusal` says it, unless it is to be no more than a warning.

    `tells` is how much of it whoever asked for the review is told; the trace keeps all.

    What only the company risks, a person with the right may force, with a reason.
    """

    name: str
    sees: Callable[[ReviewCase], Any]
    refusal: type[Refusal]
    may_be_forced: bool = False
    only_warns: Callable[[ReviewCase], bool] = _never
    tells: Callable[[ReviewCase, str], str] = _all_of_it


def _is_unpaid(case: ReviewCase) -> bool:
    return case.channel_state == ChannelState.PENDING_PAYMENT or not (case.is_paid or case.cash_on_delivery)


def missing_parts(name: str, contact: str, address: str) -> str:
    """What a receiver lacks, as `NoReceiver` names it; empty when it is complete."""
    parts = {"name": name, "phone": contact, "address": address}
    return ", ".join(part for part, text in parts.items() if not text.strip())


def _missing_receiver(case: ReviewCase) -> str:
    return missing_parts(case.receiver_name, case.receiver_contact, case.receiver_address)


_OPEN_REFUNDS = frozenset(state.value for state in RefundState if state.is_open)

_RULED = frozenset(
    {
        HoldReason.PLATFORM,
        HoldReason.REFUND,
        HoldReason.ADDRESS_CHANGE,
        HoldReason.ITEM_CHANGE,
        HoldReason.SHORTAGE,
        HoldReason.NO_PLACE,
    }
)
"""Holds whose cause a rule of its own looks at; planning ends a shortage, or that nobody can send it."""


def _other_holds(case: ReviewCase) -> list[str]:
    return [reason for reason in case.hold_reasons if reason not in _RULED]


def _hold_label(reason: str) -> str:
    """The label; what was kept in words is read as it stands."""
    return str(HoldReason(reason).label) if reason in HoldReason.values else reason


RULES: tuple[Rule, ...] = (
    Rule("paid", _is_unpaid, Unpaid),
    Rule(
        "matched",
        lambda case: ", ".join(
            line.sku_code or line.title for line in case.lines if line.sku_id is None and not line.is_replaced
        ),
        Unmatched,
    ),
    Rule(
        "no_refund",
        lambda case: ", ".join(line.title for line in case.lines if line.refund in _OPEN_REFUNDS),
        Refunding,
    ),
    Rule("no_platform_hold", lambda case: case.channel_state == ChannelState.ON_HOLD, PlatformHold),
    Rule(
        "not_sent",
        lambda case: case.channel_state in {ChannelState.SHIPPED, ChannelState.DELIVERED},
        SentElsewhere,
        may_be_forced=True,
    ),
    Rule("no_address_change", lambda case: "address_change" in case.hold_reasons, AddressChanging),
    Rule("no_item_change", lambda case: "item_change" in case.hold_reasons, ItemsChanging),
    Rule("receiver", _missing_receiver, NoReceiver),
    Rule(
        "floor_price",
        lambda case: ", ".join(
            f"{line.sku_code} {line.amount}"
            for line in case.lines
            if 100 * line.amount < case.floor_percent * line.floor_price * line.quantity
        ),
        BelowFloor,
        may_be_forced=True,
    ),
    Rule("buyer", lambda case: case.blocked_note, BuyerBlocked, may_be_forced=True),
    Rule(
        "area",
        lambda case: (
            f"{case.receiver_state}{case.receiver_city}{case.receiver_district}" if case.is_unreachable else ""
        ),
        AreaUnreachable,
    ),
    Rule("stock", lambda case: case.short, OutOfStock, may_be_forced=True, only_warns=lambda case: case.ships_partly),
    Rule("payment", lambda case: case.payment_missing, PaymentGate),
    Rule("requests", lambda case: case.open_requests, RequestsOpen),
    Rule("remark", lambda case: "" if case.remark_handled else case.remark, RemarkUnread),
    Rule(
        "duplicate",
        lambda case: ", ".join(twin.kept for twin in case.duplicates),
        PossibleDuplicate,
        may_be_forced=True,
        tells=lambda case, seen: ", ".join(twin.told for twin in case.duplicates),
    ),
    Rule("holds", lambda case: ", ".join(_other_holds(case)), Held),
)

FORCEABLE = frozenset(rule.name for rule in RULES if rule.may_be_forced)

WARNED, FORCED = "warned", "forced"
Trace = list[tuple[str, bool, str, *tuple[str, ...]]]
"""Rule, passed, what it saw; of one that passed and yet saw something, whether it only warned or was forced."""


def review(
    case: ReviewCase, *, rules: tuple[Rule, ...] = RULES, forced: Collection[str] = ()
) -> tuple[Trace, list[Refusal]]:
    """Every rule's answer, and the refusals of those that say no. `forced` names rules whose no does not count."""
    trace: Trace = []
    refusals: list[Refusal] = []
    for rule in rules:
        seen = rule.sees(case)
        if seen is None or seen is False or seen == "":
            trace.append((rule.name, True, ""))
            continue
        text = "" if seen is True else str(seen)
        if rule.only_warns(case):
            trace.append((rule.name, True, text, WARNED))
        elif rule.may_be_forced and rule.name in forced:
            trace.append((rule.name, True, text, FORCED))
        else:
            trace.append((rule.name, False, text))
            refusals.append(rule.refusal(seen=rule.tells(case, text)))
    return trace, refusals


def forced_in(trace: Trace) -> list[str]:
    """The checks that were forced."""
    return [name for name, _passed, _seen, *how in trace if FORCED in how]
