"""What Douyin offers of each SKU, and for how much (channels.md 4.4)."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from zhanggui.connectors.douyin.client import DoudianClient
from zhanggui.connectors.douyin.unconfirmed import SKUS_AT_ONCE
from zhanggui.kernel.doors.channel import StockOffer
from zhanggui.kernel.doors.channel_abilities import PriceOffer
from zhanggui.kernel.doors.channel_refusals import ChannelRefused
from zhanggui.kernel.refusal import Refusal

Told = Iterator[tuple[StockOffer, Refusal | None]]

_ORDINARY_STOCK = 0


def write_stock(doudian: DoudianClient, offers: Sequence[StockOffer]) -> Told:
    """The SKUs of one product are told together, all or none; when they are refused each is told alone, so that one bad
    SKU keeps no other back. A listing without a SKU number is found by the seller's own code."""
    for product, own in groupby(sorted(offers, key=lambda offer: offer.listing), key=_product):
        skus = list(own)
        together = [offer for offer in skus if _sku(offer).isdecimal() and product.isdecimal()]
        for start in range(0, len(together), SKUS_AT_ONCE):
            yield from _together(doudian, product, together[start : start + SKUS_AT_ONCE])
        yield from _one_by_one(doudian, [offer for offer in skus if offer not in together])


def write_prices(doudian: DoudianClient, offers: Sequence[PriceOffer]) -> Iterator[tuple[PriceOffer, Refusal | None]]:
    """One call for each."""
    for offer in offers:
        asked = _named(offer) | {"price": int(offer.price.scaleb(2).to_integral_value())}
        try:
            doudian.call("sku.editPrice", asked)
        except ChannelRefused as refused:
            yield offer, refused
        else:
            yield offer, None


def _product(offer: StockOffer | PriceOffer) -> str:
    return offer.listing.partition(":")[0]


def _sku(offer: StockOffer | PriceOffer) -> str:
    return offer.listing.partition(":")[2]


def _named(offer: StockOffer | PriceOffer) -> dict[str, Any]:
    """How the platform finds the SKU; its own numbers are whole numbers."""
    product, sku = _product(offer), _sku(offer)
    named: Mapping[str, Any] = {"sku_id": _number(sku)} if sku else {"code": offer.sku_code}
    return {**named, **({"product_id": _number(product)} if product else {})}


def _number(text: str) -> int | str:
    return int(text) if text.isdecimal() else text


def _together(doudian: DoudianClient, product: str, offers: Sequence[StockOffer]) -> Told:
    rows = [{"sku_id": int(_sku(offer)), "sku_type": _ORDINARY_STOCK, "stock_num": offer.quantity} for offer in offers]
    asked = {"product_id": int(product), "incremental": False, "sku_sync_list": rows}
    try:
        doudian.call("sku.syncStockBatch", asked)
    except ChannelRefused as refused:
        if len(offers) == 1:
            yield offers[0], refused
        else:
            yield from _one_by_one(doudian, offers)
    else:
        yield from ((offer, None) for offer in offers)


def _one_by_one(doudian: DoudianClient, offers: Sequence[StockOffer]) -> Told:
    for offer in offers:
        try:
            doudian.call("sku.syncStock", _named(offer) | {"stock_num": offer.quantity, "incremental": False})
        except ChannelRefused as refused:
            yield offer, refused
        else:
            yield offer, None
