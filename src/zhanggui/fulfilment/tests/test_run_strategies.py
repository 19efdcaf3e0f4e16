from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from zhanggui.catalog.models import Sku
from zhanggui.fulfilment.flows.drop_strategies import drop_strategies
from zhanggui.fulfilment.flows.open_walls import WallDraft, open_walls
from zhanggui.fulfilment.flows.run_strategies import run_strategies
from zhanggui.fulfilment.flows.set_strategies import StrategyDraft, set_strategies
from zhanggui.fulfilment.models import Parcel, Pick, Wall, Wave, WaveStrategy
from zhanggui.fulfilment.waving.strategies import preview, strategies_of
from zhanggui.inventory.models import Balance
from zhanggui.inventory.testing import make_stock
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


def strategy(world, name="all", **wanted):
    set_strategies(strategies=[StrategyDraft(world.warehouse.pk, name, **wanted)], **BY).one()
    return WaveStrategy.objects.get(name=name).pk


def run(*ids):
    return run_strategies(strategy_ids=ids, **BY)


def waves():
    return list(Wave.objects.order_by("pk").values_list("kind", "parcel_count"))


def test_a_wave_is_as_large_as_the_wall(world):
    open_walls(walls=[WallDraft(world.warehouse.pk, "W1", 1, 3)], **BY)
    world.parcels("planned", 7)
    pk = strategy(world, wall_id=Wall.objects.get().pk)
    assert run(pk).done == [pk]
    assert waves() == [("multi", 3), ("multi", 3), ("multi", 1)]
    assert set(Wave.objects.values_list("strategy__name", "zone")) == {("all", "P")}


@pytest.mark.parametrize(
    ("limit", "sizes"), [({"most_units": 6}, [2, 1]), ({"most_g": 1100}, [2, 1]), ({"most_cm3": 800}, [1, 1, 1])]
)
def test_a_wave_is_as_large_as_the_cart(world, limit, sizes):
    Sku.objects.update(volume_cm3=200)
    world.parcels("planned", 3)
    run(strategy(world, **limit))
    assert [count for _, count in waves()] == sizes


def test_a_hot_item_has_waves_of_its_own(world):
    world.parcels("planned", 3, {"TS-A": 1})
    world.parcels("planned", 2, {"TS-B": 1})
    world.parcels("planned", 1)
    hot, rest = strategy(world, "hot", kind="hot", hot_from=3, priority=1), strategy(world, "rest", priority=2)
    run(rest, hot)
    assert sorted(waves()) == [("hot", 3), ("multi", 1), ("single", 2)]
    hot_wave = Wave.objects.get(kind="hot")
    assert set(Pick.objects.filter(wave=hot_wave).values_list("sku__code", flat=True)) == {"TS-A"}


def test_the_lowest_number_chooses_first_whatever_order_they_are_run_in(world):
    world.parcels("planned", 2, {"TS-A": 1})
    first, second = strategy(world, "first", priority=1), strategy(world, "second", priority=2)
    outcome = run(second, first)
    assert outcome.done == [first]
    assert outcome.refused[second].code() == "nothing_to_wave"


def test_urgent_deadline_carrier_and_shop_choose(world):
    urgent, soon, late = world.parcels("planned", 3)
    Parcel.objects.filter(pk__in=[soon.pk, urgent.pk]).update(ship_by=AT + timedelta(hours=2))
    Parcel.objects.filter(pk=late.pk).update(ship_by=AT + timedelta(hours=30))
    type(urgent.order).objects.filter(pk=urgent.order_id).update(urgent=True)
    nobody = strategy(world, "nobody")
    WaveStrategy.objects.update(carriers=["pigeon"])
    assert run(nobody).done == []
    run(strategy(world, "urgent", urgent_only=True))
    assert Wave.objects.get().parcels.get() == urgent
    run(strategy(world, "soon", due_within_h=24))
    assert Wave.objects.latest("pk").parcels.get() == soon
    run(strategy(world, "shop", shops=(world.shop.pk,)))
    assert Wave.objects.latest("pk").parcels.get() == late


