"""What orders tell: imported, changed, reviewed, held, released, cancelled, remark handled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class OrderImported(FactOf):
    """An order came in for the first time."""

    NAME: ClassVar[str] = "orders.order.imported"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    number: str
    state: str
    source: str


@dataclass(frozen=True, slots=True)
class OrderChanged(FactOf):
    """The order has a newer version with these differences."""

    NAME: ClassVar[str] = "orders.order.changed"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    what: list[str]
    impact: str
    source: str


@dataclass(frozen=True, slots=True)
class OrderDeadlineMoved(FactOf):
    """The moment by which the order must leave, or be scanned by the carrier, is another one."""

    NAME: ClassVar[str] = "orders.order.deadline_moved"
    SUBJECT: ClassVar[str] = "order"
    order_id: int


@dataclass(frozen=True, slots=True)
class OrderDelivered(FactOf):
    """The buyer has all of it."""

    NAME: ClassVar[str] = "orders.order.delivered"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    delivered_at: datetime


@dataclass(frozen=True, slots=True)
class OrderStopAsked(FactOf):
    """What the buyer wants is no longer what we are sending: parcels under way must stop."""

    NAME: ClassVar[str] = "orders.order.stop_asked"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class OrderReviewAsked(FactOf):
    """What was reviewed no longer counts: parcels without paper are let go, those on paper go on."""

    NAME: ClassVar[str] = "orders.order.review_asked"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class OrderDataDisagree(FactOf):
    """Two different payloads carry the same moment; both are kept."""

    NAME: ClassVar[str] = "orders.order.data_disagree"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    modified_at: str


@dataclass(frozen=True, slots=True)
class OrderLinesMatched(FactOf):
    """Lines that waited for a SKU have it now: {codes}."""

    NAME: ClassVar[str] = "orders.order.lines_matched"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    codes: list[str]


@dataclass(frozen=True, slots=True)
class OrderReviewed(FactOf):
    """The order passed review and may be planned."""

    NAME: ClassVar[str] = "orders.order.reviewed"
    SUBJECT: ClassVar[str] = "order"
    order_id: int


@dataclass(frozen=True, slots=True)
class OrderReviewRefused(FactOf):
    """Review said no, for these reasons."""

    NAME: ClassVar[str] = "orders.order.review_refused"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class OrderHeld(FactOf):
    """The order waits, for this reason."""

    NAME: ClassVar[str] = "orders.order.held"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    reason: str
    note: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class OrderReleased(FactOf):
    """This reason to wait is gone."""

    NAME: ClassVar[str] = "orders.order.released"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class OrderCancelled(FactOf):
    """The order was cancelled by us."""

    NAME: ClassVar[str] = "orders.order.cancelled"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class OrderReopened(FactOf):
    """Our own cancellation was taken back; the order is to be reviewed again."""

    NAME: ClassVar[str] = "orders.order.reopened"
    SUBJECT: ClassVar[str] = "order"
    order_id: int


@dataclass(frozen=True, slots=True)
class RemarkHandled(FactOf):
    """Someone read the remark and acted on it."""

    NAME: ClassVar[str] = "orders.order.remark_handled"
    SUBJECT: ClassVar[str] = "order"
    order_id: int


@dataclass(frozen=True, slots=True)
class SellerMemoWritten(FactOf):
    """We wrote the seller's memo: {memo} (flag {flag})."""

    NAME: ClassVar[str] = "orders.order.memo_written"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    memo: str
    flag: int


@dataclass(frozen=True, slots=True)
class OrderReceiverShown(FactOf):
    """The receiver's name, phone and address were shown in full."""

    NAME: ClassVar[str] = "orders.order.receiver_shown"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    purpose: str


@dataclass(frozen=True, slots=True)
class OrderReceiverExported(FactOf):
    """The receiver's name, phone and address were given out in a file."""

    NAME: ClassVar[str] = "orders.order.receiver_exported"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    purpose: str


@dataclass(frozen=True, slots=True)
class OrderReceiverForgotten(FactOf):
    """The whole words of the receiver were forgotten."""

    NAME: ClassVar[str] = "orders.order.receiver_forgotten"
    SUBJECT: ClassVar[str] = "order"
    order_id: int


@dataclass(frozen=True, slots=True)
class OrderSnapshotShown(FactOf):
    """What the platform sent at {modified_at} was shown in full."""

    NAME: ClassVar[str] = "orders.order.snapshot_shown"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    modified_at: str


