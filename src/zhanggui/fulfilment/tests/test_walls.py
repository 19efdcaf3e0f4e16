from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from zhanggui.fulfilment.flows.close_walls import close_walls
from zhanggui.fulfilment.flows.open_walls import WallDraft, open_walls
from zhanggui.fulfilment.models import Wall
from zhanggui.inventory.testing import make_warehouse
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


def test_a_wall_stands_in_its_warehouse_with_its_cells(world):
    assert open_walls(walls=[WallDraft(world.warehouse.pk, "w1", 4, 6, "by the door")], **BY).done == ["W1"]
    wall = Wall.objects.get()
    assert (wall.code, wall.name, wall.cells, wall.state) == ("W1", "by the door", 24, "open")


def test_opened_again_it_is_changed_and_in_use(world):
    open_walls(walls=[WallDraft(world.warehouse.pk, "W1", 4, 6)], **BY)
    close_walls(wall_ids=[Wall.objects.get().pk], **BY)
    assert Wall.objects.get().state == "closed"
    open_walls(walls=[WallDraft(world.warehouse.pk, "W1", 5, 8)], **BY)
    wall = Wall.objects.get()
    assert (wall.state, wall.cells) == ("open", 40)


def test_closing_twice_is_done_twice(world):
    open_walls(walls=[WallDraft(world.warehouse.pk, "W1", 4, 6)], **BY)
    pk = Wall.objects.get().pk
    assert close_walls(wall_ids=[pk], **BY).done == [pk]
    assert close_walls(wall_ids=[pk, pk], **BY).done == [pk]


@pytest.mark.parametrize(
    ("code", "rows", "columns", "refusal"),
    [("", 2, 2, "wall_code_bad"), ("W 1", 2, 2, "wall_code_bad"), ("W1", 0, 3, "wall_size_bad"),
     ("W1", 26, 20, "wall_size_bad")],
)  # fmt: skip
def test_what_is_no_wall_is_refused(world, code, rows, columns, refusal):
    outcome = open_walls(walls=[WallDraft(world.warehouse.pk, code, rows, columns)], **BY)
    assert [one.code() for one in outcome.refused.values()] == [refusal]
    assert not Wall.objects.exists()


def test_walls_of_other_warehouses_are_not_there(world):
    stranger = replace(ACTOR, warehouse_ids=frozenset({make_warehouse("W2").pk}))
    draft = WallDraft(world.warehouse.pk, "W1", 2, 2)
    assert open_walls(walls=[draft], actor=stranger, at=AT).refused["W1"].code() == "not_found"
    open_walls(walls=[draft], **BY)
    assert close_walls(wall_ids=[Wall.objects.get().pk], actor=stranger, at=AT).done == []


def test_the_database_knows_no_wall_without_cells(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        Wall.objects.create(warehouse=world.warehouse, code="W1", rows=0, columns=3)


def test_the_manager_opens_a_wall_and_the_picker_may_not(world, signed_in):
    page = reverse("fulfilment:open_walls")
    asked = {"warehouse": world.warehouse.pk, "code": "W1", "rows": 3, "columns": 4, "name": ""}
    assert signed_in("picker", name="pi").post(page, asked).status_code == 403
    assert signed_in("warehouse_manager", name="ma").post(page, asked).status_code == 302
    assert Wall.objects.get().cells == 12
