"""What is written down about warehouses and carriers, and how planning keeps to it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.world import broken_promises

from zhanggui.fulfilment.flows.drop_carrier_areas import drop_carrier_areas
from zhanggui.fulfilment.flows.drop_carrier_rules import drop_carrier_rules
from zhanggui.fulfilment.flows.drop_freight_tables import drop_freight_tables
from zhanggui.fulfilment.flows.drop_service_regions import drop_service_regions
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.relocate_parcels import relocate_parcels
from zhanggui.fulfilment.flows.reroute_parcels import reroute_parcels
from zhanggui.fulfilment.flows.restore_parcels import restore_parcels
from zhanggui.fulfilment.flows.set_capacities import CapacityDraft, set_capacities
from zhanggui.fulfilment.flows.set_carrier_areas import AreaDraft, set_carrier_areas
from zhanggui.fulfilment.flows.set_carrier_rules import RuleDraft, set_carrier_rules
from zhanggui.fulfilment.flows.set_choice_weights import WeightDraft, set_choice_weights
from zhanggui.fulfilment.flows.set_freight_tables import set_freight_tables
from zhanggui.fulfilment.flows.set_service_regions import RegionDraft, set_service_regions
from zhanggui.fulfilment.flows.set_warehouse_carriers import CollectionDraft, set_warehouse_carriers
from zhanggui.fulfilment.models import (
    Capacity,
    CarrierArea,
    CarrierRule,
    Choice,
    FreightTable,
    Parcel,
    ServiceRegion,
)
from zhanggui.fulfilment.places.books import load_tables, load_weights
from zhanggui.fulfilment.places.shown import parcel_choice
from zhanggui.fulfilment.rules.areas import Area
from zhanggui.fulfilment.rules.freight import Band, Table, Zone
from zhanggui.inventory.models import Availability
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.orders.flows.choose_carriers import choose_carriers
from zhanggui.orders.flows.choose_warehouses import choose_warehouses
from zhanggui.orders.flows.restore_wishes import restore_wishes
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT, make_rules, rule_draft

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
CHEAP, FAST = "testcarrier", "testexpress"


def priced(carrier, fee, days, name=""):
    zone = Zone("all", (Area("浙江省"),), first_fee=Decimal(fee), step_fee=Decimal(1), days=days)
    return Table(name or carrier, carrier, (zone,))


@pytest.fixture
def far(world):
    """A second warehouse with plenty of both goods."""
    warehouse = make_warehouse("FAR")
    make_stock(warehouse, {world.a.pk: 50, world.b.pk: 50})
    return warehouse


@pytest.fixture
def two_carriers(world):
    """Both collect; the cheap one takes five days, the fast one two."""
    drafts = [CollectionDraft(world.warehouse.pk, carrier) for carrier in (CHEAP, FAST)]
    set_warehouse_carriers(carriers=drafts, **BY)
    set_freight_tables(tables=[priced(CHEAP, "3.00", 5), priced(FAST, "9.00", 2)], **BY)


def planned(world, **wish):
    (order_id,) = world.orders()
    for flow, value in wish.items():
        if flow == "warehouse":
            choose_warehouses(order_ids=[order_id], warehouse_id=value, **BY)
        else:
            choose_carriers(order_ids=[order_id], carrier=value, **BY)
    review_orders(order_ids=[order_id], forced=["stock"], reason="the plan shall say it", **BY)
    outcome = plan_parcels(order_ids=[order_id], **BY)
    return Parcel.objects.filter(order_id=order_id).first() or outcome.refused[order_id]


def test_one_warehouse_and_one_carrier_need_no_choice(world):
    parcel = planned(world)
    assert (parcel.warehouse_id, parcel.carrier) == (world.warehouse.pk, CHEAP)
    assert not Choice.objects.exists()


def test_the_cheapest_in_time_goes_and_the_parcel_says_why(world, two_carriers):
    set_choice_weights(weights=[WeightDraft("days_allowed", 5)], **BY)
    parcel = planned(world)
    told = Choice.objects.get(parcel=parcel).told

    assert parcel.carrier == CHEAP
    assert (told["fee"], told["days"]) == ("3.00", 5)
    assert (told["loser"]["carrier"], told["loser"]["fee"]) == (FAST, "9.00")
    assert told["by"] == told["total"] - told["loser"]["total"] > 0

    set_choice_weights(weights=[WeightDraft("days_allowed", 1)], **BY)
    parcel = planned(world)
    told = Choice.objects.get(parcel=parcel).told
    assert parcel.carrier == FAST
    assert told["loser"]["late_days"] == 2
    assert "by" not in told, "it lost by its days, not by points"


def test_where_nobody_is_in_time_the_sheet_says_so(world, two_carriers, signed_in):
    set_choice_weights(weights=[WeightDraft("days_allowed", 0)], **BY)
    set_freight_tables(tables=[priced(FAST, "9.00", 4)], **BY)
    parcel = planned(world)
    sheet = signed_in("warehouse_manager").get(f"/sheet/parcels/{parcel.pk}/").content.decode()
    assert parcel.carrier == FAST
    assert "Nobody who could take it arrives in time" in sheet
    assert "2 d late" in sheet


def test_a_stopped_station_is_passed_by_until_it_takes_parcels_again(world, two_carriers):
    set_choice_weights(weights=[WeightDraft("days_allowed", 9)], **BY)
    stop = AreaDraft(CHEAP, "浙江省", "杭州市", ends_at=AT + timedelta(hours=1), reason="flood")
    set_carrier_areas(areas=[stop], **BY)
    parcel = planned(world)
    assert parcel.carrier == FAST
    assert Choice.objects.get(parcel=parcel).told["loser"]["out"][0][0] == "station_stopped"

    drop_carrier_areas(area_ids=list(CarrierArea.objects.values_list("pk", flat=True)), **BY)
    assert planned(world).carrier == CHEAP


def test_an_area_without_a_carrier_is_refused_with_the_reason(world):
    (order_id,) = world.orders()
    review_orders(order_ids=[order_id], **BY)
    set_carrier_areas(areas=[AreaDraft(CHEAP, "浙江")], **BY)
    refusal = plan_parcels(order_ids=[order_id], **BY).refused[order_id]
    assert refusal.code() == "no_place"
    assert "浙江省/杭州市/西湖区" in refusal.sentence

    drop_carrier_areas(area_ids=list(CarrierArea.objects.values_list("pk", flat=True)), **BY)
    assert planned(world).carrier == CHEAP


def test_rules_and_regions_and_capacity_are_kept(world, far, two_carriers):
    set_warehouse_carriers(carriers=[CollectionDraft(far.pk, one) for one in (CHEAP, FAST)], **BY)
    set_choice_weights(weights=[WeightDraft("days_allowed", 9)], **BY)
    set_carrier_rules(rules=[RuleDraft("heavy", FAST, above_g=500)], **BY)
    set_service_regions(regions=[RegionDraft(far.pk, "浙江省", "", 50)], **BY)
    parcel = planned(world)
    assert (parcel.warehouse_id, parcel.carrier) == (far.pk, FAST)

    drop_carrier_rules(rule_ids=list(CarrierRule.objects.values_list("pk", flat=True)), **BY)
    set_capacities(capacities=[CapacityDraft(far.pk, 1)], **BY)
    parcel = planned(world)
    assert (parcel.warehouse_id, parcel.carrier) == (world.warehouse.pk, CHEAP)

    set_capacities(capacities=[CapacityDraft(far.pk, 0)], **BY)
    assert not Capacity.objects.exists()
    drop_service_regions(region_ids=list(ServiceRegion.objects.values_list("pk", flat=True)), **BY)
    assert planned(world).warehouse_id == world.warehouse.pk


def test_a_wish_wins_or_says_why_not_and_can_be_taken_back(world, far):
    assert planned(world, warehouse=far.pk).warehouse_id == far.pk
    set_warehouse_carriers(carriers=[CollectionDraft(far.pk, CHEAP)], **BY)
    refusal = planned(world, warehouse=far.pk, carrier=FAST)
    assert [reason.code() for reason in refusal.data["reasons"]] == ["carrier_not_there"]

    waiting = Order.objects.get(state="reviewed")
    assert restore_wishes(order_ids=[waiting.pk], **BY).done == [waiting.pk]
    waiting.refresh_from_db()
    assert (waiting.warehouse_wish_id, waiting.carrier_wish) == (far.pk, "")
    assert plan_parcels(order_ids=[waiting.pk], **BY).done == [waiting.pk]
    assert choose_carriers(order_ids=[waiting.pk], carrier=CHEAP, **BY).refused[waiting.pk].code() == (
        "order_planned_already"
    )


def test_a_wish_of_a_rule_gives_way_and_the_parcel_says_why(world, far):
    set_warehouse_carriers(carriers=[CollectionDraft(far.pk, CHEAP)], **BY)
    acts = [{"do": "warehouse", "warehouse": str(far.pk)}, {"do": "carrier", "carrier": FAST}]
    make_rules(rule_draft("far and fast", acts=acts))
    parcel = planned(world)
    assert (parcel.warehouse_id, parcel.carrier) == (far.pk, CHEAP)
    told = Choice.objects.get(parcel=parcel).told["gave_up"]
    assert (told["warehouse"], told["carrier"]) == (None, FAST)
    assert [code for code, _ in told["out"]] == ["carrier_not_there"]
    shown = parcel_choice(parcel, ACTOR)["gave_up"]
    assert shown["reasons"]


def test_a_short_order_waits_in_the_warehouse_that_was_wished(world, far):
    Availability.objects.filter(warehouse=far, sku=world.a).update(claimed=49)
    assert planned(world, warehouse=far.pk).code() == "stock_short"
    assert Availability.objects.get(warehouse=world.warehouse, sku=world.a).claimed == 0


def test_parcels_are_sent_from_elsewhere_without_a_moment_without_stock(world, far):
    parcel = planned(world, warehouse=world.warehouse.pk)
    assert relocate_parcels(parcel_ids=[parcel.pk], warehouse_id=far.pk, **BY).done == [parcel.pk]
    parcel.refresh_from_db()
    assert parcel.warehouse_id == far.pk
    held = dict(Availability.objects.filter(sku=world.a).values_list("warehouse_id", "claimed"))
    assert held == {world.warehouse.pk: 0, far.pk: 2}

    assert restore_parcels(parcel_ids=[parcel.pk], **BY).done == [parcel.pk]
    parcel.refresh_from_db()
    assert parcel.warehouse_id == world.warehouse.pk
    assert broken_promises() == []


def test_what_cannot_be_sent_from_elsewhere_keeps_what_it_had(world, far):
    parcel = planned(world, warehouse=world.warehouse.pk)
    Availability.objects.filter(warehouse=far, sku=world.a).update(claimed=49)
    outcome = relocate_parcels(parcel_ids=[parcel.pk], warehouse_id=far.pk, **BY)
    assert outcome.refused[parcel.pk].code() == "stock_short"
    parcel.refresh_from_db()
    assert parcel.warehouse_id == world.warehouse.pk
    assert restore_parcels(parcel_ids=[parcel.pk], **BY).refused[parcel.pk].code() == "nothing_to_take_back"


def test_a_parcel_in_a_wave_or_printed_stays(world, far):
    parcel = world.parcel("printed")
    outcome = relocate_parcels(parcel_ids=[parcel.pk], warehouse_id=far.pk, **BY)
    assert outcome.refused[parcel.pk].code() == "parcel_not_there"


def test_the_carrier_of_planned_parcels_is_changed_and_taken_back(world, two_carriers):
    set_choice_weights(weights=[WeightDraft("days_allowed", 9)], **BY)
    parcel = planned(world)
    assert reroute_parcels(parcel_ids=[parcel.pk], carrier=FAST, **BY).done == [parcel.pk]
    parcel.refresh_from_db()
    assert parcel.carrier == FAST
    restore_parcels(parcel_ids=[parcel.pk], **BY)
    parcel.refresh_from_db()
    assert parcel.carrier == CHEAP


def test_a_carrier_that_does_not_reach_refuses_the_parcel(world, two_carriers):
    parcel = planned(world)
    other = FAST if parcel.carrier == CHEAP else CHEAP
    set_carrier_areas(areas=[AreaDraft(other, "浙江省", "杭州市")], **BY)
    outcome = reroute_parcels(parcel_ids=[parcel.pk], carrier=other, **BY)
    assert [reason.code() for reason in outcome.refused[parcel.pk].data["reasons"]] == ["unreachable"]


def test_a_freight_table_comes_back_as_it_was_written(world):
    table = Table(
        "T",
        CHEAP,
        (
            Zone("near", (Area("浙江省"), Area("江苏省", "苏州市")), 1000, Decimal("2.60"), 500, Decimal("0.50"),
                 (Band(500, Decimal("2.20")),), 2),
            Zone("no", (Area("台湾省"),), is_served=False),
        ),
        divisor=8000,
        rounding_g=500,
        remote_areas=(Area("浙江省", "舟山市", "嵊泗县"),),
        remote_fee=Decimal("5.00"),
        warehouse_id=world.warehouse.pk,
    )  # fmt: skip
    set_freight_tables(tables=[table], **BY)
    assert load_tables() == [table]
    set_freight_tables(tables=[table._replace(name="T2", divisor=6000)], **BY)
    assert [(one.name, one.divisor, len(one.zones)) for one in load_tables()] == [("T2", 6000, 2)]
    drop_freight_tables(table_ids=list(FreightTable.objects.values_list("pk", flat=True)), **BY)
    assert load_tables() == []


def test_what_is_not_understood_is_refused_by_name(world):
    unknown = set_warehouse_carriers(carriers=[CollectionDraft(world.warehouse.pk, "pigeon")], **BY)
    assert [refusal.code() for refusal in unknown.refused.values()] == ["carrier_unknown"]
    nowhere = replace(ACTOR, warehouse_ids=frozenset({0}))
    outcome = set_capacities(capacities=[CapacityDraft(world.warehouse.pk, 5)], actor=nowhere, at=AT)
    assert [refusal.code() for refusal in outcome.refused.values()] == ["not_found"]
    early = AreaDraft(CHEAP, "浙江省", starts_at=AT, ends_at=AT - timedelta(days=1))
    opening = AreaDraft(CHEAP, "江苏省", is_served=True, ends_at=AT + timedelta(days=1))
    wrong_stops = set_carrier_areas(areas=[early, opening], **BY).refused.values()
    assert [refusal.code() for refusal in wrong_stops] == ["stop_ends_too_early", "stop_opens"]
    loose = set_carrier_areas(areas=[AreaDraft(CHEAP, "浙江省", "", "西湖区")], **BY)
    assert [refusal.code() for refusal in loose.refused.values()] == ["area_unclear"]
    wrong = set_choice_weights(weights=[WeightDraft("luck", 1), WeightDraft("day", -1), WeightDraft("load", 7)], **BY)
    assert {name: refusal.code() for name, refusal in wrong.refused.items()} == {
        "luck": "not_found", "day": "weight_out_of_range",
    }  # fmt: skip
    assert load_weights().load == 7
    half = priced(CHEAP, "1", 1)._replace(volume_above=Decimal("0.5"))
    below = set_freight_tables(tables=[half], **BY)
    assert [refusal.code() for refusal in below.refused.values()] == ["volume_below_weight"]
    empty = set_carrier_rules(rules=[RuleDraft("r", CHEAP, above_g=500, up_to_g=500)], **BY)
    assert [refusal.code() for refusal in empty.refused.values()] == ["band_empty"]
