"""What the shop sells: the variants of its products, with what is kept of them in stock."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from zhanggui.connectors.asking.answers import is_true, number, rows, text
from zhanggui.connectors.medusa.client import MedusaClient
from zhanggui.connectors.medusa.orders import block
from zhanggui.connectors.selling.reading import Fields, UnreadableOrder
from zhanggui.kernel.doors.channel_abilities import Listing

FIELDS = (
    "id,title,sku,barcode,manage_inventory,*product,*prices,*options,options.option.title,*inventory_items,"
    "inventory_items.inventory.location_levels.*"
)
Row = Mapping[str, Any]


def list_variants(medusa: MedusaClient) -> Iterator[Sequence[Listing]]:
    """Every variant, a page at a time."""
    for page in medusa.pages("product-variants", "variants", {"fields": FIELDS, "order": "id"}):
        yield [_read(medusa, row) for row in page]


def find_variants(medusa: MedusaClient, ids: Sequence[str]) -> Mapping[str, Row]:
    """The variants with these ids, as the shop shows them; what it does not know is not there."""
    query = {"id[]": list(dict.fromkeys(ids)), "fields": FIELDS, "limit": str(len(ids))}
    found, _ = medusa.page("product-variants", "variants", query)
    return {text(row, "id"): row for row in found}


def currency_of(medusa: MedusaClient) -> str:
    return (medusa.account.settings.get("currency") or "cny").lower()


def base_price(row: Row, currency: str) -> Row | None:
    """The price in this currency that holds for everybody and any number of pieces."""
    for price in rows(row, "prices"):
        if text(price, "currency_code") == currency and not price.get("rules") and not text(price, "min_quantity"):
            return price
    return None


def levels_of(row: Row) -> tuple[Row, Row] | None:
    """The one inventory item behind a variant, and itself as the link to it; None for kits and what is not counted."""
    links = rows(row, "inventory_items")
    if len(links) != 1 or not is_true(row.get("manage_inventory")):
        return None
    inventory = links[0].get("inventory")
    return (links[0], inventory) if isinstance(inventory, dict) else None


def level_at(inventory: Row, location: str) -> Row | None:
    """What is kept at this location; without one, where it is kept in one place only."""
    levels = rows(inventory, "location_levels")
    if location:
        return next((level for level in levels if text(level, "location_id") == location), None)
    return levels[0] if len(levels) == 1 else None


def _read(medusa: MedusaClient, row: Row) -> Listing:
    product = block(row, "product", text(row, "id"))
    return Listing(
        listing=text(row, "id"),
        sku_code=text(row, "sku"),
        title=product.text("title") or text(row, "title"),
        spec=";".join(f"{block(each, 'option', '').text('title')}:{text(each, 'value')}" for each in _options(row)),
        barcode=text(row, "barcode"),
        quantity=_quantity(medusa, row),
        price=_price(base_price(row, currency_of(medusa)), text(row, "id")),
        is_on_sale=product.text("status") == "published",
    )


def _options(row: Row) -> Sequence[Row]:
    return rows(row, "options")


def _quantity(medusa: MedusaClient, row: Row) -> int | None:
    kept = levels_of(row)
    if kept is None:
        return None
    level = level_at(kept[1], medusa.account.settings.get("location_id", ""))
    return number(level, "available_quantity") if level else None


def _price(price: Row | None, listing: str) -> Decimal | None:
    """None where the shop says nothing, or nothing that is an amount."""
    try:
        return Fields(price, number=listing).money("amount") if price else None
    except UnreadableOrder:
        return None
