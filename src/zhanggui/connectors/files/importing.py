"""An order file from hand to hand: checked, kept, imported in chunks, deleted."""

import hashlib
import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from io import BytesIO
from itertools import islice
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import transaction
from django.utils.translation import override

from zhanggui.channels.halving import import_halving
from zhanggui.channels.models import FileImport, HeldFile
from zhanggui.channels.speaking import TROUBLE_LENGTH
from zhanggui.channels.states import FileState
from zhanggui.connectors.files.dating import dated
from zhanggui.connectors.files.mapped import layout_named
from zhanggui.connectors.files.orders import OrderFile, read_orders
from zhanggui.connectors.files.refused import write_refused_rows
from zhanggui.connectors.files.rows import RowError
from zhanggui.connectors.files.summary import FileSummary
from zhanggui.connectors.files.warnings import Warned, warnings_of
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.doors.channel import ChannelOrder
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.orders.importing.differing import Difference, differences_of
from zhanggui.orders.queries import known_versions
from zhanggui.orders.rules.hiding import masked
from zhanggui.orders.rules.versions import is_dated

logger = logging.getLogger(__name__)

IMPORT_ORDERS = "import_orders"
SAVE_MAPPINGS = "save_mappings"
CHUNK = 1000
MOST_ERRORS = 500
MOST_SHOWN = 500
NO_ROW = ""
"""In place of a row's number, where an order was refused as a whole."""
KEPT = timedelta(days=1)


class FileStopped(Refusal):
    """The import stopped: {reason}. What is here stays; start it again to go on."""


def open_file(files: Sequence[HeldFile], layout: str) -> OrderFile:
    """The order file, with its item list when there is one. Raises NotFound or the refusal of its reader."""
    orders = next((file for file in files if not file.is_item_list), None)
    items = next((file for file in files if file.is_item_list), None)
    if orders is None:
        raise NotFound(what="file", key=layout)
    return read_orders(
        orders.clear,
        layout=layout_named(layout),
        items=items.clear if items else None,
        name=orders.name,
        items_name=items.name if items else "",
    )


def check_file(held: FileImport, files: Sequence[HeldFile]) -> None:
    """`summary` and `errors` say what the file holds and what importing it would change. Nothing is imported."""
    file = open_file(files, held.layout)
    file.rows_of = {}
    total = FileSummary()
    shown: list[dict[str, Any]] = []
    found = {"new": 0, "changed": 0, "disputed": 0, "same": 0, "to_mend": 0}
    for chunk in chunks(dated(file.orders, shop_id=held.shop_id, handed_in_at=held.handed_in_at)):
        for order in chunk:
            total.add(order)
        warnings = warnings_of(chunk, shop_id=held.shop_id)
        found["to_mend"] += len(warnings)
        kinds, differences = _judged(chunk, shop_id=held.shop_id)
        for kind in kinds.values():
            found[kind] += 1
        room = MOST_SHOWN - len(shown)
        shown += _shown(chunk, kinds, file.rows_of, warnings, differences, room=room)
        file.rows_of.clear()
    held.summary = found | {
        "orders": total.orders,
        "lines": total.lines,
        "units": total.units,
        "amount": str(total.amount),
        "first": total.first_at.isoformat() if total.first_at else "",
        "last": total.last_at.isoformat() if total.last_at else "",
        "encoding": file.encoding,
        "layout": str(file.layout.title),
        "shown": shown,
        "refused_rows": len({(error.table, error.row) for error in file.row_errors}),
    }
    held.errors = [told(error) for error in file.row_errors[:MOST_ERRORS]]
    held.total = total.orders


def _judged(
    orders: Sequence[ChannelOrder], *, shop_id: int
) -> tuple[dict[str, str], Mapping[str, Sequence[Difference]]]:
    """What importing each order means, and what it would change. What says the same in fewer columns, of the same
    moment or of none, is the same."""
    kinds = known_versions(shop_id=shop_id, orders=orders)
    told = [order for order in orders if kinds[order.number] in {"changed", "disputed"}]
    differences = differences_of(shop_id=shop_id, orders=told) if told else {}
    for order in told:
        is_settled_by_moment = kinds[order.number] == "changed" and is_dated(order)
        if not is_settled_by_moment and not differences.get(order.number):
            kinds[order.number] = "same"
    return kinds, differences


