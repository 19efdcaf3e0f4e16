"""The page of a print job: what its script asks of us while labels come out of a printer."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from zhanggui.fulfilment.flows.confirm_prints import confirm_prints
from zhanggui.fulfilment.flows.drop_print_documents import drop_print_documents
from zhanggui.fulfilment.flows.record_print_results import record_print_results
from zhanggui.fulfilment.flows.reprint_labels import reprint_labels
from zhanggui.fulfilment.flows.take_print_documents import AT_ONCE, take_print_documents
from zhanggui.fulfilment.models import PrintJob
from zhanggui.fulfilment.paper_templates.on_page import on_page, stock_of
from zhanggui.fulfilment.print_jobs.components import (
    BROWSER,
    OWN_WAYS,
    WAY_WORDS,
    clodop_addresses,
    component_named,
    plain,
)
from zhanggui.fulfilment.print_jobs.policy import framing_policy, reaching_printers
from zhanggui.fulfilment.print_jobs.rows import (
    AT_PRINTER,
    PageLabel,
    contents,
    documents_of,
    is_own_table,
    job_seen,
    jobs_of,
    page_labels,
    papers_of,
    printers_at,
    shown,
    with_parcels,
)
from zhanggui.fulfilment.print_jobs.words import page_words
from zhanggui.fulfilment.rules.print_results import PrintTold
from zhanggui.fulfilment.states import UNPROVEN, PaperKind, PrintState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.keys import keys_in, number_of
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.flows.record_prints import record_prints
from zhanggui.papers.labels import designed_labels_pdf
from zhanggui.ui.desk.refusals import RequestNotUnderstood
from zhanggui.ui.views.asking import body_of
from zhanggui.ui.views.station import station_actor

_TOLD = {PrintState.PRINTED.value, PrintState.FAILED.value, PrintState.UNKNOWN.value}


class NothingAtPrinter(Refusal):
    """No label of this range has been given to the printer."""


@require_GET
def print_jobs_view(request: HttpRequest) -> HttpResponse:
    """The job of these parcels or waves; where there are several, which."""
    actor = _print_clerk(request)
    parcel_ids, wave_ids = keys_in(request.GET.get("ids", "")), keys_in(request.GET.get("wave", ""))
    if not (parcel_ids or wave_ids):
        return redirect("ui:desk", "print-jobs")
    jobs = jobs_of(parcel_ids=parcel_ids, wave_ids=wave_ids, actor=actor)
    if len(jobs) == 1:
        return redirect("fulfilment:print_job", jobs[0].pk)
    context = {"title": _("Print jobs"), "jobs": [(job, WAY_WORDS[job.component or BROWSER]) for job in jobs]}
    return render(request, "fulfilment/print_jobs.html", context)


@require_GET
@reaching_printers
@xframe_options_sameorigin
def print_job_view(request: HttpRequest, key: int) -> HttpResponse:
    actor = _print_clerk(request, key)
    job = job_seen(key, actor)
    is_secure = request.is_secure()
    labels = printers_at(actor.station).get(PaperKind.LABEL, {})
    way = job.component or next((one for one in OWN_WAYS if one in labels), BROWSER)
    page = {
        "job": job.pk,
        "table": actor.station,
        "way": way,
        "printer": labels.get(way, {"printer": "", "x": 0, "y": 0}),
        "component": plain(component_named(way), is_secure=is_secure) if job.component else None,
        "clodop": clodop_addresses(is_secure=is_secure),
        "words": page_words(),
    } | _state(job, actor)
    context = {
        "title": _("Print job {number}").format(number=job.pk),
        "job": job,
        "page": page,
        "way": WAY_WORDS[way],
        "table": actor.station,
        "may_reprint": actor.may("reprint_labels") or is_own_table(key, actor),
    }
    return render(request, "fulfilment/print_job.html", context)


@require_GET
def print_job_state_view(request: HttpRequest, key: int) -> HttpResponse:
    actor = _print_clerk(request, key)
    return JsonResponse(_state(job_seen(key, actor), actor))


@require_POST
def take_print_documents_view(request: HttpRequest, key: int) -> HttpResponse:
    """The next labels of the job, with what prints them: whoever is named on them is on record as seen."""
    actor = _may(request, "take_print_documents", key)
    body = body_of(request)
    limit = body.get("limit")
    if type(limit) is not int or not 0 < limit <= AT_ONCE:
        raise RequestNotUnderstood(reason="limit")
    at = now()
    taken = take_print_documents(job_ids=[key], limit=limit, actor=actor, at=at)
    for refusal in taken.refused.values():
        raise refusal
    documents = with_parcels(taken.done)
    record_prints(order_ids=[one.parcel.order_id for one in documents], actor=actor, at=at)
    told = contents(documents, draws=bool(body.get("draws")), at=at)
    return JsonResponse({"documents": told, **_counts(job_seen(key, actor))})


@require_POST
def renew_print_data_view(request: HttpRequest, key: int) -> HttpResponse:
    """What prints these labels, once more, with a fresh pass: for those that were given out and could not go yet."""
    actor = _may(request, "take_print_documents", key)
    asked = body_of(request).get("ids")
    if not isinstance(asked, list) or len(asked) > AT_ONCE or not all(type(one) is int for one in asked):
        raise RequestNotUnderstood(reason="ids")
    sent = job_seen(key, actor).documents.filter(pk__among=set(asked), state=PrintState.SENT)
    documents = with_parcels(list(sent.values_list("pk", flat=True)))
    return JsonResponse({"documents": contents(documents, draws=False, at=now())})


@require_POST
def record_print_results_view(request: HttpRequest, key: int) -> HttpResponse:
    actor = _may(request, "record_print_results", key)
    job = job_seen(key, actor)
    rows = body_of(request).get("results")
    if not isinstance(rows, list) or len(rows) > AT_ONCE:
        raise RequestNotUnderstood(reason="results")
    results = [_told(row) for row in rows]
    inside = set(job.documents.filter(pk__among={one.document_id for one in results}).values_list("pk", flat=True))
    record_print_results(results=[one for one in results if one.document_id in inside], actor=actor, at=now())
    return JsonResponse(_state(job_seen(key, actor), actor))


@require_POST
def confirm_prints_view(request: HttpRequest, key: int) -> HttpResponse:
    """Labels of a range came out, as the clerk says; without a range all of which nothing else is known."""
    actor = _may(request, "confirm_prints", key)
    job, first, last = _range(request, key, actor)
    states = AT_PRINTER if first or last else (PrintState.SENT, PrintState.UNKNOWN)
    documents = documents_of(job, first=first, last=last).filter(state__in=states)
    parcel_ids = list(documents.values_list("parcel_id", flat=True))
    if not parcel_ids:
        raise NothingAtPrinter
    return _answer(job, confirm_prints(parcel_ids=parcel_ids, actor=actor, at=now()), actor)


@require_POST
def reprint_labels_view(request: HttpRequest, key: int) -> HttpResponse:
    """Labels of a range are printed once more, counted; without a range those that are not known to be out."""
    actor = _may(request, "reprint_labels", key)
    job, first, last = _range(request, key, actor)
    states = (*AT_PRINTER, PrintState.PRINTED) if first or last else (PrintState.FAILED, PrintState.UNKNOWN)
    documents = documents_of(job, first=first, last=last).filter(state__in=states)
    document_ids = list(documents.values_list("pk", flat=True))
    if not document_ids:
        raise NothingAtPrinter
    return _answer(job, reprint_labels(document_ids=document_ids, actor=actor, at=now()), actor)


@require_POST
def drop_print_documents_view(request: HttpRequest, key: int) -> HttpResponse:
    actor = _may(request, "drop_print_documents")
    job, first, last = _range(request, key, actor)
    documents = documents_of(job, first=first, last=last).filter(state__in=UNPROVEN)
    document_ids = list(documents.values_list("pk", flat=True))
    return _answer(job, drop_print_documents(document_ids=document_ids, actor=actor, at=now()), actor)


@require_GET
def print_job_labels_view(request: HttpRequest, key: int) -> HttpResponse:
    """The labels that were given to the browser and of which nobody has said that they are out: our own as one PDF,
    with those that providers have drawn among them as a page, in the order of the job."""
    actor = _print_clerk(request, key)
    job = job_seen(key, actor)
    first, last = number_of(request.GET.get("first", "")), number_of(request.GET.get("last", ""))
    rows = documents_of(job, first=first, last=last).filter(state=PrintState.SENT)
    documents = with_parcels(list(rows.values_list("pk", flat=True)[:AT_ONCE]))
    if not documents or job.component:
        raise NothingAtPrinter
    at = now()
    record_prints(order_ids=[one.parcel.order_id for one in documents], actor=actor, at=at)
    if mixed := page_labels(documents, at=at):
        return _label_page(request, mixed)
    headers = {"Content-Disposition": f'inline; filename="labels-{job.pk}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(
        designed_labels_pdf(papers_of(documents, at=at)), content_type="application/pdf", headers=headers
    )


def _label_page(request: HttpRequest, labels: Sequence[PageLabel]) -> HttpResponse:
    """Labels for the browser's print dialog. What others have drawn is in frames in which nothing runs."""
    shown = [
        on_page(one.paper, one.design) if one.paper else {"stock": stock_of(one.design), "given": one.given}
        for one in labels
    ]
    response = render(request, "fulfilment/labels.html", {"labels": shown, "title": _("Waybill labels")})
    response.headers["Content-Security-Policy"] = framing_policy(one.given for one in labels)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _print_clerk(request: HttpRequest, key: int = 0) -> Actor:
    actor = station_actor(request)
    if not actor.may("reprint_labels"):
        _check(actor, "take_print_documents", key)
    return actor


