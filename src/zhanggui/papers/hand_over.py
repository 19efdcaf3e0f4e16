"""The hand-over sheet 交接单: each parcel the van takes, what differs, and room for the carrier's signature.

One copy after another: white stays in the house, yellow goes with the carrier, red with the driver.
"""

from collections.abc import Sequence

from django.utils.translation import gettext, pgettext
from reportlab.lib.units import mm

from zhanggui.papers.captions import moment, print_mark
from zhanggui.papers.pen import HAIRLINE, RIGHT, Pen
from zhanggui.papers.sheets import INNER, MARGIN, Block, Head, Sheet, sheets_pdf, words_block
from zhanggui.papers.tables import GAP, Column, column_head, table_row
from zhanggui.papers.templates import HAND, USUAL, PaperTemplate, in_language
from zhanggui.papers.text import LEADING
from zhanggui.papers.values import HandOverCopy, HandOverPaper, HandOverRow, NothingToPrint

MOST_ABREAST = 2
ROW_HEIGHT = 6.0
NUMBER_WIDTH, APART = 11.0, 4.0


def hand_over_pdf(papers: Sequence[HandOverPaper], template: PaperTemplate = USUAL[HAND]) -> bytes:
    """The sheets on A4, all copies of one before the next."""
    return sheets_pdf(hand_over_sheets([(paper, template) for paper in papers]))


def hand_over_sheets(papers: Sequence[tuple[HandOverPaper, PaperTemplate]]) -> list[Sheet]:
    if not any(paper.rows or paper.gaps for paper, _template in papers):
        raise NothingToPrint
    sheets = []
    for paper, template in papers:
        with in_language(template):
            blocks = _blocks(paper, template)
            heads = [_head(paper, template, HandOverCopy(copy)) for copy in template.copies]
            sheets += [Sheet(head, blocks, language=template.language) for head in heads]
    return sheets


def _blocks(paper: HandOverPaper, template: PaperTemplate) -> list[Block]:
    columns = _columns(template.columns)
    abreast = MOST_ABREAST if _width(columns) * MOST_ABREAST + APART <= INNER else 1
    blocks = [
        _line(paper.rows[start : start + abreast], start, template.columns, columns, share=INNER / abreast)
        for start in range(0, len(paper.rows), abreast)
    ]
    if paper.gaps:
        gap_columns = _gap_columns()
        blocks.append(_caption(gettext("Differences")))
        blocks.append(column_head(gap_columns, left=MARGIN))
        blocks += [
            table_row(gap_columns, [gap.waybill, gap.parcel, gap.difference, gap.reason], left=MARGIN)
            for gap in paper.gaps
        ]
    blocks.append(_signatures(paper))
    return blocks + words_block(template.words)


def _columns(names: Sequence[str]) -> list[Column]:
    known = {
        "waybill": Column("", 41, size=10, bold=True),
        "parcel": Column("", 37, size=9),
        "place": Column("", 22, size=8),
        "grams": Column("", 15, size=8, align=RIGHT),
        "scanned": Column("", 24, size=8, align=RIGHT),
    }
    return [known[name] for name in names]


def _width(columns: Sequence[Column]) -> float:
    return NUMBER_WIDTH + sum(column.width for column in columns)


def _line(
    rows: Sequence[HandOverRow], start: int, names: Sequence[str], columns: Sequence[Column], *, share: float
) -> Block:
    """Parcels beside each other where the columns leave room: running number, then the columns chosen."""

    def draw(pen: Pen, y: float) -> None:
        for place, row in enumerate(rows):
            x = MARGIN + place * share
            pen.line(str(start + place + 1), x=x, y=y + 1.2, width=NUMBER_WIDTH - GAP, size=8, align=RIGHT)
            values = {
                "waybill": row.waybill, "parcel": row.parcel, "place": row.place, "grams": row.grams,
                "scanned": row.scanned_at,
            }  # fmt: skip
            x += NUMBER_WIDTH
            for name, one in zip(names, columns, strict=True):
                top = y + (ROW_HEIGHT - one.size * LEADING / mm) / 2
                width = one.width - (0 if one.align else GAP)
                pen.line(values[name], x=x, y=top, width=width, size=one.size, bold=one.bold, align=one.align)
                x += one.width
        pen.rule(x=MARGIN, y=y + ROW_HEIGHT - HAIRLINE, width=INNER, thick=HAIRLINE)

    return Block(ROW_HEIGHT, draw)


def _caption(text: str) -> Block:
    return Block(9.0, lambda pen, y: _write(pen, text, y))


def _write(pen: Pen, text: str, y: float) -> None:
    pen.line(text, x=MARGIN, y=y + 3, width=INNER, size=11, bold=True)


def _gap_columns() -> list[Column]:
    return [
        Column(gettext("Waybill"), 44, size=9.5, bold=True),
        Column(gettext("Parcel no."), 36, size=9),
        Column(gettext("Difference"), 40, size=9),
        Column(gettext("Reason"), INNER - 120, size=9, lines=0),
    ]


def _signatures(paper: HandOverPaper) -> Block:
    """The sum in figures, and what the carrier confirms with its name."""

    def draw(pen: Pen, y: float) -> None:
        total = gettext("Handed over: {count} parcels").format(count=len(paper.rows))
        pen.line(total, x=MARGIN, y=y + 4, width=INNER, size=14, bold=True)
        words = gettext("The carrier has received the parcels above, outwardly undamaged, and counted them.")
        pen.line(words, x=MARGIN, y=y + 11, width=INNER, size=9)

    return Block(18.0, draw)


def _head(paper: HandOverPaper, template: PaperTemplate, copy: HandOverCopy) -> Head:
    marks = {
        HandOverCopy.WHITE: gettext("White: warehouse"),
        HandOverCopy.YELLOW: gettext("Yellow: carrier"),
        HandOverCopy.RED: gettext("Red: driver"),
    }
    told = [marks[copy], print_mark(paper.print_number) if paper.is_final else gettext("DRAFT, not closed")]
    facts = (
        (gettext("Carrier"), paper.carrier),
        (gettext("Warehouse"), paper.warehouse),
        (gettext("Pick-up"), paper.pickup or "—"),
        (gettext("Listed / scanned / shipped"), f"{paper.listed} / {paper.scanned} / {paper.shipped}"),
        (pgettext("hand-over", "Closed by"), paper.closed_by or "—"),
        (gettext("Printed at"), moment(paper.printed_at)),
    )
    usual = (gettext("Shipper"), gettext("Carrier"), gettext("Driver and plate"), gettext("Time"))
    return Head(
        gettext("Hand-over sheet"), paper.number, " · ".join(filter(None, told)), facts, template.signers or usual,
        template.heading, paper.logo,
    )  # fmt: skip
