"""What the shop sells: products that are sold as they are, and the variations of those that come in several."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from zhanggui.connectors.asking.answers import number, rows, text
from zhanggui.connectors.selling.reading import Fields, UnreadableOrder
from zhanggui.connectors.woocommerce.client import WooClient
from zhanggui.kernel.doors.channel_abilities import Listing

_ASIDE = {"grouped", "external"}  # only shown together; sold by somebody else
Row = Mapping[str, Any]


def list_products(woo: WooClient) -> Iterator[Sequence[Listing]]:
    """A page for the products themselves, and one for the variations of each that has some."""
    for page in woo.pages("products", {"orderby": "id", "order": "asc"}):
        yield [_read(row) for row in page if text(row, "type") not in _ASIDE | {"variable"}]
        for product in page:
            if text(product, "type") == "variable":
                yield from _variations(woo, product)


def _variations(woo: WooClient, product: Row) -> Iterator[Sequence[Listing]]:
    own = text(product, "id")
    for page in woo.pages(f"products/{own}/variations", {"orderby": "id", "order": "asc"}):
        yield [_read(row, product=product) for row in page]


def _read(row: Row, *, product: Row | None = None) -> Listing:
    own = text(row, "id")
    return Listing(
        listing=f"{text(product, 'id')}:{own}" if product else own,
        sku_code=text(row, "sku"),
        title=text(product or row, "name"),
        spec=";".join(f"{text(each, 'name')}:{_chosen(each)}" for each in rows(row, "attributes")),
        barcode=text(row, "global_unique_id"),
        quantity=number(row, "stock_quantity"),
        price=_price(row),
        is_on_sale=text(row, "status") == "publish" and text(product or row, "status") == "publish",
    )


def _chosen(attribute: Row) -> str:
    options = attribute.get("options")
    return text(attribute, "option") or (", ".join(map(str, options)) if isinstance(options, list) else "")


def _price(row: Row) -> Decimal | None:
    """What it costs now; None where the shop says nothing, or nothing that is an amount."""
    try:
        return Fields(row, number=text(row, "id")).money("price")
    except UnreadableOrder:
        return None
