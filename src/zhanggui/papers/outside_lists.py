"""The lists that go out of the house with goods: for the crate maker, and for the driver of a freight station.

One copy after another: white stays in the house, yellow goes with the goods, red with the driver.
"""

from collections.abc import Sequence

from django.utils.translation import gettext, pgettext

from zhanggui.papers.captions import moment
from zhanggui.papers.pen import RIGHT
from zhanggui.papers.sheets import INNER, MARGIN, Block, Head, Sheet, sheets_pdf
from zhanggui.papers.tables import TICK, Column, column_head, table_row
from zhanggui.papers.text import count
from zhanggui.papers.values import CrateListPaper, FreightListPaper, NoteCopy, NothingToPrint

CRATE_COPIES = (NoteCopy.WHITE, NoteCopy.YELLOW)
FREIGHT_COPIES = (NoteCopy.WHITE, NoteCopy.YELLOW, NoteCopy.RED)


def crate_list_pdf(paper: CrateListPaper, *, copies: Sequence[NoteCopy] = CRATE_COPIES) -> bytes:
    """Goods given to the crate maker, with a box to tick for each that is back."""
    if not paper.rows:
        raise NothingToPrint
    columns = [
        Column(gettext("Waybill"), 44, size=11, bold=True),
        Column(gettext("Goods"), 74, size=9.5, lines=2),
        Column(gettext("Quantity"), 16, size=12, bold=True, align=RIGHT),
        Column(pgettext("crate list", "Why"), INNER - 144, size=9, lines=2),
        Column(pgettext("crate list", "Back"), 10, align=RIGHT),
    ]
    blocks = [
        table_row(columns, [row.waybill, row.goods, count(row.pieces), row.why, TICK], left=MARGIN)
        for row in paper.rows
    ]
    facts = (
        (gettext("Warehouse"), paper.warehouse),
        (gettext("Parcels"), str(len(paper.rows))),
        (pgettext("crate list", "Out at"), moment(paper.out_at)),
        (gettext("Due back"), moment(paper.due_at)),
        (pgettext("crate", "Given by"), paper.given_by),
        (gettext("Taken by"), paper.taken_by),
    )
    signers = (pgettext("crate", "Given by"), gettext("Taken by"), gettext("Back at"), gettext("Taken in by"))
    return _copies(gettext("Crate list"), paper.number, facts, signers, blocks, columns, copies)


def freight_list_pdf(paper: FreightListPaper, *, copies: Sequence[NoteCopy] = FREIGHT_COPIES) -> bytes:
    """Parcels for a freight station, with room for each receipt and for the driver's signature."""
    if not paper.rows:
        raise NothingToPrint
    columns = [
        Column(gettext("Waybill"), 44, size=11, bold=True),
        Column(gettext("Receiver"), 30, size=9.5),
        Column(gettext("Place"), 34, size=9.5, lines=2),
        Column(gettext("Goods"), INNER - 158, size=9, lines=2),
        Column(gettext("Weight"), 18, size=10, align=RIGHT),
        Column(gettext("Receipt number"), 32, size=9),
    ]
    blocks = [
        table_row(columns, [row.waybill, row.receiver, row.place, row.goods, row.weight, row.receipt], left=MARGIN)
        for row in paper.rows
    ]
    facts = (
        (gettext("Warehouse"), paper.warehouse),
        (gettext("Freight station"), paper.carrier),
        (gettext("Parcels"), str(len(paper.rows))),
        (gettext("Driver"), paper.driver),
        (gettext("Car plate"), paper.plate),
        (gettext("Phone"), paper.phone),
    )
    signers = (pgettext("crate", "Given by"), gettext("Driver"), gettext("Time"))
    return _copies(gettext("Freight list"), paper.number, facts, signers, blocks, columns, copies)


def _copies(
    title: str,
    number: str,
    facts: tuple[tuple[str, str], ...],
    signers: tuple[str, ...],
    blocks: Sequence[Block],
    columns: Sequence[Column],
    copies: Sequence[NoteCopy],
) -> bytes:
    names = {
        NoteCopy.WHITE: gettext("White copy: stays here"),
        NoteCopy.YELLOW: gettext("Yellow copy: goes with the goods"),
        NoteCopy.RED: gettext("Red copy: for the driver"),
    }
    captions = column_head(columns, left=MARGIN)
    return sheets_pdf([Sheet(Head(title, number, names[copy], facts, signers), blocks, captions) for copy in copies])
