"""What some sales platforms can do: a connector that has the methods has the ability.

Whoever wants one asks `isinstance(channel, TellsRefunds)`. Methods raise the refusals of `channel_refusals`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, runtime_checkable

from zhanggui.kernel.doors.channel import Page, RefundState, SetAside
from zhanggui.kernel.doors.channel_accounts import Grant, ShopAccount
from zhanggui.kernel.refusal import Refusal


class RefundKind(StrEnum):
    """What the buyer wants."""

    MONEY = "money"  # only money back
    RETURN = "return"  # money back for goods that come back
    EXCHANGE = "exchange"
    RESEND = "resend"  # goods that were missing or broken
    REPAIR = "repair"


@dataclass(frozen=True, slots=True)
class ChannelRefund:
    """One case at one moment. `number` is the platform's, with the source before it where a platform has several that
    count by themselves. `line_number` is empty when it is about the whole order. `decide_by`: until when the seller
    must answer."""

    number: str
    order_number: str
    state: RefundState
    kind: RefundKind
    amount: Decimal
    asked_at: datetime
    modified_at: datetime
    line_number: str = ""
    quantity: int | None = None
    reason: str = ""
    decide_by: datetime | None = None
    return_carrier: str = ""
    return_waybill: str = ""
    currency: str = "CNY"
    raw: bytes = b""


@dataclass(frozen=True, slots=True)
class RefundPage:
    """A page of changed cases, as Page is one of orders. What is set aside has its order's number, if it is known."""

    refunds: Sequence[ChannelRefund]
    set_aside: Sequence[SetAside] = ()
    covered_to: datetime | None = None


@runtime_checkable
class TellsRefunds(Protocol):
    """Lists cases by their change. What they mean for an order is in the order itself, fetched again."""

    def refunds(self, account: ShopAccount, *, since: datetime, until: datetime) -> Iterator[RefundPage]:
        """Every case changed in [since, until], in pages that can each be stored on its own."""
        ...


@runtime_checkable
class WritesMemos(Protocol):
    """Shows the seller's memo."""

    def write_memo(self, account: ShopAccount, *, order_number: str, memo: str, flag: int) -> datetime | None:
        """The platform shows this seller memo and flag; answers since when by its own clock, if it says so."""
        ...


@dataclass(frozen=True, slots=True)
class Listing:
    """One SKU as a platform offers it. `listing` is what a line sold from it has in `ChannelLine.listing`."""

    listing: str
    sku_code: str
    title: str
    spec: str = ""
    barcode: str = ""
    quantity: int | None = None
    price: Decimal | None = None
    is_on_sale: bool = True


@runtime_checkable
class ShowsListings(Protocol):
    """Knows what it sells."""

    def listings(self, account: ShopAccount) -> Iterator[Sequence[Listing]]:
        """Everything the shop offers, a page at a time."""
        ...


@dataclass(frozen=True, slots=True)
class PriceOffer:
    """A listing is to cost so much."""

    listing: str
    sku_code: str
    price: Decimal


@runtime_checkable
class WritesPrices(Protocol):
    """Takes prices."""

    def write_prices(
        self, account: ShopAccount, *, offers: Sequence[PriceOffer]
    ) -> Iterator[tuple[PriceOffer, Refusal | None]]:
        """Each listing costs exactly so much; answers as `Channel.write_stock` does."""
        ...


@runtime_checkable
class Renews(Protocol):
    """Has authorisations that can be renewed without the seller.

    One that renews them only so long before their end has `renews_within`, a timedelta, and is not asked earlier.
    """

    def renew(self, account: ShopAccount) -> Grant:
        """A fresh grant. Raises ChannelLoginExpired when only the seller can authorise the shop again."""
        ...


@dataclass(frozen=True, slots=True)
class Push:
    """A message as it arrived. Names of headers are in lower case."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened to these orders. The same `key` from the same shop is the same event told again."""

    key: str
    order_numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """A message understood. `page` holds orders that came whole with it; the others are fetched.

    `answer` is what the platform must hear once all of it is stored.
    """

    events: Sequence[Event] = ()
    page: Page | None = None
    answer: bytes = b""
    content_type: str = "application/json"


@runtime_checkable
class HearsPushes(Protocol):
    """Sends messages. They are only hints, so nothing depends on their order or on all of them arriving."""

    def hear(self, account: ShopAccount, *, push: Push) -> Heard:
        """What it says. Raises PushForged when it is not signed by the platform, without looking at the rest.

        A message that is signed and makes no sense is heard as one without events."""
        ...