@dataclass(frozen=True, slots=True)
class BuyerBlocked(FactOf):
    """No order of {buyer} passes review."""

    NAME: ClassVar[str] = "orders.buyer.blocked"
    SUBJECT: ClassVar[str] = "buyer"
    buyer_id: int
    buyer: str
    note: str


@dataclass(frozen=True, slots=True)
class BuyerUnblocked(FactOf):
    """{buyer} is no longer on the black list."""

    NAME: ClassVar[str] = "orders.buyer.unblocked"
    SUBJECT: ClassVar[str] = "buyer"
    buyer_id: int
    buyer: str


@dataclass(frozen=True, slots=True)
class MemoEchoed(FactOf):
    """The platform shows the memo we wrote."""

    NAME: ClassVar[str] = "orders.order.memo_echoed"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    memo: str
    flag: int


@dataclass(frozen=True, slots=True)
class PaymentRecorded(FactOf):
    """Payment recorded: {amount} ({cause})."""

    NAME: ClassVar[str] = "orders.order.payment_recorded"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    kind: str
    amount: Decimal
    cause: str


@dataclass(frozen=True, slots=True)
class PaymentTakenBack(FactOf):
    """Payment taken back: {amount} ({cause})."""

    NAME: ClassVar[str] = "orders.order.payment_taken_back"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    kind: str
    amount: Decimal
    cause: str


@dataclass(frozen=True, slots=True)
class AccountToppedUp(FactOf):
    """{amount} was paid in ({cause})."""

    NAME: ClassVar[str] = "orders.account.topped_up"
    SUBJECT: ClassVar[str] = "account"
    account_id: int
    amount: Decimal
    cause: str


@dataclass(frozen=True, slots=True)
class TemplateSaved(FactOf):
    """The remark template {name} was saved."""

    NAME: ClassVar[str] = "orders.template.saved"
    SUBJECT: ClassVar[str] = "template"
    template_id: int
    name: str


@dataclass(frozen=True, slots=True)
class OrderWishSet(FactOf):
    """Warehouse and carrier asked for: {words}."""

    NAME: ClassVar[str] = "orders.order.wish_set"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    words: str
    was_warehouse_id: int | None
    was_carrier: str
    was_ruled: Mapping[str, Sequence[int | str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BundlesApplied(FactOf):
    """Its bundles are sent as the parts the catalog names now."""

    NAME: ClassVar[str] = "orders.order.bundles_applied"
    SUBJECT: ClassVar[str] = "order"
    order_id: int


@dataclass(frozen=True, slots=True)
class OrderLineBound(FactOf):
    """Line {line} was bound to SKU {sku} by hand."""

    NAME: ClassVar[str] = "orders.order.line_bound"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    line: str
    sku: str


@dataclass(frozen=True, slots=True)
class OrderLineExchanged(FactOf):
    """Line {line}: {quantity} × {sku} is sent instead; the buyer's difference is {price_difference}."""

    NAME: ClassVar[str] = "orders.order.line_exchanged"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    line: str
    sku: str
    quantity: int
    price_difference: str


@dataclass(frozen=True, slots=True)
class OrderLineCancelled(FactOf):
    """Line {line} is taken out; {refund} goes back to the buyer. {reason}"""

    NAME: ClassVar[str] = "orders.order.line_cancelled"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    line: str
    refund: str
    reason: str


@dataclass(frozen=True, slots=True)
class OrderLineReopened(FactOf):
    """Line {line} is sent after all."""

    NAME: ClassVar[str] = "orders.order.line_reopened"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    line: str


@dataclass(frozen=True, slots=True)
class ExchangeUndone(FactOf):
    """Line {line}: the exchange for {sku} was taken back."""

    NAME: ClassVar[str] = "orders.order.exchange_undone"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    line: str
    sku: str


@dataclass(frozen=True, slots=True)
class TemplateRetired(FactOf):
    """The remark template {name} was retired."""

    NAME: ClassVar[str] = "orders.template.retired"
    SUBJECT: ClassVar[str] = "template"
    template_id: int
    name: str


@dataclass(frozen=True, slots=True)
class OrderRecallAsked(FactOf):
    """What has left is no longer what the buyer wants: it should come back."""

    NAME: ClassVar[str] = "orders.order.recall_asked"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    reason: str
