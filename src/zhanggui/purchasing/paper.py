"""Purchase orders on paper, as suppliers get them: goods, prices, days, and the amount in figures and capitals."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext, pgettext

from zhanggui.kernel.clock import company_day
from zhanggui.papers.pen import RIGHT
from zhanggui.papers.sheets import INNER, MARGIN, Head, Sheet, sheets_pdf, words_block
from zhanggui.papers.tables import Column, column_head, table_row
from zhanggui.purchasing.models import PurchaseOrder
from zhanggui.purchasing.rules.capitals import in_capitals

CENT = Decimal("0.01")


def purchases_pdf(orders: Sequence[PurchaseOrder]) -> bytes:
    """One A4 sheet or more for each, signed by both sides. Their lines come with SKU and product."""
    return sheets_pdf([_sheet(order) for order in orders])


def _sheet(order: PurchaseOrder) -> Sheet:
    columns = [
        Column(pgettext("purchase", "Line"), 10),
        Column(gettext("Merchant code"), 32),
        Column(gettext("Goods"), INNER - 150, lines=2),
        Column(gettext("Pieces"), 20, align=RIGHT),
        Column(gettext("Price"), 24, align=RIGHT),
        Column(gettext("Tax rate (%)"), 16, align=RIGHT),
        Column(gettext("Without tax"), 26, align=RIGHT),
        Column(gettext("Wanted for"), 22, align=RIGHT),
    ]
    rows = [
        (
            str(line.nth), line.sku.code, line.sku.product.name, str(line.ordered), f"{line.unit_price:f}",
            f"{line.tax_rate.normalize():f}", f"{(line.unit_price * line.ordered).quantize(CENT):f}",
            line.wanted_on.isoformat() if line.wanted_on else "—",
        )
        for line in order.lines.all()
    ]  # fmt: skip
    supplier, total = order.supplier, order.amount + order.tax
    facts = (
        (gettext("Supplier code"), supplier.code),
        (gettext("Day"), company_day(order.drafted_at).isoformat()),
        (gettext("Warehouse"), order.warehouse.name),
        (gettext("Drafted by"), order.drafted_by),
    )
    signers = (gettext("Supplier"), gettext("Buyer's signature"))
    head = Head(gettext("Purchase order"), order.number, supplier.name, facts, signers)
    ends = [
        gettext("Without tax %(amount)s, tax %(tax)s, together %(total)s %(currency)s.")
        % {"amount": order.amount, "tax": order.tax, "total": total, "currency": order.currency},
        *([f"大写: {in_capitals(total)}"] if order.currency == "CNY" else []),
        *([order.note] if order.note else []),
    ]
    blocks = [table_row(columns, row, left=MARGIN) for row in rows]
    ending = [block for words in ends for block in words_block(words)]
    return Sheet(head, [*blocks, *ending], column_head(columns, left=MARGIN))
