import pytest

from zhanggui.inventory.flows.open_locations import open_locations
from zhanggui.inventory.models import Location
from zhanggui.inventory.queries import outside, packing_place
from zhanggui.inventory.rules.places import (
    Place,
    PlaceCodeBad,
    PlaceIsOutside,
    PlaceKindFixed,
    PlaceKindUnknown,
    PlaceNeedsWarehouse,
    WarehouseUnknown,
)
from zhanggui.inventory.testing import ACTOR, AT, make_warehouse, place_of
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import NotFound

pytestmark = pytest.mark.django_db


def test_places_are_opened_once_and_walk_in_the_order_last_given():
    warehouse = make_warehouse()
    places = [Place(warehouse.pk, "A-01", "picking", 7)]
    assert open_locations(places=places, actor=ACTOR, at=AT).done == ["A-01"]
    again = [Place(warehouse.pk, "A-01", "picking", 9)]
    assert open_locations(places=again, actor=ACTOR, at=AT).done == ["A-01"]
    assert Location.objects.get(pk=place_of(warehouse, "A-01")).walk_order == 9


def test_the_places_outside_come_with_the_first_one_and_stay_single():
    with pytest.raises(NotFound):
        outside("supplier")
    make_warehouse()
    make_warehouse()
    assert Location.objects.filter(warehouse=None).count() == 4
    assert len({outside(kind) for kind in ("supplier", "customer", "loss", "transit")}) == 4


def test_packing_places_by_warehouse():
    here, there = make_warehouse(), make_warehouse()
    assert packing_place([here.pk, there.pk]) == {here.pk: place_of(here, "PACK"), there.pk: place_of(there, "PACK")}


@pytest.mark.parametrize(
    ("code", "kind", "inside", "refusal"),
    [
        ("", "picking", True, PlaceCodeBad),
        ("A 1", "picking", True, PlaceCodeBad),
        ("A" * 33, "picking", True, PlaceCodeBad),
        ("A1", "shelf", True, PlaceKindUnknown),
        ("A1", "picking", False, PlaceNeedsWarehouse),
        ("A1", "supplier", False, PlaceIsOutside),
        ("SUPPLIER", "supplier", True, PlaceIsOutside),
        ("PACK", "picking", True, PlaceKindFixed),
    ],
)
def test_a_place_that_cannot_be(code, kind, inside, refusal):
    warehouse = make_warehouse()
    outcome = open_locations(places=[Place(warehouse.pk if inside else None, code, kind)], actor=ACTOR, at=AT)
    assert outcome.done == []
    assert isinstance(outcome.refused[code], refusal)


def test_only_in_warehouses_of_ones_own():
    mine, theirs = make_warehouse(), make_warehouse()
    clerk = Actor(name="Bob", warehouse_ids=frozenset({mine.pk}))
    places = [Place(mine.pk, "M-01", "storage"), Place(theirs.pk, "T-01", "storage")]
    outcome = open_locations(places=places, actor=clerk, at=AT)
    assert outcome.done == ["M-01"]
    assert outcome.refused == {"T-01": WarehouseUnknown(warehouse=theirs.pk)}
