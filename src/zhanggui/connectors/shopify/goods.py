"""What the shop offers: variants, the stock of one location, prices.

A listing is the number in the global id of a variant; its stock belongs to the inventory item of that variant.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any
from uuid import uuid4

from zhanggui.connectors.asking.answers import compact, is_true, number, rows, text
from zhanggui.connectors.selling.account import AccountIncomplete
from zhanggui.connectors.selling.reading import Fields, UnreadableOrder
from zhanggui.connectors.shopify.bulk import bulk_rows
from zhanggui.connectors.shopify.client import (
    LABEL,
    Row,
    ShopifyClient,
    UserErrors,
    block,
    gid,
    is_number,
    own_id,
    part,
    place_of,
)
from zhanggui.connectors.shopify.unconfirmed import BULK_FROM, QUANTITIES_AT_ONCE
from zhanggui.kernel.doors.channel import StockOffer
from zhanggui.kernel.doors.channel_abilities import Listing, PriceOffer
from zhanggui.kernel.doors.channel_refusals import ChannelRefused
from zhanggui.kernel.refusal import Refusal

PAGE_SIZE = 100
TRIES = 4
"""So often is stock read again and set that somebody bought of meanwhile, or beside which something was wrong."""
STALE = frozenset({"CHANGE_FROM_QUANTITY_STALE", "IDEMPOTENCY_CONCURRENT_REQUEST"})
OWN = "id sku barcode title price product { id title status }"
LEVEL = 'inventoryItem { id tracked inventoryLevel(locationId: %s) { quantities(names: ["available"]) { quantity } } }'
COUNT = "query Count { productVariantsCount(limit: null) { count } }"
LIST = f"""query Variants($first: Int!, $after: String, $location: ID!) {{
  productVariants(first: $first, after: $after) {{
  pageInfo {{ hasNextPage endCursor }} nodes {{ {OWN} {LEVEL % "$location"} }} }} }}"""
KNOWN = f"""query Known($ids: [ID!]!, $location: ID!) {{
  nodes(ids: $ids) {{ ... on ProductVariant {{ {OWN} {LEVEL % "$location"} }} }} }}"""
PRODUCTS = "query Products($ids: [ID!]!) { nodes(ids: $ids) { ... on ProductVariant { id product { id } } } }"
LOCATIONS = "query Locations { locations(first: 2) { nodes { id } } }"
SET = """mutation Set($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) {
    inventoryAdjustmentGroup { id } userErrors { code field message } } }"""
PRICE = """mutation Price($product: ID!, $variants: [ProductVariantsBulkInput!]!) {
  productVariantsBulkUpdate(productId: $product, variants: $variants, allowPartialUpdates: true) {
    productVariants { id } userErrors { code field message } } }"""


class StockNotTracked(ChannelRefused):
    """{channel} does not count the stock of {listing}: switch on “Track quantity” there."""


class NotStockedHere(ChannelRefused):
    """{channel} does not stock {listing} at this location. Add the location to the product there."""


def list_variants(shopify: ShopifyClient, *, bulk_from: int = BULK_FROM) -> Iterator[Sequence[Listing]]:
    """Every variant, a page at a time; those of a big shop from the file of a bulk operation."""
    location = _location(shopify)
    count = number(part(shopify.ask("productVariantsCount", COUNT), "productVariantsCount"), "count") or 0
    if count >= bulk_from:
        fields = f"{OWN} {LEVEL % compact(location)}"
        found = bulk_rows(shopify, f"{{ productVariants {{ edges {{ node {{ {fields} }} }} }} }}")
        for start in range(0, len(found), PAGE_SIZE):
            yield [_listing(row) for row in found[start : start + PAGE_SIZE]]
        return
    after, is_last = None, False
    while not is_last:
        answer = shopify.ask("productVariants", LIST, first=PAGE_SIZE, after=after, location=location)
        page = part(answer, "productVariants")
        info = part(page, "pageInfo")
        after, is_last = text(info, "endCursor"), not is_true(info.get("hasNextPage"))
        yield [_listing(row) for row in rows(page, "nodes")]


def write_stock(shopify: ShopifyClient, offers: Sequence[StockOffer]) -> Iterator[tuple[StockOffer, Refusal | None]]:
    """Exactly so many pieces are available at the location. What changed between reading and setting is read again."""
    location = _location(shopify)
    for start in range(0, len(offers), QUANTITIES_AT_ONCE):
        waiting = list(offers[start : start + QUANTITIES_AT_ONCE])
        for nth in range(TRIES):
            told = _set(shopify, location, waiting)
            is_last = nth == TRIES - 1
            yield from ((offer, why) for offer, why in told if is_last or not _may_be_set(why))
            waiting = [offer for offer, why in told if not is_last and _may_be_set(why)]
            if not waiting:
                break


def write_prices(shopify: ShopifyClient, offers: Sequence[PriceOffer]) -> Iterator[tuple[PriceOffer, Refusal | None]]:
    """Each costs exactly so much in the currency of the shop. Variants of one product are told together."""
    for start in range(0, len(offers), PAGE_SIZE):
        own = offers[start : start + PAGE_SIZE]
        known = _known(shopify, PRODUCTS, own)
        by_product: dict[str, list[PriceOffer]] = {}
        for offer in own:
            if offer.listing not in known:
                yield offer, _unknown(offer)
                continue
            by_product.setdefault(text(part(known[offer.listing], "product"), "id"), []).append(offer)
        for product, group in by_product.items():
            refused = _price(shopify, product, group)
            yield from ((offer, refused.get(nth, refused.get(None))) for nth, offer in enumerate(group))


def _price(shopify: ShopifyClient, product: str, group: Sequence[PriceOffer]) -> dict[int | None, Refusal]:
    """What was refused, by its place; under None what is refused for all of them."""
    variants = [{"id": gid("ProductVariant", one.listing), "price": f"{one.price:.2f}"} for one in group]
    try:
        shopify.change("productVariantsBulkUpdate", PRICE, product=product, variants=variants)
    except UserErrors as wrong:
        return {place_of(error): UserErrors([error]) for error in reversed(wrong.errors)}
    except ChannelRefused as refused:
        return {None: refused}
    return {}


def _set(
    shopify: ShopifyClient, location: str, offers: Sequence[StockOffer]
) -> list[tuple[StockOffer, Refusal | None]]:
    """One call for all of them. It sets all or none: where some are wrong, the others are to be set again."""
    known = _known(shopify, KNOWN, offers, location=location)
    faults = {offer: _fault(offer, known.get(offer.listing)) for offer in offers}
    told: list[tuple[StockOffer, Refusal | None]] = [(offer, fault) for offer, fault in faults.items() if fault]
    good = [offer for offer, fault in faults.items() if not fault]
    if not good:
        return told
    quantities = [_quantity(offer, known[offer.listing], location) for offer in good]
    given: dict[str, Any] = {"name": "available", "reason": "correction", "quantities": quantities}
    try:
        shopify.change("inventorySetQuantities", SET, input=given, key=str(uuid4()))
    except UserErrors as wrong:
        refused = {place: error for error in wrong.errors if (place := place_of(error)) is not None}
        if not refused:
            return [*told, *((offer, wrong) for offer in good)]
        again = UserErrors([{"code": "CHANGE_FROM_QUANTITY_STALE", "message": "stock changed meanwhile"}])
        return [
            *told,
            *((offer, UserErrors([refused[nth]]) if nth in refused else again) for nth, offer in enumerate(good)),
        ]
    return [*told, *((offer, None) for offer in good)]


def _quantity(offer: StockOffer, variant: Row, location: str) -> Row:
    return {
        "inventoryItemId": text(block(variant, "inventoryItem"), "id"),
        "locationId": location,
        "quantity": offer.quantity,
        "changeFromQuantity": _available(variant),
    }


def _may_be_set(refusal: Refusal | None) -> bool:
    return isinstance(refusal, UserErrors) and text(refusal.errors[0], "code") in STALE


def _fault(offer: StockOffer, variant: Row | None) -> ChannelRefused | None:
    """Why the stock of this variant cannot be set; None when it can."""
    if variant is None:
        return _unknown(offer)
    if not is_true(block(variant, "inventoryItem").get("tracked")):
        return StockNotTracked(channel=LABEL, listing=offer.listing, sentence="", reason="untracked")
    if not block(block(variant, "inventoryItem"), "inventoryLevel"):
        return NotStockedHere(channel=LABEL, listing=offer.listing, sentence="", reason="ITEM_NOT_STOCKED_AT_LOCATION")
    return None


def _unknown(offer: StockOffer | PriceOffer) -> ChannelRefused:
    return ChannelRefused(channel=LABEL, sentence=f"no variant {offer.listing}", reason="NOT_FOUND", code="NOT_FOUND")


def _known(
    shopify: ShopifyClient, query: str, offers: Sequence[StockOffer | PriceOffer], **variables: Any
) -> dict[str, Row]:
    """The variants that there are, by their listing."""
    listings = dict.fromkeys(offer.listing for offer in offers if is_number(offer.listing))
    ids = [gid("ProductVariant", listing) for listing in listings]
    found = rows(shopify.ask("nodes", query, ids=ids, **variables), "nodes") if ids else []
    return {own_id(text(row, "id")): row for row in found}


def _location(shopify: ShopifyClient) -> str:
    """The location of the settings, or the only one there is."""
    if own := shopify.account.settings.get("location_id", "").strip():
        return gid("Location", own)
    found = rows(part(shopify.ask("locations", LOCATIONS), "locations"), "nodes")
    if len(found) != 1:
        raise AccountIncomplete(channel=LABEL, shop=shopify.account.shop_code, setting="location_id")
    return text(found[0], "id")


def _available(variant: Row) -> int:
    """Below zero when more was sold than was there."""
    told = rows(block(block(variant, "inventoryItem"), "inventoryLevel"), "quantities")
    return int(text(told[0], "quantity") or "0") if told else 0


def _listing(row: Row) -> Listing:
    product = block(row, "product")
    spec = text(row, "title")
    is_here = bool(block(block(row, "inventoryItem"), "inventoryLevel"))
    return Listing(
        listing=own_id(text(row, "id")),
        sku_code=text(row, "sku").strip(),
        title=text(product, "title"),
        spec="" if spec == "Default Title" else spec,
        barcode=text(row, "barcode"),
        quantity=max(_available(row), 0) if is_here else None,
        price=_price_of(row),
        is_on_sale=text(product, "status") == "ACTIVE",
    )


def _price_of(row: Row) -> Decimal | None:
    """What it costs; None where that is no amount we can hold, as in currencies of three decimals."""
    try:
        return Fields(row, number=text(row, "id")).money("price")
    except UnreadableOrder:
        return None
