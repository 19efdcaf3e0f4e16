"""What the shop sells. Item and SKU numbers follow from the code, so the same catalogue has the same numbers."""

import csv
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from .moments import Clock, written
from .store import Store

FIRST_ITEM = 600_000_000_000
FIRST_SKU = 5_000_000_000_000


@dataclass(frozen=True)
class Sku:
    sku_id: int
    num_iid: int
    outer_id: str
    title: str
    spec: str
    price: str
    stock: int
    modified: str


class Catalogue:
    """The SKUs of the shop and what is on sale of each."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def load(self, rows: Iterable[Mapping[str, Any]], *, replace: bool = False) -> int:
        """The rows (code, title, spec, price, stock) are on sale afterwards; `replace` takes everything else off."""
        now = written(self._clock())
        skus = [
            (
                FIRST_SKU + _number_of(str(row["code"])),
                FIRST_ITEM + _number_of(str(row["title"])),
                str(row["code"]),
                str(row["title"]),
                str(row.get("spec", "")),
                f"{float(row['price']):.2f}",
                int(row.get("stock", 0)),
                now,
            )
            for row in rows
        ]
        with self._store.step():
            if replace:
                self._store.write("DELETE FROM sku")
            self._store.write_many("INSERT OR REPLACE INTO sku VALUES (?, ?, ?, ?, ?, ?, ?, ?)", skus)
        return len(skus)

    def load_file(self, path: str | Path | None = None, *, replace: bool = False) -> int:
        """Like `load`, from a CSV file; without a path the demonstration shop's own list."""
        source = Path(path) if path else files("zhanggui.simulators.market").joinpath("data/catalogue.csv")
        return self.load(csv.DictReader(source.read_text(encoding="utf-8-sig").splitlines()), replace=replace)

    def all(self) -> list[Sku]:
        return [Sku(*row) for row in self._store.rows("SELECT * FROM sku ORDER BY num_iid, sku_id")]

    def of_item(self, num_iid: int) -> list[Sku]:
        return [Sku(*row) for row in self._store.rows("SELECT * FROM sku WHERE num_iid = ? ORDER BY sku_id", [num_iid])]

    def by_code(self, code: str) -> Sku | None:
        row = self._store.row("SELECT * FROM sku WHERE outer_id = ?", [code])
        return Sku(*row) if row else None

    def set_stock(self, changes: Mapping[int, int]) -> None:
        """SKUs have exactly these quantities on sale."""
        now = written(self._clock())
        rows = [(quantity, now, sku_id) for sku_id, quantity in changes.items()]
        self._store.write_many("UPDATE sku SET stock = ?, modified = ? WHERE sku_id = ?", rows)

    def set_price(self, sku_id: int, price: str) -> None:
        """The SKU costs so much (yuan text)."""
        self._store.write(
            "UPDATE sku SET price = ?, modified = ? WHERE sku_id = ?", [price, written(self._clock()), sku_id]
        )

    def take(self, sold: Mapping[int, int]) -> None:
        """Sold quantities leave the stock on sale, which never goes below zero."""
        rows = [(quantity, sku_id) for sku_id, quantity in sold.items()]
        self._store.write_many("UPDATE sku SET stock = max(stock - ?, 0) WHERE sku_id = ?", rows)


def _number_of(text: str) -> int:
    """Eleven digits that depend on the text alone."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) % 10**11
