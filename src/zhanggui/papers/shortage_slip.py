"""The shortage slip 缺货产品联络单: what is missing of which orders, with room for decisions and signatures."""

from django.utils.translation import gettext, pgettext

from zhanggui.papers.captions import moment, named, pieces
from zhanggui.papers.pen import RIGHT
from zhanggui.papers.sheets import INNER, MARGIN, Head, Sheet, sheets_pdf
from zhanggui.papers.tables import Column, column_head, table_row
from zhanggui.papers.text import count
from zhanggui.papers.values import NothingToPrint, ShortageSlipPaper


def shortage_slip_pdf(paper: ShortageSlipPaper) -> bytes:
    """The slip on A4, rows in the order given."""
    if not paper.rows:
        raise NothingToPrint
    columns = _columns()
    blocks = [
        table_row(
            columns,
            [row.sku_code, named(row.name, row.spec), row.order_number, count(row.missing), row.causes, ""],
            left=MARGIN,
        )
        for row in paper.rows
    ]
    if paper.note:
        remark = [Column("", INNER, size=10.5, lines=0)]
        blocks.append(table_row(remark, [f"{gettext('Remark')} {paper.note}"], left=MARGIN))
    return sheets_pdf([Sheet(_head(paper), blocks, column_head(columns, left=MARGIN))])


def _columns() -> list[Column]:
    return [
        Column(gettext("SKU code"), 30, size=9.5, lines=0),
        Column(gettext("Name"), 42, size=9.5, lines=2),
        Column(gettext("Order"), 38, size=9, lines=0),
        Column(gettext("Missing"), 14, size=13, bold=True, align=RIGHT),
        Column(pgettext("shortage", "Cause"), 30, size=9, lines=0),
        Column(gettext("Decision"), INNER - 154, size=9),
    ]


def _head(paper: ShortageSlipPaper) -> Head:
    orders = {row.order_number for row in paper.rows}
    facts = (
        (gettext("Orders"), str(len(orders))),
        (gettext("Pieces"), pieces(row.missing for row in paper.rows)),
        (gettext("Written by"), paper.opened_by),
        (gettext("Written at"), moment(paper.opened_at)),
        (pgettext("shortage", "Signed by"), paper.signed or "—"),
        (gettext("Printed at"), moment(paper.printed_at)),
    )
    signers = (gettext("Warehouse"), gettext("Lead"), gettext("Time"))
    return Head(gettext("Shortage slip"), paper.number, "", facts, signers)
