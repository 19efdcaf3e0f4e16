"""Pages of suppliers beside their desk: a new one, a document with its scan, a review on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.kernel.seal import unseal
from zhanggui.parties.flows.add_suppliers import add_suppliers
from zhanggui.parties.flows.file_documents import file_documents
from zhanggui.parties.forms import DocumentForm, SupplierForm
from zhanggui.parties.models import Document, Review, Supplier
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
