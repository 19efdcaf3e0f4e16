"""Pages of suppliers beside their desk: one to fill in, a document with its scan, the weights, a review on paper."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.kernel.seal import unseal
from zhanggui.parties.flows.add_suppliers import add_suppliers
from zhanggui.parties.flows.edit_suppliers import edit_suppliers
from zhanggui.parties.flows.file_documents import file_documents
from zhanggui.parties.flows.set_buying_numbers import set_buying_numbers
from zhanggui.parties.forms import BuyingNumbersForm, DocumentForm, SupplierForm
from zhanggui.parties.models import Document, Review, Supplier
from zhanggui.parties.planning import draft_of
from zhanggui.parties.queries import warn_days, weights
from zhanggui.parties.report import review_pdf
from zhanggui.parties.rules.filing import DocumentDraft, SupplierDraft
from zhanggui.people.doors import door
from zhanggui.ui.views.asking import actor_of


@require_http_methods(["GET", "HEAD", "POST"])
@door("add_suppliers")
def new_supplier_view(request: HttpRequest) -> HttpResponse:
    form = SupplierForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        draft = SupplierDraft(**form.cleaned_data)
        try:
            code = add_suppliers(suppliers=[draft], actor=actor_of(request), at=now()).one()
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("ui:sheet", "suppliers", Supplier.objects.get(code=code).pk)
    state = 422 if form.errors else 200
    return render(request, "parties/form.html", {"title": _("New supplier"), "form": form}, status=state)


@require_http_methods(["GET", "HEAD", "POST"])
@door("edit_suppliers")
def edit_supplier_view(request: HttpRequest, key: int) -> HttpResponse:
    """The code stays: papers and other rooms name the supplier by it."""
    supplier = Supplier.objects.filter(pk=key).first()
    if supplier is None:
        raise NotFound(what="supplier", key=key)
    form = SupplierForm(request.POST or None, initial=asdict(draft_of(supplier)))
    form.fields["code"].disabled = True
    if request.method == "POST" and form.is_valid():
        try:
            edit_suppliers(suppliers=[SupplierDraft(**form.cleaned_data)], actor=actor_of(request), at=now()).one()
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("ui:sheet", "suppliers", key)
    context = {"title": _("Edit %(supplier)s") % {"supplier": supplier.name}, "form": form}
    return render(request, "parties/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@door("set_buying_numbers")
def buying_numbers_view(request: HttpRequest) -> HttpResponse:
    form = BuyingNumbersForm(request.POST or None, initial={**weights(), "warn_days": warn_days()})
    if request.method == "POST" and form.is_valid():
        try:
            set_buying_numbers(**form.cleaned_data, actor=actor_of(request), at=now())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("ui:desk", "suppliers")
    context = {"title": _("Weights of the score"), "form": form, "why": _("They count from the next score on.")}
    return render(request, "parties/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@door("file_documents")
def file_document_view(request: HttpRequest, key: int) -> HttpResponse:
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        draft = DocumentDraft(key, **form.cleaned_data)
        try:
            file_documents(documents=[draft], actor=actor_of(request), at=now()).one()
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("ui:sheet", "suppliers", key)
    state = 422 if form.errors else 200
    return render(request, "parties/form.html", {"title": _("File a document"), "form": form}, status=state)


@require_safe
@door("see_suppliers")
def scan_view(request: HttpRequest, key: int) -> HttpResponse:
    """The scan as it was handed in. A browser keeps no copy, and takes it for nothing but what it is."""
    document = Document.objects.filter(pk=key).first()
    if document is None or document.scan is None:
        raise NotFound(what="document", key=key)
    answer = HttpResponse(unseal(document.scan), content_type=document.scan_kind)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Disposition"] = "inline"
    return answer


@require_safe
@door("see_suppliers")
def review_report_view(request: HttpRequest, key: int) -> HttpResponse:
    review = Review.objects.select_related("supplier").filter(pk=key).first()
    if review is None:
        raise NotFound(what="document", key=key)
    answer = HttpResponse(review_pdf(review), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="review-{review.pk}.pdf"'
    return answer
