"""A thousand labels: their numbers asked for from a provider that answers each call in 50 ms, then printed to PDF.

The provider is its simulator on a real socket, called by the real connector; what is measured begins with the wave that
has just been built and ends with the bytes of the PDF.
"""

from collections.abc import Callable
from time import perf_counter
from typing import Any

from bench.world import AT, Side
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.papers import label_papers, parcels_on_paper
from zhanggui.kernel.outcome import in_chunks
from zhanggui.logistics.flows.request_waybills import request_waybills
from zhanggui.logistics.flows.take_waybills import take_waybills
from zhanggui.logistics.jobs import AT_ONCE
from zhanggui.logistics.models import WaybillRequest
from zhanggui.logistics.testing import make_account
from zhanggui.papers.labels import labels_pdf
from zhanggui.simulators.douyin_waybills.simulator import DouyinSimulator

LABELS, ANSWER_S, MOST_S = 1_000, 0.05, 15.0


class LabelsMissing(AssertionError):
    """Not every parcel has its label: the seconds say nothing."""


def measure_labels(side: Side, tell: Callable[[str], None]) -> dict[str, Any]:
    """The figure `labels_1000`."""
    from bench.waves import planned

    by: dict[str, Any] = {"actor": side.actor, "at": AT}
    simulator = DouyinSimulator()
    simulator.server.faults.slow_s = ANSWER_S
    with simulator.server.serving() as gateway:
        make_account(side.warehouse, gateway, "BENCH", actor=side.actor, at=AT)
        parcel_ids = planned(side, first=0, count=LABELS)
        build_waves(parcel_ids=parcel_ids, wave_size=100, **by)
        tell(f"{LABELS} parcels are in waves")

        began = perf_counter()
        request_waybills(parcel_ids=parcel_ids, **by)
        request_ids = list(WaybillRequest.objects.order_by("pk").values_list("pk", flat=True))
        in_chunks(request_ids, lambda part: take_waybills(request_ids=part, **by), size=AT_ONCE)
        given = perf_counter()
        printed = print_parcels(parcel_ids=parcel_ids, **by)
        pdf = labels_pdf(label_papers(parcels_on_paper(parcel_ids=printed.done, actor=side.actor), at=AT))
        took = perf_counter() - began
    tell(f"{given - began:.2f} s for the numbers, {took:.2f} s with {len(pdf) // 1024} KiB of PDF")
    if len(printed.done) != LABELS or Parcel.objects.filter(pk__in=parcel_ids, numbering="given").count() != LABELS:
        raise LabelsMissing(f"{len(printed.done)} of {LABELS}: {list(printed.refused.values())[:3]}")
    return {"name": "labels_1000", "ours_s": round(took, 3), "holds": took < MOST_S}
