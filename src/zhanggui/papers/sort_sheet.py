"""The second-sort sheet: cell by cell, which parcels meet there and what belongs into each."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext, ngettext
from reportlab.lib.units import mm

from zhanggui.papers.captions import moment, named, pieces, print_mark
from zhanggui.papers.fonts import typeface
from zhanggui.papers.pen import CENTRE, HAIRLINE, RIGHT, RULE, Pen
from zhanggui.papers.sheets import (
    BODY_BOTTOM,
    BODY_TOP,
    INNER,
    MARGIN,
    Block,
    Head,
    Sheet,
    paged,
    sheets_pdf,
    tick_box,
    words_block,
)
from zhanggui.papers.tables import GAP, Column
from zhanggui.papers.templates import SORT, USUAL, PaperTemplate, in_language
from zhanggui.papers.text import LEADING, count, wrap
from zhanggui.papers.values import NothingToPrint, SortCell, SortItem, SortParcel, SortSheetPaper

CELL_WIDTH = 24.0
LEFT_EDGE = MARGIN + CELL_WIDTH + 2
LINE_WIDTH = INNER - CELL_WIDTH - 2
LEAST_HEIGHT = 15.0
ITEM_HEIGHT = 6.0
REMARK_LINES = 5


def sort_sheet_pdf(paper: SortSheetPaper, template: PaperTemplate = USUAL[SORT]) -> bytes:
    """The wave's second-sort sheet on A4, cells in the order given; a cell stays on one page if a page can hold it."""
    return sheets_pdf([sort_sheet(paper, template)])


def sort_sheet(paper: SortSheetPaper, template: PaperTemplate) -> Sheet:
    if not paper.cells:
        raise NothingToPrint
    with in_language(template):
        columns = _columns(template.columns)
        blocks = [block for cell in paper.cells for block in _cell_blocks(cell, template.columns, columns)]
        blocks += words_block(template.words)
        return Sheet(_head(paper, template), blocks, language=template.language)


def _columns(names: Sequence[str]) -> list[Column]:
    """The columns in the order of their names; the goods, or else their code, take what the others leave."""
    known = {
        "done": Column("", 6),
        "quantity": Column("", 16, size=12, bold=True),
        "code": Column("", 36, size=9),
        "goods": Column("", 0, size=9),
        "bin": Column("", 28, size=9, bold=True),
    }
    widest = "goods" if "goods" in names else "code"
    left = LINE_WIDTH - sum(known[name].width for name in names if name != widest)
    return [replace(known[name], width=left) if name == widest else known[name] for name in names]


def _head(paper: SortSheetPaper, template: PaperTemplate) -> Head:
    parcels = [parcel for cell in paper.cells for parcel in cell.parcels]
    facts = (
        (gettext("Warehouse"), paper.warehouse),
        (gettext("Carrier"), paper.carrier),
        (gettext("Parcels"), str(len(parcels))),
        (gettext("Pieces"), pieces(item.quantity for parcel in parcels for item in parcel.items)),
        (gettext("Printed at"), moment(paper.printed_at)),
    )
    signers = template.signers or (gettext("Print clerk"), gettext("Picker"), gettext("Time"))
    mark = print_mark(paper.print_number)
    return Head(gettext("Second-sort sheet"), paper.wave, mark, facts, signers, template.heading)


def _cell_blocks(cell: SortCell, names: Sequence[str], columns: Sequence[Column]) -> Iterator[Block]:
    lines = [
        line
        for index, parcel in enumerate(cell.parcels)
        for line in _parcel_lines(parcel, names, columns, ruled=index > 0)
    ]
    pages = paged(lines, room=BODY_BOTTOM - BODY_TOP - 4)
    for index, page in enumerate(pages):
        mark = gettext("continued") if index else ""
        yield _framed(cell.cell, page, mark=mark)


def _framed(number: str, lines: list[Block], *, mark: str) -> Block:
    tall = max(LEAST_HEIGHT, sum(line.height for line in lines) + 2.5)

    def draw(pen: Pen, y: float) -> None:
        pen.line(number, x=MARGIN, y=y + 0.75, width=CELL_WIDTH, size=30, bold=True, align=CENTRE)
        pen.line(mark, x=MARGIN, y=y + 12, width=CELL_WIDTH, size=8, align=CENTRE)
        top = y + 0.75
        for line in lines:
            line.draw(pen, top)
            top += line.height
        pen.upright(x=MARGIN + CELL_WIDTH, y=y, height=tall)
        pen.rule(x=MARGIN, y=y + tall - RULE, width=INNER)

    return Block(tall, draw)


def _parcel_lines(
    parcel: SortParcel, names: Sequence[str], columns: Sequence[Column], *, ruled: bool
) -> Iterator[Block]:
    yield Block(6.0, lambda pen, y: _draw_parcel(pen, parcel, y, ruled=ruled))
    if parcel.remark:
        yield _remark_block(parcel.remark)
    for item in parcel.items:
        yield _item_block(item, names, columns)


def _draw_parcel(pen: Pen, parcel: SortParcel, y: float, *, ruled: bool) -> None:
    if ruled:
        pen.rule(x=LEFT_EDGE, y=y - RULE, width=LINE_WIDTH, thick=RULE)
    kinds = ngettext("{count} kind", "{count} kinds", len(parcel.items)).format(count=len(parcel.items))
    total = f"{kinds} {pieces(item.quantity for item in parcel.items)}"
    pen.line(parcel.waybill, x=LEFT_EDGE, y=y + 0.5, width=48, size=11, bold=True)
    pen.line(parcel.number, x=LEFT_EDGE + 50, y=y + 0.9, width=38, size=9)
    pen.line(parcel.receiver, x=LEFT_EDGE + 90, y=y + 0.9, width=LINE_WIDTH - 124, size=9)
    pen.line(total, x=LEFT_EDGE + LINE_WIDTH - 33, y=y + 0.5, width=33, size=10, bold=True, align=RIGHT)


def _remark_block(remark: str) -> Block:
    """As many lines as it takes, up to REMARK_LINES: what service promised is read whole."""
    face, size, width = typeface(bold=True), 9.5, LINE_WIDTH - 3
    text = f"{gettext('Remark')} {remark}"
    lines = min(REMARK_LINES, len(wrap(face.clean(text), face=face, size=size, width=width)))
    height = lines * size * LEADING / mm

    def draw(pen: Pen, y: float) -> None:
        pen.box(x=LEFT_EDGE, y=y + 0.25, width=LINE_WIDTH, height=height + 1.15)
        pen.block(text, x=LEFT_EDGE + 1.5, y=y + 0.75, width=width, height=height, size=size, bold=True)

    return Block(height + 1.9, draw)


def _item_block(item: SortItem, names: Sequence[str], columns: Sequence[Column]) -> Block:
    values = {
        "quantity": f"×{count(item.quantity)}", "code": item.sku_code, "goods": named(item.name, item.spec),
        "bin": item.bin,
    }  # fmt: skip

    def draw(pen: Pen, y: float) -> None:
        pen.rule(x=LEFT_EDGE, y=y, width=LINE_WIDTH, thick=HAIRLINE)
        x = LEFT_EDGE
        for name, column in zip(names, columns, strict=True):
            if name == "done":
                tick_box(pen, x=x, y=y + 1)
            else:
                top = y + (ITEM_HEIGHT - column.size * LEADING / mm) / 2
                pen.line(values[name], x=x, y=top, width=column.width - GAP, size=column.size, bold=column.bold)
            x += column.width

    return Block(ITEM_HEIGHT, draw)