def _may(request: HttpRequest, grant: str, key: int = 0) -> Actor:
    actor = station_actor(request)
    _check(actor, grant, key)
    return actor


def _check(actor: Actor, grant: str, key: int) -> None:
    """Who prints labels at a table with the items may do with the job of that table what a print clerk may."""
    if not is_own_table(key, actor):
        actor.check(grant)


def _range(request: HttpRequest, key: int, actor: Actor) -> tuple[PrintJob, int, int]:
    body = body_of(request)
    first, last = body.get("first", 0), body.get("last", 0)
    if not all(type(one) is int and 0 <= one < 2**31 for one in (first, last)):
        raise RequestNotUnderstood(reason="first, last")
    return job_seen(key, actor), first, last


def _told(row: Any) -> PrintTold:
    known = row if isinstance(row, dict) else {}
    document_id, number, state = known.get("id"), known.get("print"), known.get("state")
    if type(document_id) is not int or type(number) is not int or state not in _TOLD:
        raise RequestNotUnderstood(reason="results")
    return PrintTold(document_id, number, state, str(known.get("printer") or ""), str(known.get("words") or ""))


def _answer(job: PrintJob, outcome: Outcome[int], actor: Actor) -> JsonResponse:
    job.refresh_from_db()
    refused = [refusal.sentence for refusal in outcome.refused.values()]
    return JsonResponse({"done": len(outcome.done), "refused": refused} | _state(job, actor))


def _state(job: PrintJob, actor: Actor) -> dict[str, Any]:
    return {"documents": shown(job, may_see=actor.may("see_parcels")), **_counts(job)}


def _counts(job: PrintJob) -> dict[str, Any]:
    return {"state": job.state, "at": job.table}