def test_zones_choose_and_part_waves(world):
    """TS-B lies in storage alone when the picking face of it is empty."""
    c = Sku.objects.create(product=world.a.product, code="TS-C", spec="red", weight_g=10)
    make_stock(world.warehouse, {c.pk: 5}, place="S-01")
    in_p, in_s = world.parcels("planned", 2, {"TS-A": 1}), world.parcels("planned", 1, {"TS-C": 1})
    assert run(strategy(world, "other", zones=("X",))).done == []
    assert Balance.objects.filter(promised__gt=0).count() == 0
    run(strategy(world, "both", by_zone=True))
    assert sorted(Wave.objects.values_list("zone", "parcel_count")) == [("P", len(in_p)), ("S", len(in_s))]


def test_too_few_wait_for_more_and_keep_nothing_aside(world):
    world.parcels("planned", 2)
    pk = strategy(world, fewest=3)
    assert run(pk).refused[pk].code() == "nothing_to_wave"
    assert not Balance.objects.filter(promised__gt=0).exists()
    world.parcels("planned", 1)
    assert run(pk).done == [pk]


def test_a_preview_says_what_would_be_made_and_why_not(world):
    held, *_ = world.parcels("planned", 3)
    hold_orders(order_ids=[held.order_id], **BY)
    strategy(world, most_parcels=1)
    rows = strategies_of(WaveStrategy.objects.select_related("wall"))
    told = preview(rows, **BY)
    assert [len(wave.plan.parcel_ids) for wave in told.waves] == [1, 1]
    assert {pk: why.code() for pk, why in told.rest.items()} == {held.pk: "order_stopping"} or held.pk in told.rest
    assert not Wave.objects.exists()
    run(rows[0].id)
    assert len(waves()) == 2


@pytest.mark.parametrize(
    ("wanted", "code"),
    [({"most_parcels": 0}, "strategy_makes_no_waves"), ({"fewest": 41}, "strategy_makes_no_waves"),
     ({"kind": "big"}, "strategy_makes_no_waves"), ({"carriers": ("pigeon",)}, "carrier_unknown"),
     ({"shops": (10**9,)}, "not_found"), ({"wall_id": 10**9}, "wall_elsewhere")],
)  # fmt: skip
def test_what_makes_no_waves_is_refused(world, wanted, code):
    outcome = set_strategies(strategies=[StrategyDraft(world.warehouse.pk, "x", **wanted)], **BY)
    assert [refusal.code() for refusal in outcome.refused.values()] == [code]


def test_named_again_it_is_changed_and_dropped_its_waves_stay(world):
    world.parcels("planned", 1)
    pk = strategy(world)
    assert strategy(world, most_parcels=7) == pk
    run(pk)
    assert drop_strategies(strategy_ids=[pk], **BY).done == [pk]
    assert Wave.objects.get().strategy_id is None


def test_strangers_find_no_strategy(world):
    pk = strategy(world)
    stranger = replace(ACTOR, warehouse_ids=frozenset({0}))
    assert run_strategies(strategy_ids=[pk], actor=stranger, at=AT).refused[pk].code() == "not_found"
    assert drop_strategies(strategy_ids=[pk], actor=stranger, at=AT).done == []


def test_the_clerk_writes_one_down_looks_and_builds(world, signed_in):
    world.parcels("planned", 3)
    client = signed_in("print_clerk")
    asked = {
        "warehouse": world.warehouse.pk, "name": "morning", "priority": 1, "kind": "", "hot_from": 20, "zones": "P S",
        "due_within_h": 0, "wall": "", "most_parcels": 2, "most_units": 0, "most_kg": "1.5", "most_litres": 0,
        "fewest": 1, "means": "phone", "is_enabled": "on",
    }  # fmt: skip
    assert client.post(reverse("fulfilment:set_strategies"), asked).status_code == 302
    row = WaveStrategy.objects.get()
    assert (row.zones, row.most_g, row.means) == (["P", "S"], 1500, "phone")
    assert client.get("/desk/wave-strategies/rows").json()["rows"][0]["name"] == "morning"
    page = reverse("fulfilment:preview_strategies")
    assert b"2 waves, 3 parcels, 9 pieces" in client.get(page).content
    assert client.post(page, {"ids": row.pk}).status_code == 302
    assert set(Wave.objects.values_list("means", flat=True)) == {"phone"}
    assert b"Left waiting" in client.get(page).content


def test_a_picker_has_no_strategies(world, signed_in):
    client = signed_in("picker")
    assert client.get(reverse("fulfilment:preview_strategies")).status_code == 403
