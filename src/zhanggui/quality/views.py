"""Pages of quality beside its desks: pictures, papers, the report of a day, and the forms that make something new."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhanggui.catalog.models import Sku
from zhanggui.inventory.queries import place_named, sku_scanned
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day, now
from zhanggui.kernel.pictures import LARGEST, PictureTooLarge
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.kernel.seal import unseal
from zhanggui.parties.models import Supplier
from zhanggui.people.doors import door
from zhanggui.quality.daily import DailyReport, daily_report
from zhanggui.quality.flows.add_inspection_photos import Photo, add_inspection_photos
from zhanggui.quality.flows.issue_parts import issue_parts
from zhanggui.quality.flows.set_aside_defects import set_aside_defects
from zhanggui.quality.flows.set_defect_reasons import set_defect_reasons
from zhanggui.quality.flows.set_quality_numbers import set_quality_numbers
from zhanggui.quality.flows.set_sampling_plans import PlanDraft, set_sampling_plans
from zhanggui.quality.forms import AsideForm, IssueForm, NumbersForm, PlanForm, ReasonForm
from zhanggui.quality.models import Inspection, InspectionPhoto, SupplierReturn
from zhanggui.quality.queries import company_numbers
from zhanggui.quality.report import daily_pdf, inspection_pdf, return_slip_pdf
from zhanggui.quality.rules.aside import AsideDraft
from zhanggui.quality.rules.parts import IssueDraft
from zhanggui.quality.rules.reasons import ReasonDraft
from zhanggui.ui.finding import desks
from zhanggui.ui.views.asking import actor_of


@require_POST
@door("add_inspection_photos")
def add_inspection_photos_view(request: HttpRequest, key: int) -> HttpResponse:
    photo = request.FILES.get("photo")
    try:
        if photo is None or (photo.size or 0) > LARGEST:
            raise PictureTooLarge(limit=LARGEST // 1024 // 1024)
        add_inspection_photos(photos=[Photo(key, photo.read())], actor=actor_of(request), at=now()).one()
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("ui:sheet", "quality-inspections", key)


@require_safe
@door("see_quality")
def inspection_photo_view(request: HttpRequest, key: int) -> HttpResponse:
    """The picture, for who may see its inspection. A browser keeps no copy, and takes it for nothing but a picture."""
    seen = Inspection.objects.visible_to(actor_of(request))
    photo = InspectionPhoto.objects.filter(pk=key, inspection__in=seen).first()
    if photo is None:
        raise NotFound(what="picture", key=key)
    answer = HttpResponse(unseal(photo.sealed), content_type="image/jpeg")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Disposition"] = "inline; filename=picture.jpg"
    return answer


@require_safe
@door("see_quality")
def inspection_report_view(request: HttpRequest, key: int) -> HttpResponse:
    rows = Inspection.objects.visible_to(actor_of(request)).select_related("sku__product", "supplier")
    inspection = rows.filter(pk=key).first()
    if inspection is None:
        raise NotFound(what="inspection", key=key)
    return _pdf(inspection_pdf(inspection), inspection.number)


@require_safe
@door("see_quality")
def return_slip_view(request: HttpRequest, key: int) -> HttpResponse:
    slip = SupplierReturn.objects.visible_to(actor_of(request)).select_related("supplier").filter(pk=key).first()
    if slip is None:
        raise NotFound(what="supplier return", key=key)
    return _pdf(return_slip_pdf(slip), slip.number)


@require_safe
@door("see_quality")
def daily_report_view(request: HttpRequest) -> HttpResponse:
    report = _report(request)
    return render(request, "quality/daily.html", {"title": _("Daily report of inspections"), "report": report})


@require_safe
@door("see_quality")
def daily_report_pdf_view(request: HttpRequest) -> HttpResponse:
    report = _report(request)
    return _pdf(daily_pdf(report, inspector=actor_of(request).name), f"inspections-{report.day:%Y%m%d}")


def _report(request: HttpRequest) -> DailyReport:
    """Of the day asked for; of today where that is no day."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = company_day(now())
    return daily_report(actor_of(request), day=day)


