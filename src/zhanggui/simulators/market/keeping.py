"""Sales kept in a file, so that a simulator that was killed knows them again."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import Any

import orjson

from .people import Buyer, Receiver
from .sales import Case, RefundCase, Sale, SentParcel, SoldLine, Stage


class Kept:
    """One SQLite file; each write is durable when it returns."""

    def __init__(self, path: Path) -> None:
        self._lock = RLock()
        self._base = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._base.execute("PRAGMA journal_mode = WAL")
        self._base.execute("CREATE TABLE IF NOT EXISTS sale (number TEXT PRIMARY KEY, doc BLOB NOT NULL) WITHOUT ROWID")
        self._base.execute("CREATE TABLE IF NOT EXISTS stock (sku TEXT PRIMARY KEY, pieces INTEGER NOT NULL)")

    def keep(self, sales: Iterable[Sale]) -> None:
        rows = [(sale.number, orjson.dumps(sale)) for sale in sales]
        with self._lock:
            self._base.execute("BEGIN")
            self._base.executemany("INSERT OR REPLACE INTO sale VALUES (?, ?)", rows)
            self._base.execute("COMMIT")

    def keep_stock(self, sku: str, pieces: int) -> None:
        with self._lock:
            self._base.execute("INSERT OR REPLACE INTO stock VALUES (?, ?)", [sku, pieces])

    def sales(self) -> Iterator[Sale]:
        for (doc,) in self._base.execute("SELECT doc FROM sale"):
            yield _sale(orjson.loads(doc))

    def stock(self) -> dict[str, int]:
        return dict(self._base.execute("SELECT sku, pieces FROM stock"))


def _sale(doc: dict[str, Any]) -> Sale:
    buyer = doc.pop("buyer")
    return Sale(
        **doc
        | {
            "buyer": Buyer(**buyer | {"receiver": Receiver(**buyer["receiver"])}),
            "stage": Stage(doc["stage"]),
            "lines": [SoldLine(**line) for line in doc["lines"]],
            "parcels": [SentParcel(**each | {"sent_at": _moment(each["sent_at"])}) for each in doc["parcels"]],
            "cases": [_case(each) for each in doc["cases"]],
            **{name: _moment(doc[name]) for name in ("placed_at", "modified_at", "paid_at")},
        }
    )


def _case(doc: dict[str, Any]) -> RefundCase:
    moments = {name: _moment(doc[name]) for name in ("asked_at", "modified_at")}
    return RefundCase(**doc | moments | {"state": Case(doc["state"])})


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
