"""The pick list: what to fetch from which bin, in the order of the path, and into which cells of the wall it goes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext, pgettext

from zhanggui.papers.captions import moment, pieces, print_mark
from zhanggui.papers.pen import RIGHT
from zhanggui.papers.sheets import INNER, MARGIN, Head, Sheet, sheets_pdf, words_block
from zhanggui.papers.tables import TICK, Column, column_head, table_row
from zhanggui.papers.templates import LIST, USUAL, PaperTemplate, in_language
from zhanggui.papers.text import count
from zhanggui.papers.values import NothingToPrint, PickListPaper, PickRow

CELLS_IN_A_ROW = 60


def pick_list_pdf(paper: PickListPaper, template: PaperTemplate = USUAL[LIST]) -> bytes:
    """The wave's pick list on A4, rows in the order given, as the template has it."""
    return sheets_pdf([pick_list_sheet(paper, template)])


def pick_list_sheet(paper: PickListPaper, template: PaperTemplate) -> Sheet:
    if not paper.rows:
        raise NothingToPrint
    with in_language(template):
        names = template.columns
        columns = _columns(names)
        rows = [row for long_row in paper.rows for row in _in_portions(long_row)]
        blocks = [table_row(columns, _cells(row, names), left=MARGIN) for row in rows]
        asked = [Column("", 22, size=13, bold=True), Column("", INNER - 22, size=11, lines=0)]
        blocks += [
            table_row(asked, [gettext("Cell {cell}").format(cell=one.cell), one.text], left=MARGIN)
            for one in paper.requests
        ]
        blocks += words_block(template.words)
        return Sheet(_head(paper, template), blocks, column_head(columns, left=MARGIN), template.language)


def _columns(names: Sequence[str]) -> list[Column]:
    """The columns in the order of their names; the goods' name, or else their code, takes what the others leave."""
    known = {
        "bin": Column(gettext("Bin"), 27, size=13, bold=True),
        "code": Column(gettext("SKU code"), 31, size=9.5, lines=0),
        "name": Column(gettext("Name"), 49, size=9.5, lines=2),
        "spec": Column(gettext("Spec"), 22, size=9.5, lines=2),
        "quantity": Column(gettext("Quantity"), 15, size=14, bold=True, align=RIGHT),
        "cells": Column(gettext("Cell × quantity"), 36, size=10, bold=True, lines=0),
        "done": Column(pgettext("pick list", "Done"), 6, align=RIGHT),
    }
    widest = "name" if "name" in names else "code"
    left = INNER - sum(known[name].width for name in names if name != widest)
    return [replace(known[name], width=left) if name == widest else known[name] for name in names]


def _head(paper: PickListPaper, template: PaperTemplate) -> Head:
    facts = [
        (gettext("Warehouse"), paper.warehouse),
        (gettext("Carrier"), paper.carrier),
        (gettext("Parcels"), str(paper.parcel_count) if paper.parcel_count else "—"),
        (gettext("Pick rows"), str(len(paper.rows))),
        (gettext("Pieces"), pieces(row.quantity for row in paper.rows)),
        (gettext("Printed at"), moment(paper.printed_at)),
    ]
    signers = template.signers or (gettext("Print clerk"), gettext("Picker"), gettext("Time"))
    mark = print_mark(paper.print_number)
    return Head(gettext("Pick list"), paper.wave, mark, tuple(facts), signers, template.heading)


def _cells(row: PickRow, names: Sequence[str]) -> list[str]:
    shares = ", ".join(f"{share.cell}×{count(share.quantity)}" for share in row.cells)
    known = {
        "bin": row.bin, "code": row.sku_code, "name": row.name, "spec": row.spec, "quantity": count(row.quantity),
        "cells": shares, "done": TICK,
    }  # fmt: skip
    return [known[name] for name in names]


def _in_portions(row: PickRow) -> Iterator[PickRow]:
    """A row that feeds more cells than a page can show is printed as several, each with the pieces of its own cells."""
    if len(row.cells) <= CELLS_IN_A_ROW:
        yield row
        return
    for start in range(0, len(row.cells), CELLS_IN_A_ROW):
        cells = row.cells[start : start + CELLS_IN_A_ROW]
        yield replace(row, cells=cells, quantity=sum(share.quantity for share in cells))
