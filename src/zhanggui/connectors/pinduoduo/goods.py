"""What the shop sells: its SKUs, their stock and their prices. A listing is `goods_id:sku_id`.

A SKU has two prices: in a group, which nearly everybody pays and which is meant by "price" here, and alone, which must
be higher. Money is fen on the wire.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from zhanggui.connectors.asking.answers import number, rows, text
from zhanggui.connectors.pinduoduo.client import PopClient, as_id
from zhanggui.connectors.pinduoduo.errors import BUSINESS, LABEL, check_done, is_about_us
from zhanggui.connectors.pinduoduo.unconfirmed import DEARER_ALONE
from zhanggui.kernel.doors.channel import StockOffer
from zhanggui.kernel.doors.channel_abilities import Listing, PriceOffer
from zhanggui.kernel.doors.channel_refusals import ChannelRefused
from zhanggui.kernel.refusal import Refusal

PAGE_SIZE = 100

_LIST, _DETAIL = "pdd.goods.list.get", "pdd.goods.detail.get"
_STOCK, _PRICE = "pdd.goods.quantity.update", "pdd.goods.sku.price.update"
_ABSOLUTE, _AS_IT_WAS, _ON_SALE = "1", "1", "1"

Row = Mapping[str, Any]
Told = Iterator[tuple[PriceOffer, Refusal | None]]


class SkuNotSold(ChannelRefused):
    """{channel} has no SKU {sku} with the listing {listing}."""


def read_listings(pdd: PopClient) -> Iterator[Sequence[Listing]]:
    """Every SKU of every product, a page of products at a time; the list has no prices, the product alone has."""
    page, more = 1, True
    while more:
        answer = pdd.call(_LIST, {"page": str(page), "page_size": str(PAGE_SIZE)}).content
        goods = rows(answer, "goods_list")
        yield [listing for row in goods for listing in _listings(row, _priced(pdd, text(row, "goods_id")))]
        more = bool(goods) and page * PAGE_SIZE < (number(answer, "total_count") or 0)
        page += 1


def write_stock(pdd: PopClient, offers: Sequence[StockOffer]) -> Iterator[tuple[StockOffer, Refusal | None]]:
    """One call for each. A listing without a SKU is found by the seller's own code."""
    for offer in offers:
        goods, _, sku = offer.listing.partition(":")
        asked = {"goods_id": goods, "quantity": str(offer.quantity), "update_type": _ABSOLUTE}
        asked |= {"sku_id": sku} if sku else {"outer_id": offer.sku_code}
        try:
            check_done(pdd.call(_STOCK, asked).content, "is_success")
        except ChannelRefused as refused:
            yield offer, refused
        else:
            yield offer, None


def write_prices(pdd: PopClient, offers: Sequence[PriceOffer]) -> Told:
    """The SKUs of one product are told together; when they are refused each is told alone, so that one bad SKU keeps no
    other back. The price alone stays, or goes up with the price in a group."""
    for goods, own in groupby(sorted(offers, key=lambda offer: offer.listing), key=_goods_of):
        offered = list(own)
        try:
            skus = _skus(pdd, goods)
        except ChannelRefused as refused:
            yield from ((offer, refused) for offer in offered)
            continue
        known = [(offer, sku) for offer in offered if (sku := _sku_of(offer, skus)) is not None]
        yield from _written(pdd, goods, known)
        for offer in offered:
            if _sku_of(offer, skus) is None:
                unknown = SkuNotSold(channel=LABEL, sku=offer.sku_code, listing=offer.listing, action=BUSINESS)
                yield offer, unknown


def _written(pdd: PopClient, goods: str, offers: Sequence[tuple[PriceOffer, Row]]) -> Told:
    if not offers:
        return
    prices = [_prices(offer, sku) for offer, sku in offers]
    asked = {"goods_id": goods, "sku_price_list": prices, "sync_goods_operate": _AS_IT_WAS}
    try:
        check_done(pdd.call(_PRICE, asked).content, "is_success")
    except ChannelRefused as refused:
        if len(offers) == 1 or is_about_us(refused):
            yield from ((offer, refused) for offer, _ in offers)
            return
        for one in offers:
            yield from _written(pdd, goods, [one])
    else:
        yield from ((offer, None) for offer, _ in offers)


def _prices(offer: PriceOffer, sku: Row) -> dict[str, Any]:
    group, alone = int(offer.price.scaleb(2).to_integral_value()), number(sku, "price") or 0
    dearer = alone if alone > group else group + DEARER_ALONE
    return {"sku_id": as_id(text(sku, "sku_id")), "group_price": group, "single_price": dearer}


def _goods_of(offer: PriceOffer) -> str:
    return offer.listing.partition(":")[0]


def _sku_of(offer: PriceOffer, skus: Sequence[Row]) -> Row | None:
    wanted = offer.listing.partition(":")[2]
    name, value = ("sku_id", wanted) if wanted else ("out_sku_sn", offer.sku_code)
    return next((sku for sku in skus if text(sku, name) == value), None)


def _skus(pdd: PopClient, goods: str) -> list[Row]:
    return rows(pdd.call(_DETAIL, {"goods_id": goods}).content, "sku_list")


def _priced(pdd: PopClient, goods: str) -> Mapping[str, Decimal]:
    """The prices in a group by SKU; none of a product that cannot be told just now."""
    try:
        skus = _skus(pdd, goods)
    except ChannelRefused as refused:
        if is_about_us(refused):
            raise
        return {}
    fen = {text(sku, "sku_id"): number(sku, "multi_price") for sku in skus}
    return {sku: Decimal(price).scaleb(-2) for sku, price in fen.items() if price is not None}


def _listings(goods: Row, prices: Mapping[str, Decimal]) -> Iterator[Listing]:
    for row in rows(goods, "sku_list"):
        sku = text(row, "sku_id")
        yield Listing(
            listing=f"{text(goods, 'goods_id')}:{sku}",
            sku_code=(text(row, "outer_id") or text(row, "outer_goods_id")).strip(),
            title=text(goods, "goods_name"),
            spec=text(row, "spec"),
            quantity=number(row, "sku_quantity"),
            price=prices.get(sku),
            is_on_sale=text(goods, "is_onsale") == text(row, "is_sku_onsale") == _ON_SALE,
        )
