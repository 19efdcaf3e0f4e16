"""What the shop sells. The lines of an order only name it: code and title stand with the product."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from threading import Lock
from typing import Any

from zhanggui.connectors.asking.answers import number, rows, text
from zhanggui.connectors.oscar.client import OscarClient
from zhanggui.connectors.oscar.errors import UNKNOWN
from zhanggui.connectors.oscar.links import key_at
from zhanggui.connectors.selling.reading import Fields, UnreadableOrder
from zhanggui.kernel.doors.channel_abilities import Listing
from zhanggui.kernel.doors.channel_refusals import ChannelRefused

Row = Mapping[str, Any]
_GONE: Row = {}


@dataclass(frozen=True, slots=True)
class Sold:
    """What a line is of."""

    sku_code: str = ""
    title: str = ""
    spec: str = ""


@dataclass(slots=True)
class Products:
    """Products by key, each asked for once while orders are read."""

    oscar: OscarClient
    _known: dict[str, Row] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def sold(self, line: Row) -> Sold:
        """What this line is of. A shop may show title and code in the line itself; a product that is gone has none."""
        if text(line, "partner_sku") and text(line, "title"):
            return Sold(text(line, "partner_sku"), text(line, "title"))
        product = self.find(key_at(line, "product"))
        record = key_at(line, "stockrecord")
        codes = [text(row, "partner_sku") for row in rows(product, "stockrecords") if key_at(row, "url") == record]
        return Sold(text(line, "partner_sku") or "".join(codes), self.title(product), spec_of(product))

    def title(self, product: Row) -> str:
        """Its own, or that of its parent."""
        return text(product, "title") or (text(self.find(key_at(product, "parent")), "title") if product else "")

    def find(self, key: str) -> Row:
        with self._lock:
            if key in self._known or not key:
                return self._known.get(key, _GONE)
        try:
            product = self.oscar.show(f"products/{key}/")
        except ChannelRefused as refused:
            if refused.data.get("code") != UNKNOWN:
                raise
            product = _GONE
        with self._lock:
            self._known[key] = product
        return product

    def know(self, products: Sequence[Row]) -> None:
        with self._lock:
            self._known |= {text(row, "id"): row for row in products}


def list_products(oscar: OscarClient) -> Iterator[Sequence[Listing]]:
    """Every stock record of every product, a page of products at a time."""
    products = Products(oscar)
    for page in oscar.pages("products/"):
        products.know(page)
        yield [_read(record, product, products) for product in page for record in rows(product, "stockrecords")]


def spec_of(product: Row) -> str:
    return ";".join(f"{text(each, 'name')}:{text(each, 'value')}" for each in rows(product, "attributes"))


def _read(record: Row, product: Row, products: Products) -> Listing:
    """How many are offered is what is there without what is promised."""
    there = number(record, "num_in_stock")
    return Listing(
        listing=key_at(record, "url"),
        sku_code=text(record, "partner_sku"),
        title=products.title(product),
        spec=spec_of(product),
        barcode=text(product, "upc"),
        quantity=None if there is None else max(there - (number(record, "num_allocated") or 0), 0),
        price=_price(record),
        is_on_sale=product.get("is_public") is not False,
    )


def _price(record: Row) -> Decimal | None:
    """None where the shop says nothing, or nothing that is an amount."""
    try:
        return Fields(record, number=key_at(record, "url")).money("price")
    except UnreadableOrder:
        return None