def _shown(
    orders: Sequence[ChannelOrder],
    kinds: Mapping[str, str],
    rows: Mapping[str, Mapping[str, list[int]]],
    warnings: Mapping[str, list[Warned]],
    differences: Mapping[str, Sequence[Difference]],
    *,
    room: int,
) -> list[dict[str, Any]]:
    """The first orders of the file, each with its rows by file, what importing it does, and what it would change."""
    first = list(orders[:room]) if room > 0 else []
    return [
        {
            "number": order.number,
            "kind": kinds.get(order.number, "same"),
            "files": [[file, places] for file, places in rows.get(order.number, {}).items()],
            "differences": [list(each) for each in differences.get(order.number, ())],
            "warnings": [list(each) for each in warnings.get(order.number, ())],
        }
        for order in first
    ]


def run_file(held: FileImport, *, actor: Actor) -> None:
    """The file has run to its end, or stopped and says why; it can be started again then.

    Run again after a kill it counts from nothing, and orders that are here already are not imported twice. A file that
    is not to run is left alone.
    """
    if held.state != FileState.RUNNING:
        return
    try:
        _import(held, actor=actor)
    except Refusal as refusal:
        finish(held, FileState.FAILED, trouble=refusal.sentence, at=now())
    except Exception as trouble:
        logger.exception("order file %s stopped", held.pk)
        finish(held, FileState.FAILED, trouble=FileStopped(reason=str(trouble) or repr(trouble)).sentence, at=now())
    else:
        with transaction.atomic():
            finish(held, FileState.DONE, trouble="", at=now())
            held.files.all().delete()


def _import(held: FileImport, *, actor: Actor) -> None:
    """Chunk by chunk; `done` and `refused` tell how far. Faults of rows stay named, refusals of orders are added."""
    actor.check(IMPORT_ORDERS)
    held.done = held.refused = 0
    held.errors = [error for error in held.errors if error[0] != NO_ROW]
    file = open_file(list(held.files.all()), held.layout)
    for chunk in chunks(dated(file.orders, shop_id=held.shop_id, handed_in_at=held.handed_in_at)):
        outcome = import_halving(shop_id=held.shop_id, orders=chunk, source="file", actor=actor, at=now())
        held.done += len(outcome.done)
        held.refused += len(outcome.refused)
        held.errors += [[NO_ROW, "", one.code(), masked(one.sentence), ""] for one in outcome.refused.values()]
        held.errors = held.errors[:MOST_ERRORS]
        FileImport.objects.filter(pk=held.pk).update(done=held.done, refused=held.refused, errors=held.errors)


def finish(held: FileImport, state: FileState, *, trouble: str, at: datetime) -> None:
    trouble = trouble.replace("\0", "")[:TROUBLE_LENGTH]
    move_to(FileImport, [held.pk], state, trouble=trouble, finished_at=at)
    held.refresh_from_db()


def forget_old_files(*, at: datetime) -> None:
    """Files nobody has started for a day are gone. One that runs, or waits for its worker, is kept however long."""
    waiting = HeldFile.objects.exclude(file_import__state=FileState.RUNNING)
    waiting.filter(file_import__handed_in_at__lt=at - KEPT).delete()


class Download(NamedTuple):
    """A file for the browser: what is in it, its kind and the end of its name."""

    content: bytes
    kind: str
    suffix: str


def refused_rows(held: FileImport, language: str) -> Download:
    """The rows that could not be read, to mend and hand in again: a CSV, or of several tables one each, zipped."""
    file = open_file(list(held.files.all()), held.layout)
    with override(language), TemporaryDirectory() as folder:
        for _ in file.orders:
            pass
        paths = write_refused_rows(file, folder)
        if len(paths) < 2:
            return Download(b"".join(path.read_bytes() for path in paths), "text/csv; charset=utf-8", "csv")
        packed = BytesIO()
        with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
            for path in paths:
                archive.write(path, path.name)
        return Download(packed.getvalue(), "application/zip", "zip")


def chunks(orders: Iterator[ChannelOrder]) -> Iterator[Sequence[ChannelOrder]]:
    while chunk := list(islice(orders, CHUNK)):
        yield chunk


def told(error: RowError) -> list[Any]:
    return [error.row, error.column, error.code, masked(error.sentence), error.table]


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
