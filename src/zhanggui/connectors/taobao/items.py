"""What the shop offers, and at which price.

taobao.items.onsale.get, taobao.items.inventory.get, taobao.items.seller.list.get and taobao.item.sku.price.update as
opentaobao generates them from TOP's documentation (S1 of channels.md).
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from zhanggui.connectors.asking.answers import number, rows, text
from zhanggui.connectors.taobao.client import TopClient
from zhanggui.connectors.taobao.errors import LABEL
from zhanggui.kernel.doors.channel_abilities import Listing, PriceOffer
from zhanggui.kernel.doors.channel_refusals import ChannelRefused
from zhanggui.kernel.refusal import Refusal

PAGE_SIZE = 200
ITEMS_AT_ONCE = 20
_LISTS = ("taobao.items.onsale.get", "taobao.items.inventory.get")
_FIELDS = "num_iid,title,price,num,outer_id,barcode,approve_status,sku"


class SkuNotThere(ChannelRefused):
    """{channel} shows no SKU {sku} in item {item}."""


def list_items(top: TopClient) -> Iterator[Sequence[Listing]]:
    """Everything on sale, then everything in the shop's store, twenty items at a time."""
    for method in _LISTS:
        page, seen, total = 1, 0, 1
        while seen < total:
            answer = top.call(method, {"fields": "num_iid", "page_no": str(page), "page_size": str(PAGE_SIZE)})
            items = [text(row, "num_iid") for row in rows(answer.content, "items", "item")]
            page, seen, total = page + 1, seen + len(items), number(answer.content, "total_results") or 0
            for start in range(0, len(items), ITEMS_AT_ONCE):
                told = _read_items(top, items[start : start + ITEMS_AT_ONCE])
                yield [listing for item in told for listing in _listings(item)]
            if not items:
                break


def write_prices(top: TopClient, offers: Sequence[PriceOffer]) -> Iterator[tuple[PriceOffer, Refusal | None]]:
    """TOP names a SKU of a price by its properties, which are read first, per item. The price of the item itself has
    to lie among those of its SKUs: it follows the SKU that is written."""
    for item, own in groupby(sorted(offers, key=_item_of), key=_item_of):
        wanted = list(own)
        try:
            (told,) = _read_items(top, [item]) or [{}]
            skus = {text(sku, "sku_id"): sku for sku in rows(told, "skus", "sku")}
        except ChannelRefused as refused:
            yield from ((offer, refused) for offer in wanted)
            continue
        for offer in wanted:
            yield offer, _write_price(top, item, skus.get(offer.listing.partition(":")[2]), offer)


def _write_price(top: TopClient, item: str, sku: Mapping[str, Any] | None, offer: PriceOffer) -> Refusal | None:
    if sku is None:
        return SkuNotThere(channel=LABEL, sku=offer.sku_code, item=item)
    price = f"{offer.price:.2f}"
    parameters = {"num_iid": item, "properties": text(sku, "properties"), "price": price, "item_price": price}
    try:
        top.call("taobao.item.sku.price.update", parameters)
    except ChannelRefused as refused:
        return refused
    return None


def _item_of(offer: PriceOffer) -> str:
    return offer.listing.partition(":")[0]


def _read_items(top: TopClient, items: Sequence[str]) -> list[Mapping[str, Any]]:
    if not items:
        return []
    answer = top.call("taobao.items.seller.list.get", {"fields": _FIELDS, "num_iids": ",".join(items)})
    return rows(answer.content, "items", "item")


def _listings(item: Mapping[str, Any]) -> Iterator[Listing]:
    """One per SKU; an item without any is one by itself."""
    on_sale = text(item, "approve_status") != "instock"
    skus = rows(item, "skus", "sku") or [item]
    for sku in skus:
        sku_id = text(sku, "sku_id")
        price = text(sku, "price")
        yield Listing(
            listing=":".join(filter(None, (text(item, "num_iid"), sku_id))),
            sku_code=(text(sku, "outer_id") or text(item, "outer_id")).strip(),
            title=text(item, "title"),
            spec=_spec(text(sku, "properties_name")),
            barcode=text(sku, "barcode"),
            quantity=number(sku, "quantity" if sku_id else "num"),
            price=Decimal(price) if price else None,
            is_on_sale=on_sale,
        )


def _spec(names: str) -> str:
    """`pid:vid:pname:vname;…` as `pname:vname;…`."""
    return ";".join(":".join(part.split(":")[-2:]) for part in names.split(";") if part)
