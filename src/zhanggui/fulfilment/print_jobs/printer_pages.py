"""The page of a table's printers: which programs are there, which printer prints what, and a test label."""

from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhanggui.fulfilment.flows.set_table_printers import PrinterDraft, TableUnnamed, set_table_printers
from zhanggui.fulfilment.print_jobs.components import (
    BROWSER,
    CLODOP,
    COMPONENTS,
    OWN_WAYS,
    WAY_WORDS,
    clodop_addresses,
    component_named,
    plain,
)
from zhanggui.fulfilment.print_jobs.policy import reaching_printers
from zhanggui.fulfilment.print_jobs.rows import printers_at
from zhanggui.fulfilment.print_jobs.words import page_words
from zhanggui.fulfilment.states import PaperKind
from zhanggui.kernel.clock import now
from zhanggui.papers.commands import label_commands
from zhanggui.papers.labels import LabelDesign, labels_pdf
from zhanggui.papers.values import Contact, GoodsLine, LabelPaper
from zhanggui.ui.desk.refusals import RequestNotUnderstood
from zhanggui.ui.views.asking import body_of
from zhanggui.ui.views.station import LONGEST_TABLE, TABLE_COOKIE, station_actor

_YEAR_S = 31_536_000
_MOST_MM = Decimal(20)


@require_http_methods(["GET", "POST"])
@reaching_printers
def table_printers_view(request: HttpRequest) -> HttpResponse:
    """The printers of this browser's table. Posted as JSON they are written down, and the browser knows its table."""
    actor = station_actor(request)
    actor.check("set_table_printers")
    if request.method == "POST":
        body = body_of(request)
        table = str(body.get("table") or "").strip()[:LONGEST_TABLE]
        if not table.isprintable():
            raise RequestNotUnderstood(reason="table")
        outcome = set_table_printers(table=table, printers=_drafts(body.get("printers")), actor=actor, at=now())
        response = JsonResponse(outcome.as_dict())
        response.set_cookie(TABLE_COOKIE, quote(table), max_age=_YEAR_S, samesite="Lax")
        return response
    is_secure = request.is_secure()
    page = {
        "table": actor.station,
        "printers": printers_at(actor.station),
        "ways": [{"key": BROWSER}, {"key": CLODOP, "addresses": clodop_addresses(is_secure=is_secure)}],
        "components": [plain(component_named(key), is_secure=is_secure) for key in COMPONENTS],
        "test": label_commands([(_sample(), LabelDesign())])[0],
        "words": page_words(),
    }
    papers = [(kind.value, kind.label, [(way, WAY_WORDS[way]) for way in OWN_WAYS]) for kind in PaperKind]
    context = {"title": _("Printers of this table"), "page": page, "papers": papers, "table": actor.station,
               "unnamed": TableUnnamed().sentence}  # fmt: skip
    return render(request, "fulfilment/table_printers.html", context)


@require_GET
def test_label_view(request: HttpRequest) -> HttpResponse:
    station_actor(request).check("set_table_printers")
    return HttpResponse(labels_pdf([_sample()]), content_type="application/pdf")


def _sample() -> LabelPaper:
    """A label of nobody, with everything on it that a printer may spoil."""
    contact = Contact("张三", "13800000000", "浙江省杭州市余杭区文一西路1号")
    return LabelPaper(
        waybill="TEST00000001", carrier=_("Test label"), receiver=contact, sender=contact, printed_at=now(),
        big_mark="571-A01 02", goods=(GoodsLine(_("Test label"), 1),), cell="1", sequence=1,
    )  # fmt: skip


def _drafts(rows: Any) -> list[PrinterDraft]:
    if not isinstance(rows, list) or len(rows) > len(COMPONENTS) + len(OWN_WAYS) * len(PaperKind):
        raise RequestNotUnderstood(reason="printers")
    return [_draft(row) for row in rows]


def _draft(row: Any) -> PrinterDraft:
    known = row if isinstance(row, dict) else {}
    printer = str(known.get("printer") or "")
    if not printer.isprintable():
        raise RequestNotUnderstood(reason="printer")
    return PrinterDraft(
        str(known.get("paper") or ""),
        str(known.get("way") or ""),
        printer,
        _shift(known.get("x")),
        _shift(known.get("y")),
    )


def _shift(value: Any) -> Decimal:
    """Millimetres, to a tenth, no more than two centimetres either way."""
    try:
        shift = Decimal(str(value or 0)).quantize(Decimal("0.1"))
    except InvalidOperation:
        raise RequestNotUnderstood(reason="offset") from None
    if not shift.is_finite() or not -_MOST_MM <= shift <= _MOST_MM:
        raise RequestNotUnderstood(reason="offset")
    return shift
