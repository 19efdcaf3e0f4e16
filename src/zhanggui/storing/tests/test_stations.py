"""The storekeeper's stations: goods, bin, done."""

from uuid import uuid4

import pytest

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.flows.promise_picks import promise_picks
from zhanggui.inventory.models import Balance, Location
from zhanggui.inventory.rules.bins import PickWant
from zhanggui.inventory.testing import ACTOR, AT, make_stock, make_warehouse
from zhanggui.kernel.refusal import Refusal
from zhanggui.storing.answering import NothingFreeThere, NothingWaits, ScanGoodsFirst, ScanOriginFirst
from zhanggui.storing.models import Carry
from zhanggui.storing.stations import MoveStation, PutAwayStation
from zhanggui.ui.station import Answer, Station

pytestmark = pytest.mark.django_db


class Table:
    """A storekeeper, whose context comes back with each scan."""

    def __init__(self, station: type[Station]) -> None:
        self.station = station()
        self.context: dict = {}

    def scan(self, code: str, scan_id=None) -> Answer:
        answer = self.station.scan(
            code=code, scan_id=scan_id or uuid4(), context=self.context, actor=ACTOR, at=AT
        )  # fmt: skip
        self.context = answer.context
        return answer

    def fill(self, ask: str, **values: str) -> Answer:
        answer = self.station.fill(
            ask=ask, values=values, scan_id=uuid4(), context=self.context, actor=ACTOR, at=AT
        )  # fmt: skip
        self.context = answer.context
        return answer


def lying(warehouse) -> dict[tuple[str, str], int]:
    rows = Balance.objects.filter(location__warehouse=warehouse, on_hand__gt=0)
    return {(code, lot): pieces for code, lot, pieces in rows.values_list("location__code", "lot", "on_hand")}


@pytest.fixture
def arrived():
    warehouse, sku = make_warehouse(), make_skus()[0]
    make_stock(warehouse, {sku.pk: 10}, place="RECEIVE")
    return warehouse, sku


def test_goods_are_put_away_where_the_station_says_in_two_scans(arrived):
    warehouse, sku = arrived
    make_stock(warehouse, {sku.pk: 2}, place="P-02")
    Location.objects.filter(warehouse=warehouse, code="P-02").update(capacity=8)
    table = Table(PutAwayStation)
    answer = table.scan(sku.barcodes.get().code)
    assert (answer.mark, [item.title for item in answer.items]) == ("P-02", ["P-02 × 6", "S-01 × 4"])
    answer = table.scan("P-02")
    assert (answer.tone, answer.mark) == ("good", "S-01")
    answer = table.scan("S-01")
    assert (answer.sound, answer.context["place"] > 0) == ("done", True)
    assert lying(warehouse) == {("P-02", ""): 8, ("S-01", ""): 4}
    with pytest.raises(NothingWaits):
        table.scan(sku.code)
    figures = PutAwayStation().figures(ACTOR, AT)
    assert [figure.number for figure in figures] == [2, 0]


def test_a_repeated_scan_of_the_bin_carries_once(arrived):
    warehouse, sku = arrived
    table, again = Table(PutAwayStation), uuid4()
    table.scan(sku.code)
    table.scan("*4")
    before = dict(table.context)
    first = table.scan("S-01", again)
    table.context = before
    assert table.scan("S-01", again) == first
    assert lying(warehouse) == {("RECEIVE", ""): 6, ("S-01", ""): 4}


def test_another_bin_than_the_one_suggested_needs_a_word(arrived):
    warehouse, sku = arrived
    make_stock(warehouse, {sku.pk: 1}, place="P-02")
    table = Table(PutAwayStation)
    table.scan("RECEIVE")
    table.scan(f"*3 {sku.code}")
    answer = table.scan("P-01")
    assert answer.ask is not None
    assert answer.ask.name == "NOTE"
    assert not Carry.objects.exists()
    table.fill("NOTE", note="P-02 is wet")
    assert (Carry.objects.get().note, lying(warehouse)["P-01", ""]) == ("P-02 is wet", 3)


def test_of_several_lots_the_one_in_the_hand_is_chosen():
    warehouse, sku = make_warehouse(), make_skus(tracking="lot")[0]
    for lot in ("A", "B"):
        make_stock(warehouse, {sku.pk: 5}, place="RECEIVE", lot=lot)
    table = Table(PutAwayStation)
    ask = table.scan(sku.code).ask
    assert ask is not None
    row = next(value for value, words in ask.fields[0].choices if str(words).startswith("B"))
    table.fill("LOT", row=row)
    table.scan("S-01")
    assert lying(warehouse) == {("RECEIVE", "A"): 5, ("S-01", "B"): 5}
    with pytest.raises(Refusal):
        table.fill("LOT", row=str(10**12))


def test_goods_go_from_bin_to_bin_but_never_what_pickers_were_promised(arrived):
    warehouse, sku = arrived
    make_stock(warehouse, {sku.pk: 9}, place="P-01")
    promise_picks(wants=[PickWant("w", warehouse.pk, sku.pk, 7)], actor=ACTOR, at=AT)
    table = Table(MoveStation)
    with pytest.raises(ScanOriginFirst):
        table.scan(sku.code)
    assert table.scan("P-01").items[0].title.endswith("× 2")
    with pytest.raises(ScanGoodsFirst):
        table.scan("*2")
    table.scan(sku.code)
    assert table.scan("DROP").context["place"] > 0
    table.scan(sku.code)
    assert table.scan("P-02").sound == "done"
    assert lying(warehouse) == {("RECEIVE", ""): 10, ("P-01", ""): 7, ("P-02", ""): 2}
    with pytest.raises(NothingFreeThere):
        table.scan(sku.code)
