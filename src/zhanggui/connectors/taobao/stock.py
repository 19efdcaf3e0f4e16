"""What Taobao offers of each SKU (channels.md 1.9)."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from zhanggui.connectors.taobao.client import TopClient
from zhanggui.kernel.doors.channel import StockOffer
from zhanggui.kernel.doors.channel_refusals import ChannelRefused
from zhanggui.kernel.refusal import Refusal

SKUS_AT_ONCE = 20

Told = Iterator[tuple[StockOffer, Refusal | None]]


def write_stock(top: TopClient, offers: Sequence[StockOffer]) -> Told:
    """The SKUs of one item are told together, up to twenty in a call. When Taobao refuses them together, each is told
    alone, so that one bad SKU keeps no other back."""
    for item, own in groupby(sorted(offers, key=lambda offer: offer.listing), key=_item):
        skus = list(own)
        if any(":" not in offer.listing for offer in skus):
            yield from _one_by_one(top, skus)
            continue
        for start in range(0, len(skus), SKUS_AT_ONCE):
            yield from _together(top, item, skus[start : start + SKUS_AT_ONCE])


def _item(offer: StockOffer) -> str:
    return offer.listing.partition(":")[0]


def _together(top: TopClient, item: str, offers: Sequence[StockOffer]) -> Told:
    quantities = ";".join(f"{offer.listing.partition(':')[2]}:{offer.quantity}" for offer in offers)
    parameters = {"num_iid": item, "skuid_quantities": quantities, "type": "1"}
    try:
        top.call("taobao.skus.quantity.update", parameters)
    except ChannelRefused as refused:
        if len(offers) == 1:
            yield offers[0], refused
        else:
            yield from _one_by_one(top, offers)
    else:
        yield from ((offer, None) for offer in offers)


def _one_by_one(top: TopClient, offers: Sequence[StockOffer]) -> Told:
    for offer in offers:
        item, _, sku = offer.listing.partition(":")
        named = {"sku_id": sku} if sku else {"outer_id": offer.sku_code}
        parameters = {"num_iid": item, **named, "quantity": str(offer.quantity), "type": "1"}
        try:
            top.call("taobao.item.quantity.update", parameters)
        except ChannelRefused as refused:
            yield offer, refused
        else:
            yield offer, None
