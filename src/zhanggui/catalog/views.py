"""Bring a catalog file in: look through it first, then import it."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhanggui.catalog.flows.import_skus import import_skus
from zhanggui.catalog.forms import SkuFileForm
from zhanggui.catalog.queries import plan_sku_import
from zhanggui.catalog.reading import SkuFile, read_skus
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.held_files import held_file, hold_file, let_go
from zhanggui.ui.views.asking import actor_of

MOST_SHOWN = 200
IMPORT_SKUS = "import_skus"


@require_http_methods(["GET", "POST"])
def check_skus_view(request: HttpRequest) -> HttpResponse:
    """The form, or what the file handed in would change."""
    actor = actor_of(request)
    actor.check(IMPORT_SKUS)
    form = SkuFileForm(request.POST or None, request.FILES or None)
    if request.method == "GET" or not form.is_valid():
        return _page(request, form, state=422 if form.errors else 200)
    upload = form.cleaned_data["file"]
    key = hold_file(upload)
    try:
        file = read_skus(held_file(key), name=upload.name)
        plan = plan_sku_import(rows=file.rows, actor=actor)
    except Refusal as refusal:
        let_go(key)
        form.add_error("file", refusal.sentence)
        return _page(request, form, state=422)
    refused = file.refused | plan.refused
    changed = [(change.sku.code, change.sku.product_name, change.fields) for change in plan.changed[:MOST_SHOWN]]
    return _page(
        request,
        SkuFileForm(),
        key=key,
        file_name=upload.name,
        new=len(plan.new),
        changed=len(plan.changed),
        same=len(plan.same),
        refused=len(refused),
        new_rows=plan.new[:MOST_SHOWN],
        changed_rows=changed,
        refused_rows=list(_told(refused))[:MOST_SHOWN],
    )


@require_POST
def import_skus_view(request: HttpRequest) -> HttpResponse:
    """The file looked through before is in the catalog, and deleted here."""
    actor = actor_of(request)
    actor.check(IMPORT_SKUS)
    key = request.POST.get("key", "")
    done, refused = _import(read_skus(held_file(key)), actor)
    let_go(key)
    return _page(
        request, SkuFileForm(), done=done, refused=len(refused), refused_rows=list(_told(refused))[:MOST_SHOWN]
    )


def _import(file: SkuFile, actor: Actor) -> tuple[int, dict[str, Refusal]]:
    outcome = import_skus(rows=file.rows, actor=actor, at=now())
    return len(outcome.done), file.refused | outcome.refused


def _told(refused: dict[str, Refusal]) -> Iterator[tuple[str, str, str]]:
    for code, refusal in refused.items():
        yield code, refusal.code(), refusal.sentence


def _page(request: HttpRequest, form: SkuFileForm, *, state: int = 200, **found: Any) -> HttpResponse:
    context = {"title": _("Import SKUs"), "form": form, **found}
    return render(request, "catalog/import_skus.html", context, status=state)
