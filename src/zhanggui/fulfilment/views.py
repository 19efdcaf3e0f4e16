"""The papers of the warehouse, as PDF for the printer and as a page for the browser's print dialog."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.paper_templates.choosing import (
    current_templates,
    designed_labels,
    logos_of,
    template_of,
    without_paused,
)
from zhanggui.fulfilment.paper_templates.on_page import on_page
from zhanggui.fulfilment.papers import (
    note_papers,
    parcels_on_paper,
    pick_list_paper,
    sort_sheet_paper,
    wave_seen,
)
from zhanggui.fulfilment.print_jobs.paper_pages import at_its_printer
from zhanggui.fulfilment.states import PaperKind
from zhanggui.fulfilment.verifying.finding import chosen_by
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.keys import key_of, keys_in
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.flows.record_prints import record_prints
from zhanggui.papers.delivery_note import notes_by_template_pdf
from zhanggui.papers.labels import designed_labels_pdf
from zhanggui.papers.picklist import pick_list_pdf
from zhanggui.papers.sort_sheet import sort_sheet_pdf
from zhanggui.papers.templates import LIST, NOTE, SORT, PaperTemplate, in_language
from zhanggui.ui.views.asking import actor_of

MOST_PAPERS = 1000
PRINT, REPRINT = "print_parcels", "reprint_parcels"


class NothingOnPaper(Refusal):
    """None of these parcels may have papers: they are not printed yet, or were stopped."""


class NotesPaused(Refusal):
    """No delivery note goes along today. {reasons}"""


class TooManyPapers(Refusal):
    """{count} papers at once are too many. Choose at most {limit}."""


@require_GET
def labels_view(request: HttpRequest) -> HttpResponse:
    """Own waybill labels of `ids` (parcels) or `wave` (one or more), by wave and cell."""
    parcels = _shown_whole(request)
    return _pdf(designed_labels_pdf(designed_labels(parcels, at=now())), name="labels")


@require_GET
def label_page_view(request: HttpRequest) -> HttpResponse:
    """The same labels for a printer the browser knows: no PDF reader needed."""
    labels = [on_page(label, design) for label, design in designed_labels(_shown_whole(request), at=now())]
    return render(request, "fulfilment/labels.html", {"labels": labels, "title": gettext("Waybill labels")})


@require_GET
@at_its_printer(PaperKind.NOTE)
def notes_view(request: HttpRequest) -> HttpResponse:
    """Delivery notes, each as its shop and warehouse have it; shops whose notes are paused today get none."""
    at = now()
    parcels, left_out = without_paused(_shown_whole(request), at=at)
    if not parcels:
        raise NotesPaused(reasons=" ".join(left_out))
    known = current_templates(NOTE)
    batches: dict[PaperTemplate, list[Parcel]] = {}
    for parcel in parcels:
        own = template_of(known, NOTE, warehouse_id=parcel.warehouse_id, shop_id=parcel.shop_id)
        batches.setdefault(own, []).append(parcel)
    logos = logos_of(batches)
    notes = []
    for template, theirs in batches.items():
        with in_language(template):
            papers = note_papers(theirs, at=at)
        notes.append((template, [replace(paper, logo=logos.get(template.logo, b"")) for paper in papers]))
    return _pdf(notes_by_template_pdf(notes, left_out), name="notes")


@require_GET
@at_its_printer(PaperKind.LIST)
def pick_list_view(request: HttpRequest) -> HttpResponse:
    actor = _printing_actor(request)
    wave = wave_seen(key_of(request.GET.get("wave", "")), actor)
    template = template_of(current_templates(LIST), LIST, warehouse_id=wave.warehouse_id)
    with in_language(template):
        pdf = pick_list_pdf(pick_list_paper(wave, at=now()), template)
    return _pdf(pdf, name=f"pick-list-{wave.number}")


@require_GET
@at_its_printer(PaperKind.LIST)
def sort_sheet_view(request: HttpRequest) -> HttpResponse:
    actor = _printing_actor(request)
    wave = wave_seen(key_of(request.GET.get("wave", "")), actor)
    template = template_of(current_templates(SORT), SORT, warehouse_id=wave.warehouse_id)
    with in_language(template):
        pdf = sort_sheet_pdf(sort_sheet_paper(wave, actor, at=now()), template)
    return _pdf(pdf, name=f"sort-sheet-{wave.number}")


def _printing_actor(request: HttpRequest) -> Actor:
    """Who may print, or print again, may have the paper; so may the verifier whose item chose these parcels."""
    actor = actor_of(request)
    chosen = [] if "wave" in request.GET else keys_in(request.GET.get("ids", ""))
    if not actor.may(REPRINT) and not chosen_by(actor, chosen):
        actor.check(PRINT)
    return actor


def _shown_whole(request: HttpRequest) -> Sequence[Parcel]:
    """Parcels for a paper that names their receivers in whole words: it is on record before it is made."""
    parcels = _parcels(request)
    record_prints(order_ids=[parcel.order_id for parcel in parcels], actor=_printing_actor(request), at=now())
    return parcels


def _parcels(request: HttpRequest) -> Sequence[Parcel]:
    """Raises NotFound when nothing of what was asked for exists within the actor's scope."""
    actor = _printing_actor(request)
    parcel_ids, wave_ids = keys_in(request.GET.get("ids", "")), keys_in(request.GET.get("wave", ""))
    parcels = list(parcels_on_paper(parcel_ids=parcel_ids, wave_ids=wave_ids, actor=actor)[: MOST_PAPERS + 1])
    if len(parcels) > MOST_PAPERS:
        raise TooManyPapers(count=f"{MOST_PAPERS}+", limit=MOST_PAPERS)
    if parcels:
        return parcels
    known = Parcel.objects.visible_to(actor)
    known = known.filter(wave_id__among=wave_ids) if wave_ids else known.filter(pk__among=parcel_ids)
    if not known.exists():
        raise NotFound(what=gettext("Parcel"), key=request.GET.get("wave") or request.GET.get("ids", ""))
    raise NothingOnPaper


def _pdf(content: bytes, *, name: str) -> HttpResponse:
    """Shown in the browser, where the print dialog is one key away; never kept by anything between us."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
