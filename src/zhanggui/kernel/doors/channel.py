"""The door of a sales channel: the canonical order, and what every connector must be able to do.

A connector turns its platform's payload into a `ChannelOrder`; everything above this line speaks only that. What only
some platforms can do is in `channel_abilities`; what an account consists of in `channel_accounts`.
Money is Decimal in `currency`; moments are aware datetimes; identifiers of platforms are text.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from zhanggui.kernel.doors.channel_accounts import Rate, Setup, ShopAccount, Standing
from zhanggui.kernel.refusal import Refusal

GROUP = "zhanggui.channels"


class ChannelState(StrEnum):
    """Where the platform says the order is. Canonical over all platforms."""

    PENDING_PAYMENT = "pending_payment"
    ON_HOLD = "on_hold"  # paid, and the platform forbids shipping for now
    AWAITING_SHIPMENT = "awaiting_shipment"
    PARTIALLY_SHIPPED = "partially_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    COMPLETED = "completed"
    CLOSED_REFUNDED = "closed_refunded"
    CANCELLED = "cancelled"


class RefundState(StrEnum):
    """Where the platform says a line's refund is."""

    NONE = "none"
    REQUESTED = "requested"
    AWAITING_RETURN = "awaiting_return"
    RETURNED_UNCHECKED = "returned_unchecked"
    REFUSED = "refused"
    CLOSED = "closed"
    SUCCEEDED = "succeeded"

    @property
    def is_open(self) -> bool:
        """The buyer wants money back and the case is not decided against them: nothing may be shipped."""
        return self in {self.REQUESTED, self.AWAITING_RETURN, self.RETURNED_UNCHECKED, self.SUCCEEDED}


class PaymentMode(StrEnum):
    """How an order is paid: what must have happened before it may be reviewed and printed depends on it."""

    PAID = "paid"
    COD = "cod"
    DEPOSIT = "deposit"  # a deposit first, the tail later
    PREPAID = "prepaid"  # from what the buyer paid in advance
    INSTALMENTS = "instalments"


class PaymentKind(StrEnum):
    """An event of an order's money."""

    PAYMENT = "payment"
    DEPOSIT = "deposit"
    TAIL = "tail"
    INSTALMENT = "instalment"
    GUARANTEE = "guarantee"  # the platform answers for instalments to come
    BALANCE = "balance"
    CONFIRMED = "confirmed"  # the buyer said again that they want it


