"""Two inspectors and one lot, two decisions about the same defective pieces."""

from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from tests.races.at_once import at_once
from tests.world import broken_promises
from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.models import Move
from zhanggui.kernel.actor import system_actor
from zhanggui.parties.testing import make_suppliers
from zhanggui.quality.flows.begin_inspections import begin_inspections
from zhanggui.quality.flows.hand_over_returns import hand_over_returns
from zhanggui.quality.flows.judge_inspections import Verdict, judge_inspections
from zhanggui.quality.flows.open_supplier_returns import open_supplier_returns
from zhanggui.quality.flows.request_inspections import request_inspections
from zhanggui.quality.flows.rework_defects import rework_defects
from zhanggui.quality.flows.scrap_defects import scrap_defects
from zhanggui.quality.flows.void_supplier_returns import void_supplier_returns
from zhanggui.quality.models import Defect, Disposal, Inspection, SupplierReturn
from zhanggui.quality.rules.disposing import DisposalDraft
from zhanggui.quality.testing import (
    AT,
    INSPECTOR,
    arrive,
    find_defects,
    make_defects,
    make_inspections,
    make_quality_warehouse,
)

pytestmark = [pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)]
BY: dict[str, Any] = {"actor": INSPECTOR, "at": AT}


def test_a_lot_is_in_one_hand_whoever_scans_it_first():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    ids = make_inspections(warehouse, [sku.pk])
    tasks = [
        partial(begin_inspections, inspection_ids=ids, actor=system_actor(f"inspector {number}"), at=AT)
        for number in range(6)
    ]
    assert sum(len(outcome.done) for outcome in at_once(tasks)) == 1


def test_a_lot_is_decided_once_and_its_pieces_move_once():
    warehouse, skus = make_quality_warehouse(), [sku.pk for sku in make_skus(4)]
    ids = make_inspections(warehouse, skus)
    find_defects(ids, 2)
    verdicts = [[Verdict(pk, result) for pk in order] for result in ("sorted", "failed") for order in (ids, ids[::-1])]
    outcomes = at_once([partial(judge_inspections, verdicts=each, **BY) for each in verdicts * 2])
    assert sum(len(outcome.done) for outcome in outcomes) == len(ids)
    assert broken_promises() == []


def test_inspectors_of_lots_of_the_same_goods_do_not_wait_for_each_other_for_ever():
    warehouse, skus = make_quality_warehouse(), [sku.pk for sku in make_skus(3)]
    ids = [pk for _ in range(6) for pk in make_inspections(warehouse, skus)]
    find_defects(ids, 1)

    def decide(number: int) -> Any:
        mine = ids[number * 3 : number * 3 + 3]
        results = ["sorted", "failed", "sorted"] if number % 2 else ["failed", "sorted", "failed"]
        verdicts = [Verdict(pk, result) for pk, result in zip(mine, results, strict=True)]
        return judge_inspections(verdicts=verdicts, **BY)

    outcomes = at_once([partial(decide, number) for number in range(6)])
    assert sum(len(outcome.done) for outcome in outcomes) == len(ids)
    assert broken_promises() == []


def test_the_same_arrival_is_put_on_the_list_once():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    arrivals = arrive(warehouse, [sku.pk])
    at_once([partial(request_inspections, arrivals=arrivals, **BY) for _ in range(6)])
    assert Inspection.objects.count() == 1


def test_pieces_of_a_defect_are_decided_on_once():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    (supplier,) = make_suppliers()
    (pk,) = make_defects(warehouse, [sku.pk], supplier_id=supplier.pk)
    drafts = [DisposalDraft(pk, 4)]
    flows = (scrap_defects, rework_defects, open_supplier_returns)
    outcomes = at_once([partial(flow, drafts=drafts, **BY) for flow in flows * 2])
    assert sum(len(outcome.done) for outcome in outcomes) == 2
    assert Defect.objects.get().left == 2
    assert broken_promises() == []


def test_a_slip_is_handed_over_or_withdrawn():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    (supplier,) = make_suppliers()
    (pk,) = make_defects(warehouse, [sku.pk], supplier_id=supplier.pk)
    open_supplier_returns(drafts=[DisposalDraft(pk)], **BY)
    ids = list(SupplierReturn.objects.values_list("pk", flat=True))
    tasks = [partial(hand_over_returns, return_ids=ids, carrier="DB", waybill="1", **BY) for _ in range(3)]
    outcomes = at_once([*tasks, *(partial(void_supplier_returns, return_ids=ids, **BY) for _ in range(3))])
    assert sum(len(outcome.done) for outcome in outcomes) == 1
    assert broken_promises() == []


class Broken(Exception):
    """The machine stopped here."""


def test_a_decision_that_is_cut_short_leaves_nothing_behind(monkeypatch):
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    ids = make_inspections(warehouse, [sku.pk])
    find_defects(ids, 2)
    before = Move.objects.count()

    def stop(*args: Any, **kwargs: Any) -> None:
        raise Broken

    monkeypatch.setattr("zhanggui.quality.deciding.announce", stop)
    with pytest.raises(Broken):
        judge_inspections(verdicts=[Verdict(ids[0], "sorted")], **BY)
    connection.close()
    assert (Inspection.objects.get().state, Move.objects.count(), Defect.objects.count()) == ("inspecting", before, 0)
    assert not Disposal.objects.exists()