def _pdf(paper: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(paper, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


def _asked(
    request: HttpRequest, form: forms.Form, *, desk: str, title: str, save: Callable[[dict[str, Any], Actor], None]
) -> HttpResponse:
    """A form that makes something: back on its desk when it is made, else the form with what was refused."""
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data, actor_of(request))
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Saved."))
            return redirect("ui:desk", desk)
    context = {"title": title, "form": form, "desk": desk, "desk_title": desks()[desk].title}
    return render(request, "quality/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@door("set_aside_defects")
def set_aside_view(request: HttpRequest) -> HttpResponse:
    def save(given: dict[str, Any], actor: Actor) -> None:
        place = place_named(given["place"], warehouse_id=int(given["warehouse"]))
        sku = sku_scanned(given["code"])
        draft = AsideDraft(
            place.pk, sku.pk, given["quantity"], given["reason"], given["client_id"], given["lot"], given["words"]
        )
        set_aside_defects(drafts=[draft], actor=actor, at=now()).one()

    form = AsideForm(request.POST or None, actor=actor_of(request))
    return _asked(request, form, desk="defects", title=_("Set goods aside"), save=save)


@require_http_methods(["GET", "HEAD", "POST"])
@door("issue_parts")
def issue_parts_view(request: HttpRequest) -> HttpResponse:
    def save(given: dict[str, Any], actor: Actor) -> None:
        sku = sku_scanned(given["code"])
        draft = IssueDraft(
            int(given["warehouse"]), sku.pk, given["quantity"], given["client_id"], given["order_number"],
            given["words"],
        )  # fmt: skip
        issue_parts(drafts=[draft], actor=actor, at=now()).one()

    form = IssueForm(request.POST or None, actor=actor_of(request))
    return _asked(request, form, desk="parts-issues", title=_("Give parts out"), save=save)


@require_http_methods(["GET", "HEAD", "POST"])
@door("set_sampling_plans")
def set_plan_view(request: HttpRequest) -> HttpResponse:
    def save(given: dict[str, Any], actor: Actor) -> None:
        sku_id = _key(Sku.objects.filter(code=given["sku"]), "SKU", given["sku"])
        supplier_id = _key(Supplier.objects.filter(code=given["supplier"]), "supplier", given["supplier"])
        plan = PlanDraft(given["method"], given["value"], sku_id, supplier_id)
        set_sampling_plans(plans=[plan], actor=actor, at=now()).one()

    form = PlanForm(request.POST or None)
    return _asked(request, form, desk="sampling-plans", title=_("Set a plan"), save=save)


def _key(rows: Any, what: str, code: str) -> int | None:
    """The key of the row by its code; nothing where none was named."""
    if not code:
        return None
    found: int | None = rows.values_list("pk", flat=True).first()
    if found is None:
        raise NotFound(what=what, key=code)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@door("set_defect_reasons")
def set_reason_view(request: HttpRequest) -> HttpResponse:
    def save(given: dict[str, Any], actor: Actor) -> None:
        set_defect_reasons(reasons=[ReasonDraft(**given)], actor=actor, at=now()).one()

    form = ReasonForm(request.POST or None)
    return _asked(request, form, desk="defect-reasons", title=_("Set a reason"), save=save)


@require_http_methods(["GET", "HEAD", "POST"])
@door("set_quality_numbers")
def numbers_view(request: HttpRequest) -> HttpResponse:
    def save(given: dict[str, Any], actor: Actor) -> None:
        set_quality_numbers(**given, actor=actor, at=now()).one()

    form = NumbersForm(request.POST or None, initial=company_numbers()._asdict())
    return _asked(request, form, desk="spot-checks", title=_("Numbers of quality"), save=save)
