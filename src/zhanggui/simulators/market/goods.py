"""What the shop sells. Numbers follow from the code, so the same goods have the same numbers."""

import csv
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

from .money import fen


@dataclass(frozen=True)
class Ware:
    """One SKU on sale. `price` is in fen."""

    item: str
    sku: str
    code: str
    title: str
    spec: str
    price: int
    stock: int
    barcode: str = ""


class Shelf:
    """The wares of one shop, by SKU number."""

    def __init__(self, wares: Iterable[Ware] = ()) -> None:
        self._wares = {ware.sku: ware for ware in wares}

    def load(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Exactly these rows (code, title, spec, price in yuan, stock, barcode) are on sale."""
        self._wares = {ware.sku: ware for ware in map(_ware, rows)}

    def load_demo(self) -> None:
        """The list of the demonstration shop."""
        source = files(__package__).joinpath("data/catalogue.csv")
        self.load(csv.DictReader(source.read_text(encoding="utf-8-sig").splitlines()))

    def all(self) -> list[Ware]:
        return list(self._wares.values())

    def find(self, *, item: str = "", sku: str = "", code: str = "") -> Ware | None:
        """The first ware for which all that is given holds."""
        for ware in self._wares.values():
            if (not item or ware.item == item) and (not sku or ware.sku == sku) and (not code or ware.code == code):
                return ware
        return None

    def of_item(self, item: str) -> list[Ware]:
        return [ware for ware in self._wares.values() if ware.item == item]

    def set_stock(self, sku: str, pieces: int) -> Ware:
        return self._put(replace(self._wares[sku], stock=pieces))

    def set_price(self, sku: str, price: int) -> Ware:
        return self._put(replace(self._wares[sku], price=price))

    def take(self, sku: str, pieces: int) -> None:
        """Sold pieces leave the stock on sale, which never goes below zero."""
        self.set_stock(sku, max(self._wares[sku].stock - pieces, 0))

    def _put(self, ware: Ware) -> Ware:
        self._wares[ware.sku] = ware
        return ware


def _ware(row: Mapping[str, Any]) -> Ware:
    code, title = str(row["code"]), str(row["title"])
    return Ware(
        item=str(6 * 10**11 + _number_of(title)),
        sku=str(5 * 10**12 + _number_of(code)),
        code=code,
        title=title,
        spec=str(row.get("spec", "")),
        price=fen(str(row["price"])),
        stock=int(row.get("stock", 0)),
        barcode=str(row.get("barcode", "")),
    )


def _number_of(text: str) -> int:
    """Eleven digits that depend on the text alone."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) % 10**11
