"""What we write into an order's meta_data, for which WooCommerce has no field: the parcels that left, and the memo.

Each parcel is an entry of its own, so that two told at once never overwrite each other.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zhanggui.connectors.asking.answers import compact, rows, text
from zhanggui.connectors.woocommerce.unconfirmed import FLAG_MARK, MEMO_MARK, PARCEL_MARK

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MarkedParcel:
    """Pieces by the number of their line."""

    carrier: str
    waybill: str
    pieces: Mapping[str, int]


def parcels_of(order: Row) -> Sequence[MarkedParcel]:
    """The parcels we told the shop of. An entry that somebody spoiled by hand counts as none."""
    entries = (entry for entry in rows(order, "meta_data") if text(entry, "key").startswith(PARCEL_MARK))
    return [parcel for entry in entries if (parcel := _parcel(text(entry, "value")))]


def sent_pieces(parcels: Iterable[MarkedParcel]) -> dict[str, int]:
    """Pieces that left, by line."""
    sent: dict[str, int] = {}
    for parcel in parcels:
        for line, pieces in parcel.pieces.items():
            sent[line] = sent.get(line, 0) + pieces
    return sent


def parcel_entry(parcel: MarkedParcel) -> Row:
    """The entry that says it."""
    value = {"carrier": parcel.carrier, "waybill": parcel.waybill, "lines": dict(parcel.pieces)}
    return {"key": PARCEL_MARK + parcel.waybill, "value": compact(value)}


def memo_of(order: Row) -> tuple[str, int]:
    """The seller's memo and flag."""
    marks = {text(entry, "key"): text(entry, "value") for entry in rows(order, "meta_data")}
    flag = marks.get(FLAG_MARK, "")
    return marks.get(MEMO_MARK, ""), int(flag) if flag.isdecimal() else 0


def memo_entries(memo: str, flag: int) -> Sequence[Row]:
    """The entries that say it; nothing is said by null, which takes the entry away."""
    return [{"key": MEMO_MARK, "value": memo or None}, {"key": FLAG_MARK, "value": str(flag) if flag else None}]


def _parcel(value: str) -> MarkedParcel | None:
    try:
        read = json.loads(value)
        pieces = {str(line): int(count) for line, count in read["lines"].items()}
        return MarkedParcel(str(read["carrier"]), str(read["waybill"]), pieces)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
