"""The inspector's table: goods are scanned, defects are scanned, a key decides."""

from typing import Any
from uuid import uuid4

import pytest

from zhanggui.catalog.testing import make_skus
from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.refusal import Refusal
from zhanggui.quality.answering import (
    CLOSE,
    DEFECT,
    FAIL,
    MEASURE,
    PASS,
    SORT,
    SPECIAL,
    UNDO,
    NothingOnTable,
    NothingToInspect,
)
from zhanggui.quality.models import Inspection, Measurement
from zhanggui.quality.rules.holding import InspectionTaken
from zhanggui.quality.rules.judging import TooManyDefects
from zhanggui.quality.stations import InspectStation
from zhanggui.quality.testing import AT, INSPECTOR, REASON, make_inspections, make_quality_warehouse
from zhanggui.ui.desk.refusals import RequestNotUnderstood
from zhanggui.ui.station import Answer, figure_list

pytestmark = pytest.mark.django_db


class Table:
    """Remembers what lies on it, as the page does."""

    def __init__(self, name: str = "inspector") -> None:
        self.by: dict[str, Any] = {"actor": system_actor(name), "at": AT}
        self.context: dict[str, Any] = {}
        self.station = InspectStation()

    def scan(self, code: str, scan_id: Any = None) -> Answer:
        answer = self.station.scan(code=code, scan_id=scan_id or uuid4(), context=self.context, **self.by)
        self.context = answer.context
        return answer

    def fill(self, ask: str, **values: str) -> Answer:
        answer = self.station.fill(ask=ask, values=values, scan_id=uuid4(), context=self.context, **self.by)
        self.context = answer.context
        return answer


def opened(**goods: Any) -> tuple[Table, Inspection]:
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    (pk,) = make_inspections(warehouse, [sku.pk], **goods)
    table = Table()
    answer = table.scan(sku.barcodes.get().code)
    assert answer.mark == str(Inspection.objects.get(pk=pk).sample)
    return table, Inspection.objects.get(pk=pk)


def test_goods_defects_and_a_key_decide_a_lot():
    table, inspection = opened()
    assert inspection.state == "inspecting"
    scan = uuid4()
    for _ in range(2):  # the gun sent it twice
        assert table.scan(REASON.lower(), scan).tone == "warn"
    assert Inspection.objects.get().defective == 1
    assert table.scan(PASS).ask is not None
    with pytest.raises(TooManyDefects):
        table.fill("passed", checked="5")
    assert table.scan(SORT).ask is not None
    assert table.fill("sorted", note="1 broken").tone == "good"
    assert Inspection.objects.get().state == "sorted"
    assert table.context == {}


def test_a_defect_is_keyed_taken_back_and_a_piece_measured():
    table, _ = opened()
    ask = table.scan(DEFECT).ask
    assert ask is not None
    assert (REASON, f"{REASON} Broken") in ask.fields[0].choices or ask.fields[0].choices
    table.fill("defect", reason=REASON, pieces="2", note="")
    assert Inspection.objects.get().defective == 2
    table.scan(UNDO)
    assert Inspection.objects.get().defective == 0
    assert table.scan(MEASURE).ask is not None
    table.fill("measure", weight_g="243")
    assert Measurement.objects.get().weight_g == 243
    assert table.fill("passed", checked="10").tone == "good"


def test_a_lot_fails_or_the_lead_is_asked():
    table, _ = opened()
    table.scan(REASON)
    assert table.scan(FAIL).ask is not None
    assert table.scan(SPECIAL).ask is not None
    assert table.fill("special", reason="急用").tone == "warn"
    assert Inspection.objects.get().state == "asked"
    table, _ = opened()
    table.scan(REASON)
    assert table.fill("failed").tone == "bad"


def test_what_lies_on_the_table_is_there_again_and_can_be_put_aside():
    table, inspection = opened()
    again = table.station.resume(context=table.context, **table.by)
    assert again is not None
    assert again.context["inspection"] == inspection.pk
    assert table.scan(CLOSE).context == {}
    assert table.station.resume(context={}, **table.by) is None
    with pytest.raises(NothingOnTable):
        table.scan(PASS)


def test_what_another_has_in_hand_and_what_is_not_there_is_refused():
    table, inspection = opened()
    other = Table("other")
    with pytest.raises(InspectionTaken):
        other.scan(inspection.number)
    with pytest.raises(NothingToInspect):
        other.scan("BC-404")
    for code in ("*WHAT",):
        with pytest.raises(RequestNotUnderstood):
            table.scan(code)
    with pytest.raises(Refusal):
        table.fill("what")


def test_the_head_counts_what_waits():
    opened()
    assert [figure["number"] for figure in figure_list(InspectStation(), INSPECTOR, AT)] == [0, 1]
