import pytest

from zhanggui.inventory.flows.adjust_stock import adjust_stock
from zhanggui.inventory.flows.claim_stock import claim_stock
from zhanggui.inventory.flows.promise_picks import promise_picks
from zhanggui.inventory.rules import PickWant, Want
from zhanggui.inventory.rules.counts import Count, CountNegative, PiecesSetAside
from zhanggui.inventory.rules.quantities import LocationUnknown, SkuUnknown
from zhanggui.inventory.testing import ACTOR, AT
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.models import Fact

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("proved")]


def adjust(*counts, actor=ACTOR):
    return adjust_stock(counts=counts, note="night count", actor=actor, at=AT)


def test_the_place_holds_what_was_counted(shelf):
    counts = (
        Count(1, shelf.place("P-01"), shelf.sku.pk, 7),
        Count(2, shelf.place("P-02"), shelf.sku.pk, 1),
        Count(3, shelf.place("DEFECT"), shelf.sku.pk, 2),
    )
    assert adjust(*counts).done == [1, 2, 3]
    assert shelf.lying("P-01") == (7, 0)
    assert shelf.lying("DEFECT") == (2, 0)
    assert shelf.availability() == (8, 0)
    told = Fact.objects.filter(name="inventory.stock.adjusted").order_by("id").values_list("data", flat=True)
    assert [(data["difference"], data["note"]) for data in told] == [
        (-3, "night count"),
        (1, "night count"),
        (2, "night count"),
    ]


def test_a_cause_adjusts_once(shelf):
    count = Count(1, shelf.place("P-01"), shelf.sku.pk, 7)
    adjust(count)
    adjust(Count(2, shelf.place("P-01"), shelf.sku.pk, 9))
    assert adjust(count).done == [1]
    assert shelf.lying("P-01") == (9, 0)


def test_what_buyers_claimed_cannot_be_counted_away(shelf):
    claim_stock(cause="line", wants=[Want(1, 1, shelf.warehouse.pk, shelf.sku.pk, 4)], actor=ACTOR, at=AT)
    outcome = adjust(Count(1, shelf.place("P-01"), shelf.sku.pk, 3), Count(2, shelf.place("P-01"), shelf.sku.pk, 4))
    assert outcome.done == [2]
    assert outcome.refused == {1: PiecesSetAside(sku=shelf.sku.code, place="P-01", aside=4, counted=3)}


def test_what_pickers_come_for_cannot_be_counted_away(shelf):
    promise_picks(wants=[PickWant(1, shelf.warehouse.pk, shelf.sku.pk, 6)], actor=ACTOR, at=AT)
    outcome = adjust(Count(1, shelf.place("P-01"), shelf.sku.pk, 5))
    assert outcome.refused == {1: PiecesSetAside(sku=shelf.sku.code, place="P-01", aside=6, counted=5)}


def test_what_cannot_be_counted(shelf):
    place, sku = shelf.place("P-01"), shelf.sku.pk
    outcome = adjust(Count(1, place, sku, -1), Count(2, place, -1, 1), Count(3, -1, sku, 1))
    assert outcome.refused == {
        1: CountNegative(counted=-1),
        2: SkuUnknown(sku=-1),
        3: LocationUnknown(place=-1),
    }


def test_only_in_warehouses_of_ones_own(shelf):
    place = shelf.place("P-01")
    stranger = Actor(name="Charlie", warehouse_ids=frozenset({-1}))
    assert adjust(Count(1, place, shelf.sku.pk, 1), actor=stranger).refused == {1: LocationUnknown(place=place)}
