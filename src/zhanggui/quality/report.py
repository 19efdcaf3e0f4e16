"""Papers of quality: the report of one inspection, the slip of goods that go back, the report of a day."""

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext as _

from zhanggui.kernel.clock import company_day
from zhanggui.papers.pen import RIGHT
from zhanggui.papers.sheets import INNER, MARGIN, Block, Head, Sheet, sheets_pdf, words_block
from zhanggui.papers.tables import Column, column_head, table_row
from zhanggui.quality.daily import DailyReport
from zhanggui.quality.models import Inspection, SupplierReturn
from zhanggui.quality.reasons import reason_name
from zhanggui.quality.states import InspectionState, SampleMethod

_REASON = 80.0


def inspection_pdf(inspection: Inspection) -> bytes:
    """One A4 sheet: the sample, what was found for which reason, what was decided."""
    columns = [
        Column(_("Reason of the defect"), _REASON, size=11),
        Column(_("Severity"), 30, size=11),
        Column(pgettext("quality", "Pieces"), 25, size=11, bold=True, align=RIGHT),
        Column(_("Note"), INNER - _REASON - 55, size=10, lines=0),
    ]
    found = inspection.findings.filter(undone_at__isnull=True).select_related("reason").order_by("pk")
    rows = [
        (
            f"{one.reason.code} {reason_name(one.reason.name, one.reason.name_en)}",
            str(one.reason.get_severity_display()), str(one.pieces), one.note,
        )
        for one in found
    ]  # fmt: skip
    blocks: list[Block] = [table_row(columns, row, left=MARGIN) for row in rows]
    sku = inspection.sku
    goods = " · ".join(filter(None, [sku.code, sku.product.name, sku.spec, inspection.lot]))
    words = [
        goods,
        _("Supplier: {name}").format(name=inspection.supplier.name if inspection.supplier else "—"),
        _("Receipt: {paper}").format(paper=inspection.paper or "—"),
        _("Plan: {method} {value}; {sample} of {quantity} pieces, at most {accept} defective").format(
            method=SampleMethod(inspection.method).label, value=f"{inspection.value.normalize():f}",
            sample=inspection.sample, quantity=inspection.quantity, accept=inspection.accept,
        ),
        _("Looked at: {checked}. Found defective: {defective}.").format(
            checked=inspection.checked, defective=inspection.defective
        ),
        *_measured(inspection),
        inspection.note,
    ]  # fmt: skip
    facts = (
        (_("Result"), str(InspectionState(inspection.state).label)),
        (_("Pieces passed"), str(inspection.passed)),
        (_("Pieces failed"), str(inspection.failed)),
        (_("Inspector"), inspection.inspector or "—"),
        (_("Decided at"), company_day(inspection.judged_at).isoformat() if inspection.judged_at else "—"),
    )
    head = Head(_("Inspection report"), inspection.number, "", facts, (_("Inspector"), _("Quality lead")))
    return sheets_pdf([
        Sheet(head, [*blocks, *words_block("\n".join(filter(None, words)))], column_head(columns, left=MARGIN))
    ])  # fmt: skip


def _measured(inspection: Inspection) -> list[str]:
    rows = inspection.measurements.order_by("pk")
    return [
        gettext("Measured: {weight} g, {length} × {width} × {height} mm").format(
            weight=one.weight_g, length=one.length_mm, width=one.width_mm, height=one.height_mm
        )
        for one in rows
    ]


def return_slip_pdf(slip: SupplierReturn) -> bytes:
    """The slip that goes with the goods: no price is on it."""
    columns = [
        Column(_("Merchant code"), 36, size=10.5, bold=True),
        Column(_("Goods"), 62, size=10, lines=2),
        Column(_("Lot"), 24, size=10),
        Column(_("Reason of the defect"), INNER - 36 - 62 - 24 - 20, size=10, lines=2),
        Column(pgettext("quality", "Pieces"), 20, size=11, bold=True, align=RIGHT),
    ]
    lines = slip.lines.select_related("defect__sku__product", "defect__reason").order_by("pk")
    rows = [
        (
            one.defect.sku.code, " ".join(filter(None, [one.defect.sku.product.name, one.defect.sku.spec])),
            one.defect.lot,
            reason_name(one.defect.reason.name, one.defect.reason.name_en) if one.defect.reason else "",
            str(one.quantity),
        )
        for one in lines
    ]  # fmt: skip
    facts = (
        (_("Supplier code"), slip.supplier.code),
        (pgettext("quality", "Pieces"), str(slip.pieces)),
        (_("Who took the goods"), slip.carrier or "—"),
        (_("Waybill"), slip.waybill or "—"),
        (_("Day"), company_day(slip.returned_at or slip.opened_at).isoformat()),
    )
    signers = (pgettext("supplier return", "Handed over by"), _("Received by"), _("Supplier"))
    head = Head(_("Return to supplier"), slip.number, slip.supplier.name, facts, signers)
    blocks = [table_row(columns, row, left=MARGIN) for row in rows]
    return sheets_pdf([Sheet(head, [*blocks, *words_block(slip.note)], column_head(columns, left=MARGIN))])


def daily_pdf(report: DailyReport, *, inspector: str) -> bytes:
    """The report of a day, one figure a line."""
    columns = [Column(_("Figure"), INNER - 40, size=11), Column(_("Number"), 40, size=11, bold=True, align=RIGHT)]
    rows = [(line.title, str(line.number)) for line in (*report.figures, *report.reasons)]
    rows += [
        (
            _("{name}: {lots} lots, {checked} pieces looked at, {defective} defective").format(
                name=line.name, lots=line.lots, checked=line.checked, defective=line.defective
            ),
            f"{line.share} %",
        )
        for line in report.suppliers
    ]
    facts = ((_("Day"), report.day.isoformat()), (_("Printed by"), inspector))
    head = Head(
        _("Daily report of inspections"), f"{report.day:%Y%m%d}", "", facts, (_("Inspector"), _("Quality lead"))
    )
    blocks = [table_row(columns, row, left=MARGIN) for row in rows]
    return sheets_pdf([Sheet(head, blocks, column_head(columns, left=MARGIN))])
