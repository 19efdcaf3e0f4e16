"""Samples on the shelves, and parts that come out of defective goods."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from tests.world import broken_promises

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.models import Balance, InspectionMark
from zhanggui.inventory.testing import make_stock
from zhanggui.kernel.refusal import NotFound
from zhanggui.orders.models import Order
from zhanggui.orders.testing import channel_order, make_orders, make_shop
from zhanggui.quality.flows.answer_spot_checks import answer_spot_checks
from zhanggui.quality.flows.issue_parts import issue_parts
from zhanggui.quality.flows.plan_spot_checks import plan_spot_checks
from zhanggui.quality.flows.set_quality_numbers import set_quality_numbers
from zhanggui.quality.flows.take_parts import take_parts
from zhanggui.quality.jobs import plan_samples
from zhanggui.quality.models import Defect, PartsIssue, PartsTaken, SpotCheck
from zhanggui.quality.rules.findings import ReasonUnknown
from zhanggui.quality.rules.parts import IssueDraft, IssueUnsound, PartIsTheGoods, PartsDraft, PartsShort, PartsUnsound
from zhanggui.quality.rules.spots import SpotAnswer, SpotOver, SpotUnsound, how_many
from zhanggui.quality.testing import AT, INSPECTOR, REASON, make_defects, make_quality_warehouse

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": INSPECTOR, "at": AT}


def lying(place: str, sku_id: int) -> int:
    return sum(Balance.objects.filter(location__code=place, sku_id=sku_id).values_list("on_hand", flat=True))


def test_half_of_the_bins_are_sampled_and_the_other_half_next_time():
    warehouse, skus = make_quality_warehouse(), make_skus(4)
    make_stock(warehouse, {sku.pk: 9 for sku in skus})
    for _ in range(2):
        plan_spot_checks(warehouse_ids=[warehouse.pk], **BY)
    first = list(SpotCheck.objects.order_by("pk"))
    assert [spot.sample for spot in first] == [5, 5]
    answer_spot_checks(answers=[SpotAnswer(spot.pk, 5) for spot in first], **BY)
    plan_spot_checks(warehouse_ids=[warehouse.pk], actor=INSPECTOR, at=AT + timedelta(days=1))
    second = {spot.sku_id for spot in SpotCheck.objects.filter(state="to_do")}
    assert second == {sku.pk for sku in skus} - {spot.sku_id for spot in first}


def test_a_list_that_was_not_worked_off_is_marked_so():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    make_stock(warehouse, {sku.pk: 100})
    plan_spot_checks(warehouse_ids=[warehouse.pk], **BY)
    assert SpotCheck.objects.get().sample == 20
    plan_samples(timestamp=0)
    assert sorted(SpotCheck.objects.values_list("state", flat=True)) == ["missed", "to_do"]


def test_what_a_sample_finds_leaves_the_shelf_and_marks_the_rest():
    warehouse, (sku,) = make_quality_warehouse(), make_skus()
    make_stock(warehouse, {sku.pk: 9})
    plan_spot_checks(warehouse_ids=[warehouse.pk], **BY)
    spot = SpotCheck.objects.get()

    def refused(*answer: Any) -> Any:
        return answer_spot_checks(answers=[SpotAnswer(spot.pk, *answer)], **BY).refused[spot.pk]

    assert refused(2, 3, REASON) == SpotUnsound(checked=2, defective=3)
    assert refused(5, 2, "D404") == ReasonUnknown(reason="D404")
    assert answer_spot_checks(answers=[SpotAnswer(spot.pk, 5, 2, REASON)], **BY).done == [spot.pk]
    assert refused(5) == SpotOver()
    assert (lying("P-01", sku.pk), lying("DEFECT", sku.pk), Defect.objects.get().left) == (7, 2, 2)
    assert InspectionMark.objects.filter(sku=sku, state="pending").count() == 1
    assert broken_promises() == []


def test_the_numbers_of_the_company_bound_the_list():
    assert [how_many(bins, percent=50, most=200) for bins in (0, 1, 7, 1000)] == [0, 1, 4, 200]
    warehouse, skus = make_quality_warehouse(), make_skus(4)
    make_stock(warehouse, {sku.pk: 9 for sku in skus})
    set_quality_numbers(scrap_limit=Decimal(1), spot_percent=100, spot_most=3, spot_pieces=2, **BY)
    plan_spot_checks(warehouse_ids=[warehouse.pk], **BY)
    assert list(SpotCheck.objects.values_list("sample", flat=True)) == [2, 2, 2]


def test_parts_come_out_of_defective_goods_and_go_to_a_buyer():
    warehouse, (goods, lid) = make_quality_warehouse(), make_skus(2)
    (pk,) = make_defects(warehouse, [goods.pk])

    def refused(*draft: Any) -> Any:
        return take_parts(drafts=[PartsDraft(pk, *draft)], **BY).refused[pk]

    assert refused(1, ()) == PartsUnsound()
    assert refused(1, ((goods.pk, 1),)) == PartIsTheGoods(sku=goods.code)
    assert take_parts(drafts=[PartsDraft(pk, 2, ((lid.pk, 2),))], **BY).done == [pk]
    assert (lying("DEFECT", goods.pk), lying("PARTS", lid.pk), PartsTaken.objects.get().quantity) == (8, 2, 2)
    (order_id,) = make_orders(make_shop(), [channel_order(skus=[lid.code])])
    number = Order.objects.get(pk=order_id).number
    draft = IssueDraft(warehouse.pk, lid.pk, 1, uuid4(), number)
    for _ in range(2):
        assert issue_parts(drafts=[draft], **BY).refused == {}
    assert (lying("PARTS", lid.pk), PartsIssue.objects.get().order_id) == (1, order_id)
    many, nobody, strange = (
        draft._replace(client_id=uuid4(), **more)
        for more in ({"quantity": 2}, {"order_number": ""}, {"order_number": "?"})
    )
    refusals = issue_parts(drafts=[many, nobody, strange], **BY).refused
    assert list(refusals.values()) == [
        PartsShort(sku=lid.code, there=1, wanted=2), IssueUnsound(), NotFound(what="order", key="?"),
    ]  # fmt: skip
    assert broken_promises() == []
