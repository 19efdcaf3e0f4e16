"""The platform's memory: one SQLite file (or none), one connection, one lock; safe from any thread."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from threading import RLock
from typing import Any

import orjson

from .moments import second

Doc = dict[str, Any]


@dataclass
class Trade:
    """A trade in the platform's own words, and beside it the receiver nobody outside sees in clear."""

    doc: Doc
    receiver: dict[str, str]

    @property
    def tid(self) -> int:
        return self.doc["tid"]

    @property
    def status(self) -> str:
        return self.doc["status"]

    @property
    def orders(self) -> list[Doc]:
        return self.doc["orders"]


class Store:
    """Trades, refunds, stock and sessions. Every method is a single step; `step()` makes one of several."""

    def __init__(self, path: str) -> None:
        self.lock = RLock()
        self._depth = 0
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(files(__package__).joinpath("schema.sql").read_text(encoding="utf-8"))

    def close(self) -> None:
        with self.lock:
            self._db.close()

    @contextmanager
    def step(self) -> Iterator[None]:
        """Nobody else reads or writes meanwhile; all of it is kept, or nothing."""
        with self.lock:
            if self._depth:
                yield
                return
            self._depth += 1
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            else:
                self._db.execute("COMMIT")
            finally:
                self._depth -= 1

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        with self.lock:
            return self._db.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Row | None:
        with self.lock:
            return self._db.execute(sql, values).fetchone()

    def number(self, sql: str, values: Sequence[Any] = ()) -> int:
        with self.lock:
            return self._db.execute(sql, values).fetchone()[0]

    def write(self, sql: str, values: Sequence[Any] = ()) -> None:
        with self.step():
            self._db.execute(sql, values)

    def write_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        with self.step():
            self._db.executemany(sql, rows)

    def trades(self, tids: Sequence[int]) -> list[Trade]:
        """The named trades that exist, in the order asked for."""
        marks = ",".join("?" * len(tids))
        found = {
            row["tid"]: Trade(orjson.loads(row["doc"]), orjson.loads(row["receiver"]))
            for row in self.rows(f"SELECT tid, doc, receiver FROM trade WHERE tid IN ({marks})", tids)
        }
        return [found[tid] for tid in tids if tid in found]

    def trade(self, tid: int) -> Trade | None:
        return next(iter(self.trades([tid])), None)

    def keep_trades(self, trades: Sequence[Trade], *, visible_at: float | None = None) -> None:
        """Trades are as given; the lists find them by their new place at once, or from `visible_at` on."""
        with self.step():
            self.write_many(
                "INSERT OR REPLACE INTO trade VALUES (?, ?, ?)",
                ((trade.tid, orjson.dumps(trade.doc), orjson.dumps(trade.receiver)) for trade in trades),
            )
            if visible_at is None:
                self._list(trades)
                self.write_many("DELETE FROM late WHERE tid = ?", [(trade.tid,) for trade in trades])
            else:
                self.write_many("INSERT OR REPLACE INTO late VALUES (?, ?)", [(t.tid, visible_at) for t in trades])

    def show_late(self, now: float) -> None:
        """What was held back until now is found by the lists from here on."""
        if not self.row("SELECT 1 FROM late WHERE due <= ? LIMIT 1", [now]):
            return
        with self.step():
            tids = [row["tid"] for row in self.rows("SELECT tid FROM late WHERE due <= ? LIMIT 500", [now])]
            self._list(self.trades(tids))
            self.write_many("DELETE FROM late WHERE tid = ?", [(tid,) for tid in tids])

    def _list(self, trades: Sequence[Trade]) -> None:
        self.write_many(
            "INSERT OR REPLACE INTO listing VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (_listed(trade) for trade in trades)
        )

    def keep_refund(self, doc: Doc) -> None:
        values = (doc["refund_id"], doc["tid"], second(doc["modified"]), doc["status"], orjson.dumps(doc))
        self.write("INSERT OR REPLACE INTO refund VALUES (?, ?, ?, ?, ?)", values)

    def refund(self, refund_id: int) -> Doc | None:
        row = self.row("SELECT doc FROM refund WHERE refund_id = ?", [refund_id])
        return orjson.loads(row["doc"]) if row else None


def _listed(trade: Trade) -> tuple[Any, ...]:
    doc = trade.doc
    codes = " ".join(order["outer_sku_id"] for order in trade.orders)
    numbers = " ".join({order.get("invoice_no", "") for order in trade.orders})
    words = f"{doc['tid']} {doc['buyer_nick']} {trade.receiver['name']} {trade.receiver['city']} {codes} {numbers}"
    return (
        doc["tid"],
        second(doc["created"]),
        second(doc["modified"]),
        doc["status"],
        doc["type"],
        doc["buyer_nick"],
        doc["buyer_open_uid"],
        words,
    )
