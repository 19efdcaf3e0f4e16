"""Reads over print jobs: what a page shows, and what a printer is given."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from zhanggui.fulfilment.models import Parcel, PrintDocument, PrintJob, TablePrinter
from zhanggui.fulfilment.paper_templates.choosing import current_templates, designed_labels, label_design
from zhanggui.fulfilment.print_jobs.given import GivenPage, GivenPrint, pages_of, print_data_of, print_passes_of
from zhanggui.fulfilment.states import JobState, PrintState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.waybills import PrintPass
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.papers.commands import label_commands
from zhanggui.papers.labels import LabelDesign
from zhanggui.papers.templates import LABEL
from zhanggui.papers.values import LabelPaper

AT_PRINTER = (PrintState.SENT, PrintState.UNKNOWN, PrintState.FAILED)
_ON_LABEL = "parcel__order", "parcel__warehouse", "parcel__shop", "parcel__wave", "job"


def job_seen(job_id: int, actor: Actor) -> PrintJob:
    """Raises NotFound outside the actor's scope."""
    job = PrintJob.objects.visible_to(actor).filter(pk=job_id).first()
    if job is None:
        raise NotFound(what="print job", key=job_id)
    return job


def table_of(actor: Actor) -> str:
    """Whose labels come out there: the table's, or its worker's where nobody gave it a name."""
    return actor.station or actor.name[:40]


def is_own_table(job_id: int, actor: Actor) -> bool:
    """Whether labels of this job come with the items that this person scans."""
    if not job_id or not actor.may("print_table_labels"):
        return False
    return PrintJob.objects.filter(pk=job_id, wave__isnull=False, table=table_of(actor)).exists()


def jobs_of(*, parcel_ids: Sequence[int], wave_ids: Sequence[int], actor: Actor) -> list[PrintJob]:
    """The jobs these parcels are in: those that are not finished, or, where all are, the last one of each."""
    parcels = Parcel.objects.visible_to(actor)
    parcels = parcels.filter(wave_id__among=set(wave_ids)) if wave_ids else parcels.filter(pk__among=set(parcel_ids))
    inside = PrintDocument.objects.filter(parcel__in=parcels)
    jobs = list(PrintJob.objects.filter(pk__in=inside.values("job_id")).order_by("-pk"))
    return [job for job in jobs if job.state == JobState.OPEN] or jobs


def documents_of(job: PrintJob, *, first: int = 0, last: int = 0) -> QuerySet[PrintDocument]:
    """The labels of a job in the order they come out, or those of a range."""
    within = Q(sequence__gte=first) if first else Q()
    within &= Q(sequence__lte=last) if last else Q()
    return job.documents.filter(within).order_by("sequence")


def shown(job: PrintJob, *, may_see: bool) -> list[dict[str, Any]]:
    """Each label as the page of its job shows it. One statement."""
    rows = documents_of(job).values_list(
        "pk", "sequence", "waybill", "print_number", "state", "printer", "words", "parcel_id", "parcel__number",
        "parcel__cell", "parcel__wave__number", "parcel__order__receiver_name_masked",
    )  # fmt: skip
    return [
        {
            "id": pk, "sequence": sequence, "waybill": waybill, "print": number, "state": state, "printer": printer,
            "words": words, "parcel": parcel, "parcelId": parcel_id, "cell": cell, "wave": wave or "",
            "receiver": receiver if may_see else "", "task": f"{job.key}-{sequence}-{number}",
        }
        for pk, sequence, waybill, number, state, printer, words, parcel_id, parcel, cell, wave, receiver in rows
    ]  # fmt: skip


def with_parcels(document_ids: Sequence[int]) -> list[PrintDocument]:
    rows = PrintDocument.objects.filter(pk__among=set(document_ids)).select_related(*_ON_LABEL)
    return list(rows.order_by("job_id", "sequence"))


def papers_of(documents: Sequence[PrintDocument], *, at: datetime) -> list[tuple[LabelPaper, LabelDesign]]:
    """Our own labels of these documents, each with its place in the job."""
    numbered = {one.parcel_id: one.sequence for one in documents}
    return designed_labels([one.parcel for one in documents], numbered=numbered, at=at)


