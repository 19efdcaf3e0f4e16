"""What the line to the platforms tells."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class ShopLinked(FactOf):
    """The shop has keys to its platform, and orders changed since this moment are wanted."""

    NAME: ClassVar[str] = "channels.shop.linked"
    SUBJECT: ClassVar[str] = "shop"
    shop_id: int
    since: str


@dataclass(frozen=True, slots=True)
class LinkRenewed(FactOf):
    """The shop was authorised again."""

    NAME: ClassVar[str] = "channels.link.renewed"
    SUBJECT: ClassVar[str] = "shop"
    shop_id: int


@dataclass(frozen=True, slots=True)
class LinkPaused(FactOf):
    """Nothing is pulled or told until someone resumes."""

    NAME: ClassVar[str] = "channels.link.paused"
    SUBJECT: ClassVar[str] = "shop"
    shop_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class LinkResumed(FactOf):
    """Pulling and telling go on."""

    NAME: ClassVar[str] = "channels.link.resumed"
    SUBJECT: ClassVar[str] = "shop"
    shop_id: int


@dataclass(frozen=True, slots=True)
class LinkExpired(FactOf):
    """The platform no longer accepts the shop's session; someone must authorise the shop again."""

    NAME: ClassVar[str] = "channels.link.expired"
    SUBJECT: ClassVar[str] = "shop"
    shop_id: int


@dataclass(frozen=True, slots=True)
class OrderSetAside(FactOf):
    """A payload could not become an order; it is kept, sealed, for someone to look at."""

    NAME: ClassVar[str] = "channels.order.set_aside"
    SUBJECT: ClassVar[str] = "shop"
    shop_id: int
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class ShipmentTold(FactOf):
    """The platform shows the parcel as shipped."""

    NAME: ClassVar[str] = "channels.shipment.told"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    waybill: str


@dataclass(frozen=True, slots=True)
class ShipmentWithdrawn(FactOf):
    """Parcel {waybill} was taken back before the platform was told of it."""

    NAME: ClassVar[str] = "channels.shipment.withdrawn"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    waybill: str


@dataclass(frozen=True, slots=True)
class ShipmentToldInVain(FactOf):
    """The platform shows parcel {waybill} as sent, but it was stopped in the house."""

    NAME: ClassVar[str] = "channels.shipment.told_in_vain"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    waybill: str


@dataclass(frozen=True, slots=True)
class ShipmentSettled(FactOf):
    """Someone set right what the platform shows of a parcel that was stopped."""

    NAME: ClassVar[str] = "channels.shipment.settled"
    SUBJECT: ClassVar[str] = "order"
    order_id: int


@dataclass(frozen=True, slots=True)
class ShipmentRefused(FactOf):
    """The platform does not accept the parcel; someone must look."""

    NAME: ClassVar[str] = "channels.shipment.refused"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    waybill: str
    reason: str


@dataclass(frozen=True, slots=True)
class GapsChecked(FactOf):
    """The platform listed {listed} orders placed from {since} to {until}; {fetched} of them were missing and fetched,
    {missing} are still missing."""

    NAME: ClassVar[str] = "channels.gaps.checked"
    SUBJECT: ClassVar[str] = "shop"
    shop_id: int
    since: str
    until: str
    listed: int
    fetched: int
    missing: int


@dataclass(frozen=True, slots=True)
class AuditAsked(FactOf):
    """Somebody wants the orders placed from {since} to {until} audited now."""

    NAME: ClassVar[str] = "channels.audit.asked"
    SUBJECT: ClassVar[str] = "shop"
    shop_id: int
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class LinkRunsOut(FactOf):
    """The authorisation of the shop ends on {day}; until then someone must authorise it again."""

    NAME: ClassVar[str] = "channels.link.runs_out"
    SUBJECT: ClassVar[str] = "shop"
    shop_id: int
    day: str


@dataclass(frozen=True, slots=True)
class MemoTold(FactOf):
    """The platform shows our memo."""

    NAME: ClassVar[str] = "channels.memo.told"
    SUBJECT: ClassVar[str] = "order"
    order_id: int


@dataclass(frozen=True, slots=True)
class MemoRefused(FactOf):
    """The platform did not take our memo: {trouble}"""

    NAME: ClassVar[str] = "channels.memo.refused"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    trouble: str


@dataclass(frozen=True, slots=True)
class StockRefused(FactOf):
    """The platform did not take {quantity} pieces of {sku_code} under listing {listing}: {trouble}"""

    NAME: ClassVar[str] = "channels.stock.refused"
    SUBJECT: ClassVar[str] = "shop"
    shop_id: int
    listing: str
    sku_code: str
    quantity: int
    trouble: str


@dataclass(frozen=True, slots=True)
class SharesSet(FactOf):
    """The shop shows {ratio} % of what can be sold, {safety} pieces kept back, at most {cap}, none at {end_mark}."""

    NAME: ClassVar[str] = "channels.shares.set"
    SUBJECT: ClassVar[str] = "shop"
    shop_id: int
    is_published: bool
    ratio: int
    safety: int
    cap: int | None
    end_mark: int
    may_overlap: bool


@dataclass(frozen=True, slots=True)
class ListingFrozen(FactOf):
    """Listing {listing} is to show nothing. {reason}"""

    NAME: ClassVar[str] = "channels.listing.frozen"
    SUBJECT: ClassVar[str] = "listing"
    listing_id: int
    shop_id: int
    listing: str
    reason: str


@dataclass(frozen=True, slots=True)
class ListingThawed(FactOf):
    """Listing {listing} shows again what its share gives it."""

    NAME: ClassVar[str] = "channels.listing.thawed"
    SUBJECT: ClassVar[str] = "listing"
    listing_id: int
    shop_id: int
    listing: str


@dataclass(frozen=True, slots=True)
class ListingLimited(FactOf):
    """Listing {listing} has a rule of its own for how much it shows."""

    NAME: ClassVar[str] = "channels.listing.limited"
    SUBJECT: ClassVar[str] = "listing"
    listing_id: int
    shop_id: int
    listing: str
    ratio: int | None
    safety: int | None
    cap: int | None
    end_mark: int | None


@dataclass(frozen=True, slots=True)
class ListingPriced(FactOf):
    """Listing {listing} is to cost {price} instead of {before}."""

    NAME: ClassVar[str] = "channels.listing.priced"
    SUBJECT: ClassVar[str] = "listing"
    listing_id: int
    shop_id: int
    listing: str
    before: Decimal | None
    price: Decimal


@dataclass(frozen=True, slots=True)
class PriceRefused(FactOf):
    """The platform does not take {price} for listing {listing}: {sentence}"""

    NAME: ClassVar[str] = "channels.listing.price_refused"
    SUBJECT: ClassVar[str] = "listing"
    listing_id: int
    shop_id: int
    listing: str
    price: Decimal
    sentence: str


@dataclass(frozen=True, slots=True)
class RefundTold(FactOf):
    """The platform says of refund {number}: {state}."""

    NAME: ClassVar[str] = "channels.refund.told"
    SUBJECT: ClassVar[str] = "order"
    order_id: int
    number: str
    state: str
