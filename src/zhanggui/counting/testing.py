"""Counts for tests, opened and taken through the real flows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from uuid import uuid4

from zhanggui.counting.flows.begin_bins import begin_bins
from zhanggui.counting.flows.enter_counts import BinCount, CountedGoods, enter_counts
from zhanggui.counting.flows.finish_bins import finish_bins
from zhanggui.counting.flows.open_counts import open_counts
from zhanggui.counting.flows.record_scans import ScanDraft, record_scans
from zhanggui.counting.models import CountBin
from zhanggui.kernel.actor import Actor, system_actor

AT = datetime(2026, 11, 11, 2, 0, tzinfo=UTC)
COUNTER, OTHER, LEAD = system_actor("counter"), system_actor("other counter"), system_actor("lead")


def open_count(location_ids: Sequence[int], *, kind: str = "full", at: datetime = AT) -> list[int]:
    """Ids of the bins to be counted, in the order asked for."""
    outcome = open_counts(location_ids=location_ids, kind=kind, words="", actor=LEAD, at=at)
    assert outcome.refused == {}, outcome.refused
    bins = CountBin.objects.filter(location_id__in=location_ids).order_by("pk")
    latest = dict(bins.values_list("location_id", "pk"))
    return [latest[pk] for pk in location_ids]


def scan_bin(bin_id: int, found: Mapping[int, int], *, actor: Actor = COUNTER, at: datetime = AT) -> None:
    """The bin was counted at the station: so many pieces of each SKU; nothing means it was confirmed to be empty."""
    begin_bins(bin_ids=[bin_id], actor=actor, at=at).one()
    scans = [ScanDraft(uuid4(), bin_id, sku_id, pieces) for sku_id, pieces in found.items() if pieces]
    assert record_scans(scans=scans, actor=actor, at=at).refused == {}
    finish_bins(bin_ids=[bin_id], is_empty=not scans, actor=actor, at=at).one()


def enter_bins(
    found: Mapping[int, Iterable[tuple[int, int]]],
    *,
    actor: Actor = COUNTER,
    counted_at: datetime | None = None,
    at: datetime = AT,
) -> None:
    """Each bin was counted with these pieces of each SKU, from a list."""
    counts = [
        BinCount(bin_id, tuple(CountedGoods(*goods) for goods in own), counted_at) for bin_id, own in found.items()
    ]
    outcome = enter_counts(counts=counts, actor=actor, at=at)
    assert outcome.refused == {}, outcome.refused
