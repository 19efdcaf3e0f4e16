"""How to call each flow over counts on a set of any size."""

from uuid import uuid4

from tests.architecture.calls import Call, Makers
from tests.world import BY, World
from zhanggui.catalog.testing import make_skus
from zhanggui.counting.flows.answer_requests import answer_requests
from zhanggui.counting.flows.approve_differences import approve_differences
from zhanggui.counting.flows.begin_bins import begin_bins
from zhanggui.counting.flows.end_counts import end_counts
from zhanggui.counting.flows.enter_counts import BinCount, CountedGoods, enter_counts
from zhanggui.counting.flows.finish_bins import finish_bins
from zhanggui.counting.flows.hand_back_bins import hand_back_bins
from zhanggui.counting.flows.open_bin_checks import open_bin_checks
from zhanggui.counting.flows.open_counts import open_counts
from zhanggui.counting.flows.record_scans import ScanDraft, record_scans
from zhanggui.counting.flows.recount_bins import recount_bins
from zhanggui.counting.models import CountBin
from zhanggui.counting.testing import AT, COUNTER, LEAD, enter_bins, open_count
from zhanggui.inventory.flows.blind_places import blind_places
from zhanggui.inventory.flows.request_counts import CountAsk, request_counts
from zhanggui.inventory.flows.unblind_places import unblind_places
from zhanggui.inventory.testing import make_stock, make_warehouse, place_of

PIECES = 20


def bins(n: int) -> dict[int, int]:
    """So many places of a fresh warehouse, each with the SKU that lies in it."""
    warehouse = make_warehouse(bins=n)
    found = {}
    for number, sku in enumerate(make_skus(n), 1):
        code = f"P-{number:02}"
        make_stock(warehouse, {sku.pk: PIECES}, place=code)
        found[place_of(warehouse, code)] = sku.pk
    return found


def counted(n: int, pieces: int) -> tuple[list[int], list[int]]:
    """Bins of which each was counted with so many pieces, and their SKUs."""
    places = bins(n)
    ids = open_count(list(places))
    enter_bins({pk: [(sku_id, pieces)] for pk, sku_id in zip(ids, places.values(), strict=True)})
    return ids, list(places.values())


def begun(n: int) -> tuple[list[int], list[int]]:
    places = bins(n)
    ids = open_count(list(places))
    begin_bins(bin_ids=ids, actor=COUNTER, at=AT)
    return ids, list(places.values())


def scans_of(ids: list[int], sku_ids: list[int]) -> list[ScanDraft]:
    return [ScanDraft(uuid4(), pk, sku_id, PIECES) for pk, sku_id in zip(ids, sku_ids, strict=True)]


def opening(world: World, n: int) -> Call:
    places = list(bins(n))
    return lambda: open_counts(location_ids=places, kind="full", words="", **BY)


def beginning(world: World, n: int) -> Call:
    ids = open_count(list(bins(n)))
    return lambda: begin_bins(bin_ids=ids, actor=COUNTER, at=AT)


def handing_back(world: World, n: int) -> Call:
    ids, _ = begun(n)
    return lambda: hand_back_bins(bin_ids=ids, actor=COUNTER, at=AT)


def scanning(world: World, n: int) -> Call:
    scans = scans_of(*begun(n))
    return lambda: record_scans(scans=scans, actor=COUNTER, at=AT)


def finishing(world: World, n: int) -> Call:
    ids, sku_ids = begun(n)
    record_scans(scans=scans_of(ids, sku_ids), actor=COUNTER, at=AT)
    return lambda: finish_bins(bin_ids=ids, actor=COUNTER, at=AT)


def entering(world: World, n: int) -> Call:
    places = bins(n)
    ids = open_count(list(places))
    goods = zip(ids, places.values(), strict=True)
    counts = [BinCount(pk, (CountedGoods(sku_id, PIECES - 1),)) for pk, sku_id in goods]
    return lambda: enter_counts(counts=counts, actor=COUNTER, at=AT)


def approving(world: World, n: int) -> Call:
    ids, _ = counted(n, PIECES - 1)
    return lambda: approve_differences(bin_ids=ids, note="", actor=LEAD, at=AT)


def counting_again(world: World, n: int) -> Call:
    ids, _ = counted(n, PIECES - 1)
    return lambda: recount_bins(bin_ids=ids, reason="", actor=LEAD, at=AT)


def ending(world: World, n: int) -> Call:
    sheets = []
    for place in bins(n):
        (pk,) = open_count([place])
        sheets.append(CountBin.objects.values_list("sheet_id", flat=True).get(pk=pk))
    return lambda: end_counts(sheet_ids=sheets, reason="late", actor=LEAD, at=AT)


def missing(n: int) -> dict[int, int]:
    places = bins(n)
    asks = [CountAsk(place, sku_id, "", "not_found", 2, 1) for place, sku_id in places.items()]
    request_counts(asks=asks, actor=COUNTER, at=AT)
    return places


def checking(world: World, n: int) -> Call:
    places = missing(n)
    return lambda: open_bin_checks(sku_ids=list(places.values()), actor=LEAD, at=AT)


def answering(world: World, n: int) -> Call:
    places = missing(n)
    ids = open_count(list(places))
    enter_bins({pk: [(sku_id, PIECES)] for pk, sku_id in zip(ids, places.values(), strict=True)})
    return lambda: answer_requests(bin_ids=ids, actor=LEAD, at=AT)


def blinding(world: World, n: int) -> Call:
    places = list(bins(n))
    return lambda: blind_places(location_ids=places, **BY)


def showing(world: World, n: int) -> Call:
    places = list(bins(n))
    blind_places(location_ids=places, **BY)
    return lambda: unblind_places(location_ids=places, **BY)


MAKERS: Makers = {
    "open_counts": opening,
    "begin_bins": beginning,
    "hand_back_bins": handing_back,
    "record_scans": scanning,
    "finish_bins": finishing,
    "enter_counts": entering,
    "approve_differences": approving,
    "recount_bins": counting_again,
    "end_counts": ending,
    "open_bin_checks": checking,
    "answer_requests": answering,
    "blind_places": blinding,
    "unblind_places": showing,
}
