"""The hand-over sheet 交接单: each parcel the van takes, what differs, and room for the carrier's signature.

One copy after another: white stays in the house, yellow goes with the carrier, red with the driver.
"""

from collections.abc import Sequence

from django.utils.translation import gettext, pgettext

from zhanggui.papers.captions import moment, print_mark
from zhanggui.papers.pen import HAIRLINE, RIGHT, Pen
from zhanggui.papers.sheets import INNER, MARGIN, Block, Head, sheets_pdf
from zhanggui.papers.tables import Column, column_head, table_row
from zhanggui.papers.values import HandOverCopy, HandOverPaper, HandOverRow, NothingToPrint

ABREAST = 2
ROW_HEIGHT = 6.0
HALF = INNER / ABREAST


def hand_over_pdf(papers: Sequence[HandOverPaper], *, copies: Sequence[HandOverCopy] = (HandOverCopy.WHITE,)) -> bytes:
    """The sheets on A4, all copies of one before the next; parcels run down two columns."""
    if not any(paper.rows or paper.gaps for paper in papers):
        raise NothingToPrint
    return sheets_pdf([(_head(paper, copy), _blocks(paper), None) for paper in papers for copy in copies])


def _blocks(paper: HandOverPaper) -> list[Block]:
    blocks = [_line(paper.rows[start : start + ABREAST], start) for start in range(0, len(paper.rows), ABREAST)]
    if paper.gaps:
        columns = _gap_columns()
        blocks.append(_caption(gettext("Differences")))
        blocks.append(column_head(columns, left=MARGIN))
        blocks += [
            table_row(columns, [gap.waybill, gap.parcel, gap.difference, gap.reason], left=MARGIN) for gap in paper.gaps
        ]
    blocks.append(_signatures(paper))
    return blocks


def _line(rows: Sequence[HandOverRow], start: int) -> Block:
    """Two parcels beside each other: running number, waybill, where to, weight."""

    def draw(pen: Pen, y: float) -> None:
        for place, row in enumerate(rows):
            x = MARGIN + place * HALF
            pen.line(str(start + place + 1), x=x, y=y + 1.2, width=9, size=8, align=RIGHT)
            pen.line(row.waybill, x=x + 11, y=y + 0.8, width=40, size=10, bold=True)
            pen.line(row.place, x=x + 52, y=y + 1.2, width=22, size=8)
            pen.line(row.grams, x=x + 74, y=y + 1.2, width=15, size=8, align=RIGHT)
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


def _head(paper: HandOverPaper, copy: HandOverCopy) -> Head:
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
    signers = (gettext("Shipper"), gettext("Carrier"), gettext("Driver and plate"), gettext("Time"))
    return Head(gettext("Hand-over sheet"), paper.number, " · ".join(filter(None, told)), facts, signers)
