"""Bring a file of suppliers or of terms in: look through it first, then import it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from zhanggui.kernel.clock import company_day, now
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.parties.flows.import_suppliers import import_suppliers
from zhanggui.parties.flows.import_terms import import_terms
from zhanggui.parties.forms import PartyFileForm, SupplierForm
from zhanggui.parties.planning import plan_supplier_import, plan_terms_import
from zhanggui.parties.reading import PartyFile, read_suppliers, read_terms
from zhanggui.people.doors import door
from zhanggui.ui.desk.columns import Text
from zhanggui.ui.held_files import held_file, hold_file, let_go
from zhanggui.ui.views.asking import actor_of

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file would change: tables of text for the page, and how many rows change nothing."""

    new: Sequence[Sequence[object]]
    changed: Sequence[Sequence[object]]
    same: int
    refused: dict[str, Refusal]


@dataclass(frozen=True, slots=True)
class Importing:
    """One kind of file: how it is read, looked through and brought in, and the words of its page."""

    title: Text
    check_url: str
    import_url: str
    columns: Text
    other: Text
    other_url: str
    read: Callable[..., PartyFile[Any]]
    look: Callable[[Sequence[Any]], Looked]
    bring: Callable[..., Outcome[str]]


def _look_at_suppliers(rows: Sequence[Any]) -> Looked:
    plan = plan_supplier_import(rows)
    labels = {name: str(one.label) for name, one in SupplierForm.base_fields.items()}
    changed = [(one.code, one.name, ", ".join(labels[name] for name in names)) for one, names in plan.changed]
    new = [(one.code, one.name, one.credit_code) for one in plan.new]
    return Looked(new, changed, len(plan.same), plan.refused)


def _look_at_terms(rows: Sequence[Any]) -> Looked:
    plan = plan_terms_import(rows, today=company_day(now()))
    new = [
        (key.partition(":")[0], one.sku_code, f"{one.price.normalize():f} {one.currency}", one.valid_from)
        for key, one in plan.new.items()
    ]
    return Looked(new, [], len(plan.same), plan.refused)


SUPPLIERS = Importing(
    _("Import suppliers"),
    "parties:check_suppliers",
    "parties:import_suppliers",
    _("Supplier code, name and credit code; short name, address, taxpayer, payment terms, days, percentages, amount."),
    _("Import terms"),
    "parties:check_terms",
    read_suppliers,
    _look_at_suppliers,
    import_suppliers,
)
TERMS = Importing(
    _("Import terms"),
    "parties:check_terms",
    "parties:import_terms",
    _("Supplier code, merchant code and price; tax rate, least quantity, pack size, days, valid from and until."),
    _("Import suppliers"),
    "parties:check_suppliers",
    read_terms,
    _look_at_terms,
    import_terms,
)


@require_http_methods(["GET", "HEAD", "POST"])
@door("import_suppliers")
def check_suppliers_view(request: HttpRequest) -> HttpResponse:
    return _check(request, SUPPLIERS)


@require_POST
@door("import_suppliers")
def import_suppliers_view(request: HttpRequest) -> HttpResponse:
    return _import(request, SUPPLIERS)


@require_http_methods(["GET", "HEAD", "POST"])
@door("import_terms")
def check_terms_view(request: HttpRequest) -> HttpResponse:
    return _check(request, TERMS)


@require_POST
@door("import_terms")
def import_terms_view(request: HttpRequest) -> HttpResponse:
    return _import(request, TERMS)


def _check(request: HttpRequest, kind: Importing) -> HttpResponse:
    """The form, or what the file handed in would change."""
    form = PartyFileForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, kind, form, state=422 if form.errors else 200)
    upload = form.cleaned_data["file"]
    key = hold_file(upload)
    try:
        file = kind.read(held_file(key), name=upload.name)
    except Refusal as refusal:
        let_go(key)
        form.add_error("file", refusal.sentence)
        return _page(request, kind, form, state=422)
    found = kind.look(file.rows)
    refused = file.refused | found.refused
    counts = {"new": len(found.new), "changed": len(found.changed), "same": found.same, "refused": len(refused)}
    return _page(
        request, kind, PartyFileForm(), key=key, file_name=upload.name, **counts,
        new_rows=found.new[:MOST_SHOWN], changed_rows=found.changed[:MOST_SHOWN], refused_rows=_told(refused),
    )  # fmt: skip


def _import(request: HttpRequest, kind: Importing) -> HttpResponse:
    """The file looked through before is in, and deleted here."""
    key = request.POST.get("key", "")
    file = kind.read(held_file(key))
    outcome = kind.bring(rows=file.rows, actor=actor_of(request), at=now())
    let_go(key)
    refused = file.refused | outcome.refused
    return _page(
        request, kind, PartyFileForm(), done=len(outcome.done), refused=len(refused), refused_rows=_told(refused)
    )


def _told(refused: dict[str, Refusal]) -> Iterable[tuple[str, str, str]]:
    return [(key, one.code(), one.sentence) for key, one in list(refused.items())[:MOST_SHOWN]]


def _page(
    request: HttpRequest, kind: Importing, form: PartyFileForm, *, state: int = 200, **found: Any
) -> HttpResponse:
    context = {"title": kind.title, "kind": kind, "form": form, **found}
    return render(request, "parties/import.html", context, status=state)
