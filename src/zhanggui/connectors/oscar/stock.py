"""What the shop offers of each product, and at what price: one stock record at a time, for the API knows no batches."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from zhanggui.connectors.asking.answers import number
from zhanggui.connectors.oscar.client import OscarClient
from zhanggui.kernel.doors.channel import StockOffer
from zhanggui.kernel.doors.channel_abilities import PriceOffer
from zhanggui.kernel.doors.channel_refusals import ChannelRefused
from zhanggui.kernel.refusal import Refusal

Offer = TypeVar("Offer", StockOffer, PriceOffer)
Told = Iterator[tuple[Offer, Refusal | None]]
Row = Mapping[str, Any]


def write_stock(oscar: OscarClient, offers: Sequence[StockOffer]) -> Told[StockOffer]:
    """Exactly so many pieces can be bought. Oscar counts what is promised to orders as still there, so that it is
    added; the difference is read each time."""

    def write(offer: StockOffer) -> None:
        path = f"stockrecords/{offer.listing}/"
        promised = number(oscar.show(path), "num_allocated") or 0
        oscar.change(path, {"num_in_stock": offer.quantity + promised})

    return _one_by_one(offers, write)


def write_prices(oscar: OscarClient, offers: Sequence[PriceOffer]) -> Told[PriceOffer]:
    """Each record has exactly this price; whether it has taxes in it is the shop's own strategy."""
    return _one_by_one(
        offers, lambda offer: oscar.change(f"stockrecords/{offer.listing}/", {"price": f"{offer.price:.2f}"})
    )


def _one_by_one(offers: Sequence[Offer], write: Callable[[Offer], object]) -> Told[Offer]:
    for offer in offers:
        try:
            write(offer)
        except ChannelRefused as refused:
            yield offer, refused
        else:
            yield offer, None
