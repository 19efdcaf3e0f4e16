"""How to call each flow of print jobs on a set of any size."""

from tests.architecture.calls import Call, Makers
from tests.world import BY, World
from zhanggui.fulfilment.flows.confirm_prints import confirm_prints
from zhanggui.fulfilment.flows.drop_print_documents import drop_print_documents
from zhanggui.fulfilment.flows.open_print_jobs import open_print_jobs
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.record_print_results import record_print_results
from zhanggui.fulfilment.flows.reprint_labels import reprint_labels
from zhanggui.fulfilment.flows.take_print_documents import take_print_documents
from zhanggui.fulfilment.models import PrintDocument
from zhanggui.fulfilment.rules.print_results import PrintTold
from zhanggui.fulfilment.testing import take_to


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


MAKERS: Makers = {
    "open_print_jobs": opening,
    "take_print_documents": taking,
    "record_print_results": telling,
    "confirm_prints": confirming,
    "reprint_labels": repeating,
    "drop_print_documents": dropping,
}
