"""What the shop offers: variants, their stock (what lies there, allocated pieces included) and prices."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from zhanggui.connectors.asking.answers import is_true, number, rows, text
from zhanggui.connectors.selling.reading import Fields
from zhanggui.connectors.vendure.client import LABEL, Row, VendureClient, part
from zhanggui.kernel.doors.channel import StockOffer
from zhanggui.kernel.doors.channel_abilities import Listing, PriceOffer
from zhanggui.kernel.doors.channel_refusals import ChannelRefused
from zhanggui.kernel.refusal import Refusal

AT_ONCE = 100
VARIANTS = """query Variants($options: ProductVariantListOptions) { productVariants(options: $options) {
  totalItems items { id sku name enabled price product { id enabled }
  stockLevels { stockLocationId stockOnHand stockAllocated } } } }"""
CHANGE = "mutation Change($input: [UpdateProductVariantInput!]!) { updateProductVariants(input: $input) { id } }"
Offer = TypeVar("Offer", StockOffer, PriceOffer)
Told = Iterator[tuple[Offer, Refusal | None]]


def list_variants(vendure: VendureClient) -> Iterator[Sequence[Listing]]:
    """Every variant, a page at a time."""
    skip, total = 0, 1
    while skip < total:
        options = {"skip": skip, "take": AT_ONCE, "sort": {"id": "ASC"}}
        found = part(vendure.ask("productVariants", VARIANTS, options=options), "productVariants")
        skip, total = skip + AT_ONCE, number(found, "totalItems") or 0
        yield [_listing(vendure, row) for row in rows(found, "items")]


def write_stock(vendure: VendureClient, offers: Sequence[StockOffer]) -> Told[StockOffer]:
    """Exactly so many pieces can be bought beside those that are allocated."""

    def say(offer: StockOffer, row: Row) -> Row | None:
        level = _level(vendure, row)
        if level is None:
            return None
        pieces = offer.quantity + (number(level, "stockAllocated") or 0)
        return {"stockLevels": [{"stockLocationId": text(level, "stockLocationId"), "stockOnHand": pieces}]}

    for start in range(0, len(offers), AT_ONCE):
        own = offers[start : start + AT_ONCE]
        known = _known(vendure, own)
        yield from _write(vendure, [(offer, say(offer, known.get(offer.listing, {}))) for offer in own])


def write_prices(vendure: VendureClient, offers: Sequence[PriceOffer]) -> Told[PriceOffer]:
    """Each costs exactly so much in the currency of the channel, as it enters prices there: with or without tax."""
    for start in range(0, len(offers), AT_ONCE):
        own = offers[start : start + AT_ONCE]
        known = _known(vendure, own)
        yield from _write(
            vendure,
            [(offer, {"price": int(offer.price * 100)} if offer.listing in known else None) for offer in own],
        )


def _write(vendure: VendureClient, changes: Sequence[tuple[Offer, Row | None]]) -> Told[Offer]:
    """A batch is taken whole or not at all, so what the shop does not have is left out before."""
    for offer, change in changes:
        if change is None:
            sentence = f"no variant with one stock level: {offer.listing}"
            yield offer, ChannelRefused(channel=LABEL, sentence=sentence, reason="ENTITY_NOT_FOUND")
    good = [(offer, change) for offer, change in changes if change is not None]
    if not good:
        return
    rows_of: list[dict[str, Any]] = [{"id": offer.listing, **change} for offer, change in good]
    try:
        vendure.ask("updateProductVariants", CHANGE, input=rows_of)
    except ChannelRefused as refused:
        yield from ((offer, refused) for offer, _ in good)
        return
    yield from ((offer, None) for offer, _ in good)


def _known(vendure: VendureClient, offers: Sequence[StockOffer | PriceOffer]) -> dict[str, Row]:
    wanted = {"id": {"in": list(dict.fromkeys(offer.listing for offer in offers))}}
    options = {"filter": wanted, "take": AT_ONCE, "skip": 0}
    found = part(vendure.ask("productVariants", VARIANTS, options=options), "productVariants")
    return {text(row, "id"): row for row in rows(found, "items")}


def _level(vendure: VendureClient, row: Row) -> Row | None:
    levels = rows(row, "stockLevels")
    location = vendure.account.settings.get("location_id")
    if location:
        return next((level for level in levels if text(level, "stockLocationId") == location), None)
    return levels[0] if len(levels) == 1 else None


def _listing(vendure: VendureClient, row: Row) -> Listing:
    level = _level(vendure, row)
    return Listing(
        listing=text(row, "id"),
        sku_code=text(row, "sku"),
        title=text(row, "name"),
        quantity=max(int(text(level, "stockOnHand")) - int(text(level, "stockAllocated")), 0) if level else None,
        price=Fields(row, number=text(row, "id")).fen("price"),
        is_on_sale=is_true(row.get("enabled")) and is_true(part(row, "product").get("enabled")),
    )
