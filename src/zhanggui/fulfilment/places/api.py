"""The choice of warehouse and carrier in the public API: what it asks is written down here, and parcels are moved."""

from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.fulfilment.flows.drop_carrier_areas import drop_carrier_areas
from zhanggui.fulfilment.flows.drop_carrier_rules import drop_carrier_rules
from zhanggui.fulfilment.flows.drop_freight_tables import drop_freight_tables
from zhanggui.fulfilment.flows.drop_service_regions import drop_service_regions
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
from zhanggui.fulfilment.rules.areas import Area
from zhanggui.fulfilment.rules.freight import ALWAYS, MOST_TIMES, Band, Table, Zone
from zhanggui.kernel.api import Amount, Answered, Asked, Flag, Id, Ids, Moment, flow_operation, run

router = Router(tags=["fulfilment"])

Text = Annotated[str, Field(max_length=60)]
Word = Annotated[str, Field(min_length=1, max_length=60)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Carrier = Annotated[str, Field(min_length=1, max_length=32)]
Count = Annotated[int, Field(ge=0, le=10_000_000, strict=True)]
Grams = Annotated[int, Field(ge=0, le=10_000_000, strict=True)]
Step = Annotated[int, Field(ge=1, le=10_000_000, strict=True)]
Points = Annotated[int, Field(ge=-100_000, le=100_000, strict=True)]
Times = Annotated[
    Decimal,
    Field(ge=1, le=MOST_TIMES, decimal_places=2, description="Volume counts above so many times the weight."),
]
NOTHING = Decimal(0)


class AreaIn(Asked):
    state: Word
    city: Text = ""
    district: Text = ""

    def area(self) -> Area:
        return Area(self.state, self.city, self.district)


class RegionIn(Asked):
    warehouse_id: Id
    state: Word
    city: Text = ""
    preference: Points


class SetServiceRegions(Asked):
    regions: Annotated[list[RegionIn], Field(min_length=1, max_length=1000)]


class DropServiceRegions(Asked):
    region_ids: Ids


class CapacityIn(Asked):
    warehouse_id: Id
    parcels: Annotated[Count, Field(description="0 takes the limit away.")]


class SetCapacities(Asked):
    capacities: Annotated[list[CapacityIn], Field(min_length=1, max_length=1000)]


class CollectionIn(Asked):
    warehouse_id: Id
    carrier: Carrier
    is_enabled: Flag = True
    account: Annotated[str, Field(max_length=64)] = ""


class SetWarehouseCarriers(Asked):
    carriers: Annotated[list[CollectionIn], Field(min_length=1, max_length=1000)]


class CarrierAreaIn(Asked):
    carrier: Annotated[str, Field(max_length=32, description="Empty: every carrier.")]
    state: Word
    city: Text = ""
    district: Text = ""
    is_served: Flag = False
    is_stop: Annotated[Flag, Field(description="For some time; so is whatever has a beginning or an end.")] = False
    starts_at: Annotated[Moment | None, Field(description="Of a stop; empty: now.")] = None
    ends_at: Annotated[Moment | None, Field(description="Of a stop; empty: until it is dropped.")] = None
    reason: Annotated[str, Field(max_length=200)] = ""


class SetCarrierAreas(Asked):
    areas: Annotated[list[CarrierAreaIn], Field(min_length=1, max_length=1000)]


class DropCarrierAreas(Asked):
    area_ids: Ids


class BandIn(Asked):
    up_to_g: Step
    fee: Amount


class ZoneIn(Asked):
    name: Annotated[str, Field(min_length=1, max_length=40)]
    areas: Annotated[list[AreaIn], Field(min_length=1, max_length=1000)]
    first_g: Step = 1000
    first_fee: Amount = NOTHING
    step_g: Step = 1000
    step_fee: Amount = NOTHING
    bands: Annotated[list[BandIn], Field(max_length=50)] = []
    days: Annotated[int, Field(ge=0, le=365, strict=True)] | None = None
    is_served: Flag = True

    def zone(self) -> Zone:
        bands = tuple(Band(band.up_to_g, band.fee) for band in self.bands)
        areas = tuple(area.area() for area in self.areas)
        return Zone(
            self.name, areas, self.first_g, self.first_fee, self.step_g, self.step_fee, bands, self.days, self.is_served
        )


class TableIn(Asked):
    name: Name
    carrier: Carrier
    warehouse_id: Id | None = None
    divisor: Annotated[int, Field(ge=0, le=100_000, strict=True, description="cm³ to a kilogram; 0: none.")] = 0
    volume_above: Times = ALWAYS
    rounding_g: Annotated[int, Field(ge=0, le=10_000, strict=True)] = 0
    remote_areas: Annotated[list[AreaIn], Field(max_length=1000)] = []
    remote_fee: Amount = NOTHING
    zones: Annotated[list[ZoneIn], Field(min_length=1, max_length=100)]

    def table(self) -> Table:
        return Table(
            name=self.name,
            carrier=self.carrier,
            zones=tuple(zone.zone() for zone in self.zones),
            divisor=self.divisor,
            rounding_g=self.rounding_g,
            remote_areas=tuple(area.area() for area in self.remote_areas),
            remote_fee=self.remote_fee,
            warehouse_id=self.warehouse_id,
            volume_above=self.volume_above,
        )


class SetFreightTables(Asked):
    tables: Annotated[list[TableIn], Field(min_length=1, max_length=100)]


class DropFreightTables(Asked):
    table_ids: Ids


class RuleIn(Asked):
    name: Name
    carrier: Carrier
    is_forbidding: Flag = False
    priority: Annotated[int, Field(ge=0, le=100_000, strict=True)] = 100
    is_on: Flag = True
    state: Text = ""
    city: Text = ""
    district: Text = ""
    above_g: Grams = 0
    up_to_g: Grams | None = None
    shop_id: Id | None = None
    category_id: Id | None = None
    sku_id: Id | None = None
    words: Text = ""


class SetCarrierRules(Asked):
    rules: Annotated[list[RuleIn], Field(min_length=1, max_length=1000)]


class DropCarrierRules(Asked):
    rule_ids: Ids


class WeightIn(Asked):
    name: Annotated[str, Field(max_length=20)]
    value: Annotated[int, Field(ge=0, le=100_000, strict=True)]


class SetChoiceWeights(Asked):
    weights: Annotated[list[WeightIn], Field(min_length=1, max_length=20)]


class RelocateParcels(Asked):
    parcel_ids: Ids
    warehouse_id: Id


class RerouteParcels(Asked):
    parcel_ids: Ids
    carrier: Carrier


class RestoreParcels(Asked):
    parcel_ids: Ids


@flow_operation(router, set_service_regions)
def set_service_regions_endpoint(request: HttpRequest, asked: SetServiceRegions) -> Answered:
    return run(set_service_regions, request, regions=[RegionDraft(**each.model_dump()) for each in asked.regions])


@flow_operation(router, drop_service_regions)
def drop_service_regions_endpoint(request: HttpRequest, asked: DropServiceRegions) -> Answered:
    return run(drop_service_regions, request, region_ids=asked.region_ids)


@flow_operation(router, set_capacities)
def set_capacities_endpoint(request: HttpRequest, asked: SetCapacities) -> Answered:
    return run(set_capacities, request, capacities=[CapacityDraft(**each.model_dump()) for each in asked.capacities])


@flow_operation(router, set_warehouse_carriers)
def set_warehouse_carriers_endpoint(request: HttpRequest, asked: SetWarehouseCarriers) -> Answered:
    return run(
        set_warehouse_carriers, request, carriers=[CollectionDraft(**each.model_dump()) for each in asked.carriers]
    )


@flow_operation(router, set_carrier_areas)
def set_carrier_areas_endpoint(request: HttpRequest, asked: SetCarrierAreas) -> Answered:
    return run(set_carrier_areas, request, areas=[AreaDraft(**each.model_dump()) for each in asked.areas])


@flow_operation(router, drop_carrier_areas)
def drop_carrier_areas_endpoint(request: HttpRequest, asked: DropCarrierAreas) -> Answered:
    return run(drop_carrier_areas, request, area_ids=asked.area_ids)


@flow_operation(router, set_freight_tables)
def set_freight_tables_endpoint(request: HttpRequest, asked: SetFreightTables) -> Answered:
    return run(set_freight_tables, request, tables=[each.table() for each in asked.tables])


@flow_operation(router, drop_freight_tables)
def drop_freight_tables_endpoint(request: HttpRequest, asked: DropFreightTables) -> Answered:
    return run(drop_freight_tables, request, table_ids=asked.table_ids)


@flow_operation(router, set_carrier_rules)
def set_carrier_rules_endpoint(request: HttpRequest, asked: SetCarrierRules) -> Answered:
    return run(set_carrier_rules, request, rules=[RuleDraft(**each.model_dump()) for each in asked.rules])


@flow_operation(router, drop_carrier_rules)
def drop_carrier_rules_endpoint(request: HttpRequest, asked: DropCarrierRules) -> Answered:
    return run(drop_carrier_rules, request, rule_ids=asked.rule_ids)


@flow_operation(router, set_choice_weights)
def set_choice_weights_endpoint(request: HttpRequest, asked: SetChoiceWeights) -> Answered:
    return run(set_choice_weights, request, weights=[WeightDraft(**each.model_dump()) for each in asked.weights])


@flow_operation(router, relocate_parcels)
def relocate_parcels_endpoint(request: HttpRequest, asked: RelocateParcels) -> Answered:
    return run(relocate_parcels, request, **asked.model_dump())


@flow_operation(router, reroute_parcels)
def reroute_parcels_endpoint(request: HttpRequest, asked: RerouteParcels) -> Answered:
    return run(reroute_parcels, request, **asked.model_dump())


@flow_operation(router, restore_parcels)
def restore_parcels_endpoint(request: HttpRequest, asked: RestoreParcels) -> Answered:
    return run(restore_parcels, request, parcel_ids=asked.parcel_ids)
