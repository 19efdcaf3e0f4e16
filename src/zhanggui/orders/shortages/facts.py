"""What happened to shortages, their slips, purchase wishes and messages to buyers."""

from dataclasses import dataclass
from typing import ClassVar

from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class ShortageSlipOpened(FactOf):
    """Shortage slip {number} was written: {pieces} pieces of {orders} orders."""

    NAME: ClassVar[str] = "orders.slip.opened"
    SUBJECT: ClassVar[str] = "slip"
    slip_id: int
    number: str
    orders: int
    pieces: int


@dataclass(frozen=True, slots=True)
class ShortageSlipSigned(FactOf):
    """Shortage slip {number} was signed off."""

    NAME: ClassVar[str] = "orders.slip.signed"
    SUBJECT: ClassVar[str] = "slip"
    slip_id: int
    number: str


@dataclass(frozen=True, slots=True)
class ShortageSlipUnsigned(FactOf):
    """The signature under shortage slip {number} was taken back."""

    NAME: ClassVar[str] = "orders.slip.unsigned"
    SUBJECT: ClassVar[str] = "slip"
    slip_id: int
    number: str


@dataclass(frozen=True, slots=True)
class ShortageSlipClosed(FactOf):
    """Shortage slip {number} was closed."""

    NAME: ClassVar[str] = "orders.slip.closed"
    SUBJECT: ClassVar[str] = "slip"
    slip_id: int
    number: str


@dataclass(frozen=True, slots=True)
class OrderOnSlip(FactOf):
    """It is on shortage slip {number}."""

    NAME: ClassVar[str] = "orders.order.on_slip"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    number: str


@dataclass(frozen=True, slots=True)
class PurchaseWished(FactOf):
    """{quantity} pieces were suggested for purchase."""

    NAME: ClassVar[str] = "orders.sku.purchase_wished"
    SUBJECT: ClassVar[str] = "sku"
    sku_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class PurchaseWishWithdrawn(FactOf):
    """The purchase suggestion was withdrawn."""

    NAME: ClassVar[str] = "orders.sku.purchase_wish_withdrawn"
    SUBJECT: ClassVar[str] = "sku"
    sku_id: int


@dataclass(frozen=True, slots=True)
class BuyerMessageQueued(FactOf):
    """Message to the buyer: {text}"""

    NAME: ClassVar[str] = "orders.order.message_queued"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    text: str


@dataclass(frozen=True, slots=True)
class BuyerMessageSent(FactOf):
    """The message was sent to the buyer."""

    NAME: ClassVar[str] = "orders.order.message_sent"
    SUBJECT: ClassVar[str] = "order"
    order_id: int


@dataclass(frozen=True, slots=True)
class BuyerMessageRequeued(FactOf):
    """The message was not sent after all."""

    NAME: ClassVar[str] = "orders.order.message_requeued"
    SUBJECT: ClassVar[str] = "order"
    order_id: int


@dataclass(frozen=True, slots=True)
class BuyerMessageWithdrawn(FactOf):
    """The message to the buyer was withdrawn."""

    NAME: ClassVar[str] = "orders.order.message_withdrawn"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
