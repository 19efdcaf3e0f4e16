"""How to call each flow that chooses warehouse and carrier, or writes down what the choice asks, on any set."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.architecture.calls import Call, Makers
from tests.world import BY, World, causes
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
from zhanggui.fulfilment.flows.set_freight_tables import set_freight_tables
from zhanggui.fulfilment.flows.set_service_regions import RegionDraft, set_service_regions
from zhanggui.fulfilment.flows.set_warehouse_carriers import CollectionDraft, set_warehouse_carriers
from zhanggui.fulfilment.models import (
    CarrierArea,
    CarrierRule,
    FreightTable,
    ServiceRegion,
)
from zhanggui.fulfilment.rules.areas import Area
from zhanggui.fulfilment.rules.freight import Table, Zone
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.flows.move_claims import move_claims
from zhanggui.inventory.models import Claim
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.orders.flows.choose_carriers import choose_carriers
from zhanggui.orders.flows.choose_warehouses import choose_warehouses
from zhanggui.orders.flows.restore_wishes import restore_wishes
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.people.models import Warehouse

CARRIER = "testcarrier"


def warehouses(n: int) -> list[int]:
    rows = [Warehouse(code=f"C{next(causes)}", name=f"C{next(causes)}") for _ in range(n)]
    return [row.pk for row in Warehouse.objects.bulk_create(rows)]


def states(n: int) -> list[str]:
    return [f"region {next(causes)}" for _ in range(n)]


def regions(world: World, n: int) -> Call:
    drafts = [RegionDraft(world.warehouse.pk, state, "", 100) for state in states(n)]
    return lambda: set_service_regions(regions=drafts, **BY)


def capacities(world: World, n: int) -> Call:
    drafts = [CapacityDraft(pk, 100_000) for pk in warehouses(n)]
    return lambda: set_capacities(capacities=drafts, **BY)


def collections(world: World, n: int) -> Call:
    drafts = [CollectionDraft(pk, CARRIER) for pk in warehouses(n)]
    return lambda: set_warehouse_carriers(carriers=drafts, **BY)


def areas(world: World, n: int) -> Call:
    drafts = [AreaDraft(CARRIER, state) for state in states(n)]
    return lambda: set_carrier_areas(areas=drafts, **BY)


def stops(world: World, n: int) -> Call:
    drafts = [AreaDraft(CARRIER, state, is_stop=True, reason="flood") for state in states(n)]
    return lambda: set_carrier_areas(areas=drafts, **BY)


def freight(world: World, n: int) -> Call:
    zones = (Zone("all", (Area("浙江省"),), first_fee=Decimal(3), step_fee=Decimal(1)),)
    tables = [Table(f"T{next(causes)}", CARRIER, zones, warehouse_id=pk) for pk in warehouses(n)]
    return lambda: set_freight_tables(tables=tables, **BY)


def rules(world: World, n: int) -> Call:
    drafts = [RuleDraft(f"R{next(causes)}", CARRIER, state=state) for state in states(n)]
    return lambda: set_carrier_rules(rules=drafts, **BY)


def dropping(prepare: Callable[[World, int], Call], flow: Callable[..., Any], model: Any, ids: str) -> Any:
    def maker(world: World, n: int) -> Call:
        prepare(world, n)()
        newest = list(model.objects.order_by("-pk").values_list("pk", flat=True)[:n])
        return lambda: flow(**{ids: newest}, **BY)

    return maker


def choosing_warehouses(world: World, n: int) -> Call:
    order_ids = world.orders(n)
    return lambda: choose_warehouses(order_ids=order_ids, warehouse_id=world.warehouse.pk, **BY)


def choosing_carriers(world: World, n: int) -> Call:
    order_ids = world.orders(n)
    return lambda: choose_carriers(order_ids=order_ids, carrier=CARRIER, **BY)


def unwishing(world: World, n: int) -> Call:
    order_ids = world.orders(n)
    choose_carriers(order_ids=order_ids, carrier=CARRIER, **BY)
    return lambda: restore_wishes(order_ids=order_ids, **BY)


def elsewhere(world: World) -> int:
    other = make_warehouse()
    make_stock(other, {sku.pk: 1000 for sku in world.skus})
    return other.pk


def planned_in(world: World, n: int) -> list[int]:
    """Parcels planned in the warehouse of the world, whatever other warehouses there are."""
    order_ids = world.orders(n)
    choose_warehouses(order_ids=order_ids, warehouse_id=world.warehouse.pk, **BY)
    return take_to("planned", order_ids)


def weighing_places(world: World, n: int) -> Call:
    """Two warehouses, and everything written down that the choice can ask."""
    elsewhere(world)
    for prepare in (regions, collections, areas, stops, freight, rules):
        prepare(world, 1)()
    set_capacities(capacities=[CapacityDraft(world.warehouse.pk, 100_000)], **BY)
    order_ids = world.orders(n)
    review_orders(order_ids=order_ids, **BY)
    return lambda: plan_parcels(order_ids=order_ids, **BY)


def relocating(world: World, n: int) -> Call:
    target, parcel_ids = elsewhere(world), planned_in(world, n)
    return lambda: relocate_parcels(parcel_ids=parcel_ids, warehouse_id=target, **BY)


def rerouting(world: World, n: int) -> Call:
    parcel_ids = planned_in(world, n)
    return lambda: reroute_parcels(parcel_ids=parcel_ids, carrier=CARRIER, **BY)


def restoring(world: World, n: int) -> Call:
    target, parcel_ids = elsewhere(world), planned_in(world, n)
    relocate_parcels(parcel_ids=parcel_ids, warehouse_id=target, **BY)
    return lambda: restore_parcels(parcel_ids=parcel_ids, **BY)


def moving_claims(world: World, n: int) -> Call:
    target, parcel_ids = elsewhere(world), planned_in(world, n)
    lines = Claim.objects.filter(cause="parcel_line", state="held").order_by("-pk").values_list("cause_id", flat=True)
    groups = {line_id: line_id for line_id in lines[: len(parcel_ids)]}
    return lambda: move_claims(cause="parcel_line", groups=groups, targets=dict.fromkeys(groups, target), **BY)


MAKERS: Makers = {
    "set_service_regions": regions,
    "drop_service_regions": dropping(regions, drop_service_regions, ServiceRegion, "region_ids"),
    "set_capacities": capacities,
    "set_warehouse_carriers": collections,
    "set_carrier_areas": areas,
    "drop_carrier_areas": dropping(areas, drop_carrier_areas, CarrierArea, "area_ids"),
    "set_carrier_areas: stops": stops,
    "set_freight_tables": freight,
    "drop_freight_tables": dropping(freight, drop_freight_tables, FreightTable, "table_ids"),
    "set_carrier_rules": rules,
    "drop_carrier_rules": dropping(rules, drop_carrier_rules, CarrierRule, "rule_ids"),
    "choose_warehouses": choosing_warehouses,
    "choose_carriers": choosing_carriers,
    "restore_wishes": unwishing,
    "plan_parcels: weighed": weighing_places,
    "relocate_parcels": relocating,
    "reroute_parcels": rerouting,
    "restore_parcels": restoring,
    "move_claims": moving_claims,
}
