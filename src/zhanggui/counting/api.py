"""Counts in the public API. None of the answers says what the book knows."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.counting.flows.approve_differences import approve_differences
from zhanggui.counting.flows.begin_bins import begin_bins
from zhanggui.counting.flows.end_counts import end_counts
from zhanggui.counting.flows.enter_counts import BinCount, CountedGoods, enter_counts
from zhanggui.counting.flows.finish_bins import finish_bins
from zhanggui.counting.flows.hand_back_bins import hand_back_bins
from zhanggui.counting.flows.open_counts import open_counts
from zhanggui.counting.flows.record_scans import ScanDraft, record_scans
from zhanggui.counting.flows.recount_bins import recount_bins
from zhanggui.counting.flows.set_count_numbers import set_count_numbers
from zhanggui.counting.states import CountKind
from zhanggui.kernel.api import Amount, Answered, Asked, Flag, Id, Ids, Moment, flow_operation, run

router = Router(tags=["counting"])

Lot = Annotated[str, Field(max_length=40)]
Words = Annotated[str, Field(max_length=200)]
Pieces = Annotated[int, Field(ge=0, le=1_000_000, strict=True)]
Days = Annotated[int, Field(ge=1, le=1000, strict=True)]


class OpenCounts(Asked):
    location_ids: Annotated[list[Id], Field(min_length=1, max_length=20_000)]
    kind: CountKind
    words: Annotated[str, Field(max_length=120)] = ""


@flow_operation(router, open_counts)
def open_counts_endpoint(request: HttpRequest, asked: OpenCounts) -> Answered:
    return run(open_counts, request, location_ids=asked.location_ids, kind=asked.kind.value, words=asked.words)


class BinIds(Asked):
    bin_ids: Ids


@flow_operation(router, begin_bins)
def begin_bins_endpoint(request: HttpRequest, asked: BinIds) -> Answered:
    return run(begin_bins, request, **asked.model_dump())


@flow_operation(router, hand_back_bins)
def hand_back_bins_endpoint(request: HttpRequest, asked: BinIds) -> Answered:
    return run(hand_back_bins, request, **asked.model_dump())


class ScanIn(Asked):
    client_id: Annotated[UUID, Field(description="Your own name of this scan. The same never counts twice.")]
    bin_id: Id
    sku_id: Id
    pieces: Annotated[
        int, Field(ge=-1_000_000, le=1_000_000, strict=True, description="Below zero takes some back.")
    ] = 1
    lot: Lot = ""


class RecordScans(Asked):
    scans: Annotated[list[ScanIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, record_scans)
def record_scans_endpoint(request: HttpRequest, asked: RecordScans) -> Answered:
    return run(record_scans, request, scans=[ScanDraft(**one.model_dump()) for one in asked.scans])


class FinishBins(BinIds):
    is_empty: Flag = False


@flow_operation(router, finish_bins)
def finish_bins_endpoint(request: HttpRequest, asked: FinishBins) -> Answered:
    return run(finish_bins, request, **asked.model_dump())


class GoodsIn(Asked):
    sku_id: Id
    pieces: Pieces
    lot: Lot = ""


class BinCountIn(Asked):
    bin_id: Id
    goods: Annotated[list[GoodsIn], Field(max_length=1000, description="Everything in the bin; none: it is empty.")]
    counted_at: Annotated[Moment | None, Field(description="When it was counted, if that was not just now.")] = None

    def count(self) -> BinCount:
        return BinCount(
            self.bin_id, tuple(CountedGoods(one.sku_id, one.pieces, one.lot) for one in self.goods), self.counted_at
        )


class EnterCounts(Asked):
    counts: Annotated[list[BinCountIn], Field(min_length=1, max_length=1000)]


@flow_operation(router, enter_counts)
def enter_counts_endpoint(request: HttpRequest, asked: EnterCounts) -> Answered:
    return run(enter_counts, request, counts=[one.count() for one in asked.counts])


class ApproveDifferences(BinIds):
    note: Words = ""


@flow_operation(router, approve_differences)
def approve_differences_endpoint(request: HttpRequest, asked: ApproveDifferences) -> Answered:
    return run(approve_differences, request, **asked.model_dump())


class RecountBins(BinIds):
    reason: Words = ""


@flow_operation(router, recount_bins)
def recount_bins_endpoint(request: HttpRequest, asked: RecountBins) -> Answered:
    return run(recount_bins, request, **asked.model_dump())


class EndCounts(Asked):
    sheet_ids: Ids
    reason: Annotated[str, Field(min_length=1, max_length=200)]


@flow_operation(router, end_counts)
def end_counts_endpoint(request: HttpRequest, asked: EndCounts) -> Answered:
    return run(end_counts, request, **asked.model_dump())


class SetCountNumbers(Asked):
    """A difference above one of the limits is counted again by somebody else; 0 switches a limit off."""

    pieces: Pieces = 5
    value: Amount = Decimal(200)
    percent: Annotated[Amount, Field(le=Decimal(100))] = Decimal(10)
    days_a: Days = 30
    days_b: Days = 90
    days_c: Days = 180


@flow_operation(router, set_count_numbers)
def set_count_numbers_endpoint(request: HttpRequest, asked: SetCountNumbers) -> Answered:
    return run(set_count_numbers, request, **asked.model_dump())