@dataclass(frozen=True, slots=True)
class ChannelPayment:
    """Money the platform says has arrived. `cause` names the event: the same cause is the same event."""

    kind: PaymentKind
    amount: Decimal
    at: datetime
    cause: str


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where the goods go. A platform that encrypts gives masked text and `cipher`, by which it knows the words: one
    token for all of them, or a cipher for each (`doors/ciphers.py`).

    `merge_key` is its word that orders go to one person at one place: those with the same one may travel as one, even
    when nothing else is known. It names the platform, so that keys of two never meet. A connector gives it only where
    the platform says so; a cipher alone may be another one for the same person every time.
    """

    name: str = ""
    mobile: str = ""
    phone: str = ""
    state: str = ""
    city: str = ""
    district: str = ""
    town: str = ""
    address: str = ""
    postcode: str = ""
    cipher: str = ""
    merge_key: str = ""
    email: str = ""

    @property
    def words(self) -> "Receiver":
        """Who and where it is as a person reads it: without the names its platform has for it, and without the e-mail
        address, to which no goods go."""
        return replace(self, cipher="", merge_key="", email="")


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """One line as sold. `amount` is what the buyer pays for it after every discount, freight excluded."""

    number: str
    sku_code: str
    title: str
    spec: str
    quantity: int
    price: Decimal
    amount: Decimal
    refund: RefundState = RefundState.NONE
    listing: str = ""
    state: ChannelState = ChannelState.AWAITING_SHIPMENT


@dataclass(frozen=True, slots=True)
class ChannelOrder:
    """One platform order at one moment. `modified_at` orders its versions; `raw` is the payload as it came."""

    number: str
    state: ChannelState
    placed_at: datetime
    modified_at: datetime
    lines: tuple[ChannelLine, ...]
    receiver: Receiver = field(default_factory=Receiver)
    paid_at: datetime | None = None
    ship_by: datetime | None = None
    collect_by: datetime | None = None
    buyer: str = ""
    buyer_message: str = ""
    seller_memo: str = ""
    seller_flag: int = 0
    currency: str = "CNY"
    freight: Decimal = Decimal(0)
    discount: Decimal = Decimal(0)
    paid: Decimal = Decimal(0)
    cash_on_delivery: bool = False
    payment_mode: PaymentMode = PaymentMode.PAID
    payments: tuple[ChannelPayment, ...] = ()
    address_change_asked: bool = False
    item_change_asked: bool = False
    item_change_lines: tuple[str, ...] = ()  # numbers of the lines it is about; empty: the platform does not say
    raw: bytes = b""
    # Names of what its source has no word for: fields of the order, "receiver_" and "line_" before those of its
    # receiver and lines, and "examined", whether the platform still examines it. What we have of them stays.
    # Without a moment of its own ("modified_at") a version is of the moment we got it; without "line_number" its lines
    # are known by what they sell; without "line_share" only all of them together have an amount; without "memo_moment"
    # the moment says nothing of memo and flag, which change beside it.
    untold: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True, slots=True)
class SetAside:
    """One payload that could not be read: kept as it came and named, while the rest of its page goes on."""

    number: str
    refusal: Refusal
    raw: bytes


@dataclass(frozen=True, slots=True)
class Page:
    """A page of changed orders, complete in itself: once it is stored the cursor may move to `covered_to`."""

    orders: Sequence[ChannelOrder]
    set_aside: Sequence[SetAside] = ()
    covered_to: datetime | None = None  # None: more pages of the same window follow


class TellingWay(StrEnum):
    """How a platform wants to hear of parcels of one order."""

    PER_LINE = "per_line"  # each parcel as it leaves, with the lines in it
    PER_PARCEL = "per_parcel"  # each parcel as it leaves, lines are not named
    WHOLE_ORDER = "whole_order"  # nothing before the last parcel has left, then each of them


@dataclass(frozen=True, slots=True)
class ShipmentNotice:
    """One parcel to be told to the platform. `line_numbers` is empty when the whole order left in it, or the platform
    wants no lines; `pieces` says how many of each of them. `completes_order`: with it everything the platform sold has
    left. `beside` are carrier and waybill of the order's other parcels that have left, for a platform that wants to
    hear of all of them in one call. Without a waybill the order needed no parcel."""

    order_number: str
    carrier: str  # our carrier key, mapped by the connector
    waybill: str
    line_numbers: tuple[str, ...] = ()
    completes_order: bool = True
    pieces: tuple[int, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StockOffer:
    """So many pieces a listing is to offer of the SKU the seller calls `sku_code`."""

    listing: str
    sku_code: str
    quantity: int


class Channel(Protocol):
    """One sales platform. Methods raise ChannelDown, ChannelThrottled, ChannelLoginExpired or ChannelRefused."""

    code: str
    label: str
    telling: TellingWay
    setup: Setup
    rates: Sequence[Rate]

    def pull(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[Page]:
        """Every order changed in [since, until], in pages that can each be stored on its own."""
        ...

    def fetch(self, account: ShopAccount, *, numbers: Iterable[str]) -> Page:
        """These orders as they are now, refunds included; one that the platform does not know is set aside."""
        ...

    def placed(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[Sequence[str]]:
        """The numbers of every order placed in [since, until], a page at a time: what a check for gaps compares."""
        ...

    def ship(self, account: ShopAccount, *, notice: ShipmentNotice) -> None:
        """The platform shows this parcel as shipped. Already shipped with the same waybill is success."""
        ...

    def write_stock(
        self, account: ShopAccount, *, offers: Sequence[StockOffer]
    ) -> Iterator[tuple[StockOffer, Refusal | None]]:
        """The platform offers exactly so many pieces of each.

        Answers one by one as the platform does: None, or why it did not take this one; the others go on. What is raised
        ends the telling: the offers without an answer may or may not stand there, and telling them again is harmless.
        """
        ...

    def check(self, account: ShopAccount) -> Standing:
        """What the platform says of this account: a call that changes nothing."""
        ...
