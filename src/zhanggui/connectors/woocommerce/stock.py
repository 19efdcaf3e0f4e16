"""What the shop offers of each product, and at what price: in batches of up to a hundred, each answered for itself."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, TypeVar

from zhanggui.connectors.asking.answers import number, rows, text
from zhanggui.connectors.woocommerce.client import WooClient
from zhanggui.connectors.woocommerce.errors import LABEL, judge
from zhanggui.kernel.doors.channel import StockOffer
from zhanggui.kernel.doors.channel_abilities import PriceOffer
from zhanggui.kernel.doors.channel_refusals import ChannelRefused
from zhanggui.kernel.refusal import Refusal

AT_ONCE = 100
Row = Mapping[str, Any]
Offer = TypeVar("Offer", StockOffer, PriceOffer)
Told = Iterator[tuple[Offer, Refusal | None]]


class StockNotKept(ChannelRefused):
    """{channel} does not count the stock of {listing}: switch on its stock management."""


class ListingUnclear(ChannelRefused):
    """{channel} has no product “{listing}”."""


def write_stock(woo: WooClient, offers: Sequence[StockOffer]) -> Told[StockOffer]:
    """Exactly so many pieces; the shop counts from now on, whether it did before or not."""

    def say(offer: StockOffer) -> Row:
        return {"manage_stock": True, "stock_quantity": offer.quantity}

    def check(offer: StockOffer, row: Row) -> Refusal | None:
        if text(row, "stock_quantity") == str(offer.quantity):
            return None
        return StockNotKept(channel=LABEL, listing=offer.listing)

    return _write(woo, offers, say, check)


def write_prices(woo: WooClient, offers: Sequence[PriceOffer]) -> Told[PriceOffer]:
    """Each costs exactly so much: a price of a sale, which would go first, is taken away."""

    def say(offer: PriceOffer) -> Row:
        return {"regular_price": f"{offer.price:.2f}", "sale_price": ""}

    return _write(woo, offers, say, lambda offer, row: None)


def _write(
    woo: WooClient,
    offers: Sequence[Offer],
    say: Callable[[Offer], Row],
    check: Callable[[Offer, Row], Refusal | None],
) -> Told[Offer]:
    for product, own in groupby(sorted(offers, key=_place), key=lambda offer: _place(offer)[0]):
        told = list(own)
        for start in range(0, len(told), AT_ONCE):
            yield from _batch(woo, product, told[start : start + AT_ONCE], say, check)


def _batch(
    woo: WooClient,
    product: str,
    offers: Sequence[Offer],
    say: Callable[[Offer], Row],
    check: Callable[[Offer, Row], Refusal | None],
) -> Told[Offer]:
    """A batch that is refused as a whole is refused for each of its offers."""
    path = f"products/{product}/variations/batch" if product else "products/batch"
    clear = [offer for offer in offers if _place(offer)[1].isdecimal()]
    for offer in offers:
        if offer not in clear:
            yield offer, ListingUnclear(channel=LABEL, listing=offer.listing)
    if not clear:
        return
    body = {"update": [{"id": int(_place(offer)[1]), **say(offer)} for offer in clear]}
    try:
        answers = rows(woo.write("POST", path, body), "update")
    except ChannelRefused as refused:
        yield from ((offer, refused) for offer in clear)
        return
    for offer, row in zip(clear, answers, strict=False):
        error = row.get("error")
        yield offer, _refusal(woo, error) if isinstance(error, dict) else check(offer, row)


def _refusal(woo: WooClient, error: Row) -> Refusal:
    data = error.get("data")
    status = number(data if isinstance(data, dict) else {}, "status") or 400
    return judge(status, error, account=woo.account, now=woo.clock()).refusal


def _place(offer: StockOffer | PriceOffer) -> tuple[str, str]:
    """The variable product it is a variation of, or nothing; and its own id."""
    product, _, variation = offer.listing.partition(":")
    return (product, variation) if variation else ("", product)
