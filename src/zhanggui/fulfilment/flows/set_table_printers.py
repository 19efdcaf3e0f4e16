"""Write down the printers of a table.

Afterwards whoever prints there uses them: for each kind of paper one way of our own (the browser or C-Lodop), and for
labels a printer with the component of each platform. A way that was written down before is changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zhanggui.fulfilment.models import TablePrinter
from zhanggui.fulfilment.print_jobs.components import OWN_WAYS, WAYS
from zhanggui.fulfilment.states import PaperKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal


class TableUnnamed(Refusal):
    """Give the table a name first: its printers are remembered under it."""


class WayUnknown(Refusal):
    """{way} is no way of printing {paper}."""


@dataclass(frozen=True, slots=True)
class PrinterDraft:
    """A printer as it is written down."""

    paper: str
    way: str
    printer: str = ""
    offset_x: Decimal = Decimal(0)
    offset_y: Decimal = Decimal(0)


@transaction.atomic
def set_table_printers(*, table: str, printers: Sequence[PrinterDraft], actor: Actor, at: datetime) -> Outcome[str]:
    if not table:
        raise TableUnnamed
    refused: dict[str, Refusal] = {}
    rows: dict[tuple[str, str], PrinterDraft] = {}
    for one in printers:
        if one.paper not in PaperKind or one.way not in (WAYS if one.paper == PaperKind.LABEL else OWN_WAYS):
            refused[one.way] = WayUnknown(way=one.way, paper=one.paper)
        else:
            rows[one.paper, one.way] = one

    own = {paper: way for paper, way in rows if way in OWN_WAYS}
    for paper, way in own.items():
        TablePrinter.objects.filter(table=table, paper=paper, way__in=OWN_WAYS).exclude(way=way).delete()
    insert_rows(
        TablePrinter,
        ("table", "paper", "way", "printer", "offset_x", "offset_y"),
        [(table, one.paper, one.way, one.printer[:120], one.offset_x, one.offset_y) for one in rows.values()],
        on_conflict=(
            '("table", paper, way) DO UPDATE SET printer = EXCLUDED.printer, offset_x = EXCLUDED.offset_x,'
            " offset_y = EXCLUDED.offset_y"
        ),
    )
    return Outcome(done=[one.way for one in rows.values()], refused=refused)