def contents(documents: Sequence[PrintDocument], *, draws: bool, at: datetime) -> list[dict[str, Any]]:
    """What the page gives to the printer's program, label by label.

    Of a platform's component the print data exactly as it came, with a fresh pass where it wants one; `draws`: our own
    labels as commands, and those that providers have drawn as they came. A label whose print data has been forgotten
    since says why it cannot be printed.
    """
    if not documents:
        return []
    given = print_data_of([one.waybill for one in documents if one.job.component])
    passes = print_passes_of({one.account_id for one in given.values() if isinstance(one, GivenPrint)})
    own = [one for one in documents if not one.job.component]
    drawn = _drawn(own, at=at) if draws else {}
    return [
        {
            "id": one.pk, "print": one.print_number, "sequence": one.sequence, "task": one.task,
            "waybill": one.waybill, "total": one.job.labels, "data": None, "trouble": "",
        } | drawn.get(one.pk, {"commands": None}) | _given(one, given, passes)
        for one in documents
    ]  # fmt: skip


def _drawn(documents: Sequence[PrintDocument], *, at: datetime) -> dict[int, dict[str, Any]]:
    """How each label is drawn, and on which stock."""
    pages = pages_of(one.waybill for one in documents)
    own = [one for one in documents if one.waybill not in pages]
    labels = papers_of(own, at=at) if own else []
    drawn = {
        one.pk: {"commands": commands, "size": _size(design)}
        for one, (_label, design), commands in zip(own, labels, label_commands(labels), strict=True)
    }
    return drawn | {
        one.pk: {"commands": None, "size": _size(design), "html": page.html, "address": page.address}
        for one, page, design in _given_pages(documents, pages)
    }


def _size(design: LabelDesign) -> dict[str, int]:
    return {"width": design.size.value.width, "height": design.size.value.height}


def _given_pages(
    documents: Sequence[PrintDocument], pages: Mapping[str, GivenPage]
) -> list[tuple[PrintDocument, GivenPage, LabelDesign]]:
    """The documents whose label a provider has drawn, each on the stock of its carrier at its warehouse."""
    known = current_templates(LABEL) if pages else {}
    return [
        (one, pages[one.waybill], label_design(
            known, warehouse_id=parcel.warehouse_id, shop_id=parcel.shop_id, carrier=parcel.carrier
        ))
        for one in documents if one.waybill in pages for parcel in [one.parcel]
    ]  # fmt: skip


class PageLabel(NamedTuple):
    """One label of a print page: our own with its paper, or one drawn elsewhere."""

    design: LabelDesign
    paper: LabelPaper | None = None
    given: GivenPage | None = None


def page_labels(documents: Sequence[PrintDocument], *, at: datetime) -> list[PageLabel]:
    """Every label in the order of the job; nothing where none of them was drawn elsewhere."""
    pages = pages_of(one.waybill for one in documents)
    if not pages:
        return []
    own = [one for one in documents if one.waybill not in pages]
    papers = papers_of(own, at=at) if own else []
    labels = {one.pk: PageLabel(design, paper) for one, (paper, design) in zip(own, papers, strict=True)}
    labels |= {one.pk: PageLabel(design, given=page) for one, page, design in _given_pages(documents, pages)}
    return [labels[one.pk] for one in documents]


def _given(
    document: PrintDocument, given: Mapping[str, GivenPrint | Refusal], passes: Mapping[int, PrintPass | Refusal]
) -> dict[str, Any]:
    if not document.job.component:
        return {}
    found = given.get(document.waybill)
    if not isinstance(found, GivenPrint):
        return {"trouble": (found or NotFound(what="print data", key=document.waybill)).sentence}
    data, sender, its_pass = found.data, found.sender, passes.get(found.account_id)
    if isinstance(its_pass, Refusal):
        return {"trouble": its_pass.sentence}
    address = {
        "province": sender.state, "city": sender.city, "district": sender.district, "town": sender.town,
        "detail": sender.address,
    }  # fmt: skip
    return {
        "data": {
            "content": data.content, "signature": data.signature, "templateUrl": data.template_url,
            "version": data.version,
            "params": its_pass.params if its_pass else "", "goodFor": its_pass.good_for if its_pass else None,
            "sender": {"name": sender.name, "mobile": sender.mobile, "phone": sender.phone, "address": address},
        }
    }  # fmt: skip


def printers_at(table: str) -> dict[str, dict[str, dict[str, Any]]]:
    """The printers of a table: by kind of paper, then by way."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for one in TablePrinter.objects.filter(table=table) if table else ():
        found.setdefault(one.paper, {})[one.way] = {
            "printer": one.printer, "x": float(one.offset_x), "y": float(one.offset_y),
        }  # fmt: skip
    return found
