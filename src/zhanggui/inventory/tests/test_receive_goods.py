import pytest

from zhanggui.inventory.flows.receive_goods import Receipt, receive_goods
from zhanggui.inventory.models import Move
from zhanggui.inventory.queries import outside
from zhanggui.inventory.rules.quantities import LocationUnknown, QuantityNotPositive, SkuUnknown
from zhanggui.inventory.testing import ACTOR, AT
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.models import Fact

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("proved")]


def received() -> list[dict[str, int]]:
    return list(Fact.objects.filter(name="inventory.goods.received").order_by("id").values_list("data", flat=True))


def test_goods_lie_where_they_came_in_and_are_told_once(shelf):
    before = len(received())
    receipts = [Receipt(70, shelf.place("P-01"), shelf.sku.pk, 4), Receipt(71, shelf.place("RECEIVE"), shelf.sku.pk, 5)]
    assert receive_goods(receipts=receipts, actor=ACTOR, at=AT).done == [70, 71]
    assert receive_goods(receipts=receipts, actor=ACTOR, at=AT).done == [70, 71]
    assert shelf.lying("P-01") == (14, 0)
    assert shelf.lying("RECEIVE") == (5, 0)
    assert shelf.availability() == (14, 0)
    assert received()[before:] == [{"warehouse_id": shelf.warehouse.pk, "quantity": 9}]


def test_a_cause_twice_in_one_set_comes_in_once(shelf):
    receipt = Receipt(70, shelf.place("P-01"), shelf.sku.pk, 4)
    assert receive_goods(receipts=[receipt, receipt], actor=ACTOR, at=AT).done == [70]
    assert shelf.availability() == (14, 0)
    assert received()[-1]["quantity"] == 4


def test_what_cannot_come_in_does_not_keep_the_rest_out(shelf):
    place, sku = shelf.place("P-01"), shelf.sku.pk
    receipts = [
        Receipt(1_001, place, sku, 0),
        Receipt(1_002, place, sku, -3),
        Receipt(1_003, place, -1, 3),
        Receipt(1_004, -1, sku, 3),
        Receipt(1_005, outside("customer"), sku, 3),
        Receipt(1_006, place, sku, 3),
    ]
    outcome = receive_goods(receipts=receipts, actor=ACTOR, at=AT)
    assert outcome.done == [1_006]
    assert outcome.refused == {
        1_001: QuantityNotPositive(quantity=0),
        1_002: QuantityNotPositive(quantity=-3),
        1_003: SkuUnknown(sku=-1),
        1_004: LocationUnknown(place=-1),
        1_005: LocationUnknown(place=outside("customer")),
    }


def test_a_place_in_another_warehouse_is_not_known(shelf):
    stranger = Actor(name="Charlie", warehouse_ids=frozenset({-1}))
    receipt = Receipt(70, shelf.place("P-01"), shelf.sku.pk, 4)
    outcome = receive_goods(receipts=[receipt], actor=stranger, at=AT)
    assert outcome.refused == {70: LocationUnknown(place=receipt.location_id)}
    assert not Move.objects.filter(cause="receive_goods", cause_id=70).exists()
