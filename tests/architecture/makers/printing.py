"""How to call each flow of print jobs on a set of any size."""

from datetime import date
from io import BytesIO

from PIL import Image

from tests.architecture.calls import Call, Makers
from tests.world import BY, World
from zhanggui.fulfilment.flows.confirm_prints import confirm_prints
from zhanggui.fulfilment.flows.drop_print_documents import drop_print_documents
from zhanggui.fulfilment.flows.keep_paper_logos import keep_paper_logos
from zhanggui.fulfilment.flows.open_print_jobs import open_print_jobs
from zhanggui.fulfilment.flows.pause_notes import PauseDraft, pause_notes
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.record_print_results import record_print_results
from zhanggui.fulfilment.flows.reprint_labels import reprint_labels
from zhanggui.fulfilment.flows.resume_notes import resume_notes
from zhanggui.fulfilment.flows.save_paper_templates import TemplateDraft, save_paper_templates
from zhanggui.fulfilment.flows.take_print_documents import take_print_documents
from zhanggui.fulfilment.models import PrintDocument
from zhanggui.fulfilment.rules.print_results import PrintTold
from zhanggui.fulfilment.testing import take_to
from zhanggui.papers.templates import NOTE, USUAL


def printed(world: World, n: int) -> list[int]:
    return print_parcels(parcel_ids=take_to("waved", world.orders(n)), **BY).done


def in_a_job(world: World, n: int) -> tuple[list[int], int]:
    """The labels of one job, and the job."""
    parcel_ids = open_print_jobs(parcel_ids=printed(world, n), **BY).done
    documents = PrintDocument.objects.filter(parcel_id__in=parcel_ids)
    return list(documents.values_list("pk", flat=True)), documents.values_list("job_id", flat=True)[0]


def sent(world: World, n: int) -> list[int]:
    _, job_id = in_a_job(world, n)
    return take_print_documents(job_ids=[job_id], **BY).done


def opening(world: World, n: int) -> Call:
    parcel_ids = printed(world, n)
    return lambda: open_print_jobs(parcel_ids=parcel_ids, **BY)


def taking(world: World, n: int) -> Call:
    _, job_id = in_a_job(world, n)
    return lambda: take_print_documents(job_ids=[job_id], **BY)


def telling(world: World, n: int) -> Call:
    results = [PrintTold(pk, 1, "printed", "Zebra") for pk in sent(world, n)]
    return lambda: record_print_results(results=results, **BY)


def confirming(world: World, n: int) -> Call:
    parcel_ids = list(PrintDocument.objects.filter(pk__in=sent(world, n)).values_list("parcel_id", flat=True))
    return lambda: confirm_prints(parcel_ids=parcel_ids, **BY)


def repeating(world: World, n: int) -> Call:
    documents = sent(world, n)
    return lambda: reprint_labels(document_ids=documents, **BY)


def dropping(world: World, n: int) -> Call:
    documents, _ = in_a_job(world, n)
    return lambda: drop_print_documents(document_ids=documents, **BY)


def designing(world: World, n: int) -> Call:
    """So many versions of one template, one after the other."""
    drafts = [TemplateDraft(USUAL[NOTE], world.warehouse.pk, world.shop.pk) for _ in range(n)]
    return lambda: save_paper_templates(templates=drafts, **BY)


def drawing(world: World, n: int) -> Call:
    pictures = []
    for place in range(n):
        drawn = BytesIO()
        Image.new("RGB", (8, 4), (place, 0, 0)).save(drawn, "PNG")
        pictures.append(drawn.getvalue())
    return lambda: keep_paper_logos(pictures=pictures, **BY)


def pauses(world: World, n: int) -> list[PauseDraft]:
    return [PauseDraft(date(2026, 11, 1), date(2026, 11, 11), "618", world.shop.pk) for _ in range(n)]


def pausing(world: World, n: int) -> Call:
    drafts = pauses(world, n)
    return lambda: pause_notes(pauses=drafts, **BY)


def resuming(world: World, n: int) -> Call:
    ids = pause_notes(pauses=pauses(world, n), **BY).done
    return lambda: resume_notes(pause_ids=ids, **BY)


MAKERS: Makers = {
    "save_paper_templates": designing,
    "keep_paper_logos": drawing,
    "pause_notes": pausing,
    "resume_notes": resuming,
    "open_print_jobs": opening,
    "take_print_documents": taking,
    "record_print_results": telling,
    "confirm_prints": confirming,
    "reprint_labels": repeating,
    "drop_print_documents": dropping,
}
