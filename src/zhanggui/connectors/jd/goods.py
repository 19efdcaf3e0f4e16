"""What the shop sells: its SKUs, their stock and their prices (channels.md 2.4). A listing is a `skuId`."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from uuid import uuid4

from zhanggui.connectors.asking.answers import number, rows, text
from zhanggui.connectors.jd.client import JosClient, as_id
from zhanggui.connectors.jd.errors import check_done, refusal_of
from zhanggui.connectors.jd.listing import total_of
from zhanggui.connectors.jd.unconfirmed import STOCK_AT_ONCE
from zhanggui.connectors.selling.reading import Fields
from zhanggui.kernel.doors.channel import StockOffer
from zhanggui.kernel.doors.channel_abilities import Listing, PriceOffer
from zhanggui.kernel.doors.channel_refusals import ChannelRefused
from zhanggui.kernel.refusal import Refusal

TOGETHER, ONE_BY_ONE = "ware.stock.sku.set", "stock.write.updateSkuStock"
"""Names of the calls that write stock: the new one, and the older one, which JD is retiring."""

_LIST = "jingdong.sku.read.searchSkuList"
_PRICE = "jingdong.price.write.updateSkuJdPrice"
_FIELDS = "wareId,skuId,status,jdPrice,outerId,barCode,stockNum,skuName,wareTitle"
_PAGE_SIZE = 50
_ON_SALE = "1"

Told = Iterator[tuple[StockOffer, Refusal | None]]


def list_goods(jos: JosClient) -> Iterator[Sequence[Listing]]:
    """Every SKU that is not deleted, by its number, so that pages stand still."""
    page, more = 1, True
    while more:
        asked = {"pageNo": page, "page_size": _PAGE_SIZE, "field": _FIELDS, "orderFiled": "skuId", "orderType": "asc"}
        told = jos.call(_LIST, asked).content.get("page")
        holder = told if isinstance(told, dict) else {}
        yield [_listing(row) for row in rows(holder, "data")]
        more = page * _PAGE_SIZE < total_of(holder, "totalItem")
        page += 1


def write_stock(jos: JosClient, offers: Sequence[StockOffer]) -> Told:
    """Up to thirty SKUs in a call, or one by one where the account says so."""
    if (jos.account.settings.get("stock_call") or TOGETHER) == ONE_BY_ONE:
        yield from _one_by_one(jos, offers)
        return
    waiting = iter(offers)
    while some := list(islice(waiting, STOCK_AT_ONCE)):
        yield from _together(jos, some)


def write_prices(jos: JosClient, offers: Sequence[PriceOffer]) -> Iterator[tuple[PriceOffer, Refusal | None]]:
    """One call for each."""
    for offer in offers:
        try:
            check_done(jos.call(_PRICE, {"skuId": as_id(offer.listing), "jdPrice": f"{offer.price:.2f}"}).content)
        except ChannelRefused as refused:
            yield offer, refused
        else:
            yield offer, None


def _together(jos: JosClient, offers: Sequence[StockOffer]) -> Told:
    """When JD refuses them together, each is told alone, so that one bad SKU keeps no other back. Its answer may name
    only those it did not take."""
    stocks = [{"skuId": as_id(offer.listing), "stockNum": offer.quantity} for offer in offers]
    req = {"updateModel": "fullStockIn", "stockRfId": uuid4().hex, "skuStocks": stocks}
    try:
        told = check_done(jos.call(f"jingdong.{TOGETHER}", {"req": req}).content.get("returnType"))
    except ChannelRefused as refused:
        if len(offers) == 1:
            yield offers[0], refused
            return
        for offer in offers:
            yield from _together(jos, [offer])
        return
    inner = told.get("obj")
    results = rows(inner, "updateStockResult") if isinstance(inner, dict) else []
    bad = {text(row, "data"): refusal_of(row) for row in results if row.get("success") is False}
    yield from ((offer, bad.get(offer.listing)) for offer in offers)


def _one_by_one(jos: JosClient, offers: Sequence[StockOffer]) -> Told:
    for offer in offers:
        asked = {"skuId": as_id(offer.listing), "stockNum": offer.quantity}
        try:
            check_done(jos.call(f"jingdong.{ONE_BY_ONE}", asked).content)
        except ChannelRefused as refused:
            yield offer, refused
        else:
            yield offer, None


def _listing(row: Mapping[str, Any]) -> Listing:
    fields = Fields(row, number=text(row, "skuId"))
    title = fields.text("wareTitle") or fields.text("skuName")
    return Listing(
        listing=text(row, "skuId"),
        sku_code=fields.text("outerId").strip(),
        title=title,
        spec=fields.text("skuName").removeprefix(title).strip(),
        barcode=fields.text("barCode"),
        quantity=number(row, "stockNum"),
        price=fields.money("jdPrice") if fields.text("jdPrice") else None,
        is_on_sale=text(row, "status") == _ON_SALE,
    )
