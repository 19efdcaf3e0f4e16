"""An order file from hand to hand: checked, kept, imported in chunks, deleted."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import override

from zhanggui.channels.models import FileImport
from zhanggui.channels.states import FileState
from zhanggui.connectors.files.orders import OrderFile, read_orders
from zhanggui.connectors.files.refused import write_refused_rows
from zhanggui.connectors.files.rows import RowError
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.doors.channel import ChannelOrder
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.queries import known_versions
from zhanggui.ui.held_files import held_file, let_go

CHUNK = 1000
MOST_ERRORS = 500


def open_file(held: FileImport) -> OrderFile:
    """The file that waits. Raises NotFound when it is gone, or the refusal of its reader."""
    items = held_file(held.held_items) if held.held_items else None
    return read_orders(held_file(held.held), layout=held.layout or None, items=items)


def check_file(held: FileImport) -> None:
    """`summary` and `errors` say what the file holds and what importing it would change. Nothing is imported."""
    file = open_file(held)
    found: dict[str, Any] = {"orders": 0, "lines": 0, "units": 0, "new": 0, "changed": 0, "same": 0}
    amount = Decimal(0)
    first: datetime | None = None
    last: datetime | None = None
    for chunk in chunks(file.orders):
        for order in chunk:
            found["orders"] += 1
            found["lines"] += len(order.lines)
            found["units"] += sum(line.quantity for line in order.lines)
            amount += sum(line.amount for line in order.lines)
            first = min(first or order.placed_at, order.placed_at)
            last = max(last or order.placed_at, order.placed_at)
        for kind in known_versions(shop_id=held.shop_id, orders=chunk).values():
            found[kind] += 1
    held.summary = found | {
        "amount": str(amount),
        "first": first.isoformat() if first else "",
        "last": last.isoformat() if last else "",
        "encoding": file.encoding,
        "layout": str(file.layout.title),
        "refused_rows": len({(error.table, error.row) for error in file.row_errors}),
    }
    held.errors = [told(error) for error in file.row_errors[:MOST_ERRORS]]
    held.total = found["orders"]


def run_file(held: FileImport, *, actor: Actor) -> None:
    """The orders of the file are in, `done` tells how far; the file is deleted. A refusal stops it and is kept."""
    try:
        file = open_file(held)
        for chunk in chunks(file.orders):
            outcome = import_orders(shop_id=held.shop_id, orders=chunk, source="file", actor=actor, at=now())
            held.done += len(outcome.done)
            held.refused += len(outcome.refused)
            held.errors += [["", "", one.code(), one.sentence] for one in outcome.refused.values()]
            FileImport.objects.filter(pk=held.pk).update(done=held.done, refused=held.refused)
    except Refusal as refusal:
        finish(held, FileState.FAILED, trouble=refusal.sentence[:300], at=now())
        return
    FileImport.objects.filter(pk=held.pk).update(errors=held.errors[:MOST_ERRORS])
    finish(held, FileState.DONE, trouble="", at=now())
    let_go(held.held)
    let_go(held.held_items)


def finish(held: FileImport, state: FileState, *, trouble: str, at: datetime) -> None:
    move_to(FileImport, [held.pk], state, trouble=trouble, finished_at=at)
    held.refresh_from_db()


def refused_rows(held: FileImport, language: str) -> bytes:
    """The rows that could not be read, as a CSV to mend and hand in again."""
    file = open_file(held)
    with override(language), TemporaryDirectory() as folder:
        for _ in file.orders:
            pass
        return b"".join(path.read_bytes() for path in write_refused_rows(file, folder))


def chunks(orders: Iterator[ChannelOrder]) -> Iterator[Sequence[ChannelOrder]]:
    while chunk := list(islice(orders, CHUNK)):
        yield chunk


def told(error: RowError) -> list[Any]:
    return [error.row, error.column, error.code, error.sentence]


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
