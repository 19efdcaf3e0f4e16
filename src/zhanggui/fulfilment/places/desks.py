"""The lists of what the choice of warehouse and carrier asks: regions, capacity, carriers, areas, stops, freight,
rules."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.columns import carrier_of
from zhanggui.fulfilment.flows.drop_carrier_areas import drop_carrier_areas
from zhanggui.fulfilment.flows.drop_carrier_rules import drop_carrier_rules
from zhanggui.fulfilment.flows.drop_freight_tables import drop_freight_tables
from zhanggui.fulfilment.flows.drop_service_regions import drop_service_regions
from zhanggui.fulfilment.flows.resume_stations import resume_stations
from zhanggui.fulfilment.models import (
    Capacity,
    CarrierArea,
    CarrierRule,
    FreightTable,
    FreightZone,
    ServiceRegion,
    StoppedStation,
    WarehouseCarrier,
)
from zhanggui.fulfilment.places.columns import effect_of, on_chip, rule_words, served_chip
from zhanggui.fulfilment.printing import open_papers
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Action, Column, Desk, Page

_CARRIER = Column("carrier", _("Carrier"), value=carrier_of, needs=("carrier",), width=140, sortable=False)
_WAREHOUSE = Column("warehouse", _("Warehouse"), field="warehouse__name", width=160, sortable=False)
_AREA = [
    Column("state", _("Province"), width=150, sortable=False),
    Column("city", _("City"), width=150, sortable=False),
    Column("district", _("District"), width=150, sortable=False),
]
TRY = Page(_("Try an address"), "fulfilment:try_places", "see_parcels", "calculator")


class PlaceDesk(Desk):
    """What all these lists share."""

    grant = "see_parcels"
    sort = "-pk"
    has_sheet = False
    document = "pk"

    def visible(self, actor: Actor) -> QuerySet[Any]:
        rows: Any = self.model._default_manager.all()
        return rows.visible_to(actor) if hasattr(rows, "visible_to") else rows


class ServiceRegionDesk(PlaceDesk):
    name = "service-regions"
    title = _("Regions of warehouses")
    model = ServiceRegion
    icon = "map-pin"
    pages = [Page(_("Set regions"), "fulfilment:set_service_regions", "set_service_regions", "plus"), TRY]
    columns = [
        _WAREHOUSE,
        *_AREA[:2],
        Column("preference", _("Points"), kind="quantity", width=90, sortable=False),
    ]
    actions = [
        Action(
            "drop_service_regions", _("Take off the list"), drop_service_regions, "region_ids", icon="trash",
            look="danger", confirm=_("Take {count} regions off the list?"),
        )
    ]  # fmt: skip


class CapacityDesk(PlaceDesk):
    name = "capacities"
    title = _("Parcels a day")
    model = Capacity
    icon = "gauge"
    pages = [Page(_("Set parcels a day"), "fulfilment:set_capacities", "set_capacities", "plus"), TRY]
    columns = [_WAREHOUSE, Column("parcels", _("Parcels a day"), kind="quantity", width=140, sortable=False)]


class WarehouseCarrierDesk(PlaceDesk):
    name = "warehouse-carriers"
    title = _("Carriers of warehouses")
    model = WarehouseCarrier
    icon = "truck"
    pages = [Page(_("Set a carrier"), "fulfilment:set_warehouse_carriers", "set_warehouse_carriers", "plus"), TRY]
    columns = [
        _WAREHOUSE,
        _CARRIER,
        Column("is_enabled", _("State"), "chips", value=on_chip("is_enabled"), needs=("is_enabled",), width=90),
        Column("account", _("Account"), width=200, sortable=False),
    ]


class CarrierAreaDesk(PlaceDesk):
    name = "carrier-areas"
    title = _("Areas of carriers")
    model = CarrierArea
    icon = "map-2"
    pages = [Page(_("Set areas"), "fulfilment:set_carrier_areas", "set_carrier_areas", "plus"), TRY]
    search = ("carrier", "carrier__startswith")
    search_hint = _("Carrier")
    columns = [
        _CARRIER,
        *_AREA,
        Column("is_served", _("Delivers"), "chips", value=served_chip, needs=("is_served",), width=110),
    ]
    actions = [
        Action(
            "drop_carrier_areas", _("Take off the list"), drop_carrier_areas, "area_ids", icon="trash", look="danger",
            confirm=_("Take {count} areas off the list?"),
        )
    ]  # fmt: skip


class StoppedStationDesk(PlaceDesk):
    name = "stopped-stations"
    title = _("Stopped stations")
    model = StoppedStation
    icon = "barrier-block"
    pages = [Page(_("Stop stations"), "fulfilment:stop_stations", "stop_stations", "plus"), TRY]
    columns = [
        _CARRIER,
        *_AREA,
        Column("starts_at", _("Stopped from"), kind="moment", sortable=False),
        Column("ends_at", _("Stopped until"), kind="moment", sortable=False),
        Column("reason", _("Why"), width=260, sortable=False),
    ]
    actions = [
        Action(
            "resume_stations", _("Takes parcels again"), resume_stations, "stop_ids", icon="player-play",
            look="primary", confirm=_("Do {count} stations take parcels again?"),
        )
    ]  # fmt: skip


class FreightTableDesk(PlaceDesk):
    name = "freight-tables"
    title = _("Freight tables")
    model = FreightTable
    icon = "receipt-yuan"
    document = "name"
    has_sheet = True
    pages = [Page(_("Write a freight table"), "fulfilment:set_freight_tables", "set_freight_tables", "plus"), TRY]
    columns = [
        Column("name", _("Table name"), link=True, width=240),
        _CARRIER,
        _WAREHOUSE,
        Column("zones", _("Zones"), kind="quantity", by_page=True, width=80),
        Column("divisor", _("Volume divisor"), kind="quantity", width=120, sortable=False),
        Column("rounding_g", _("Rounded to g"), kind="quantity", width=120, sortable=False),
        Column("remote_fee", _("Remote surcharge"), kind="money", width=120, sortable=False),
    ]
    actions = [
        Action(
            "edit_freight_table", _("Edit"), open_papers, "ids", grant="set_freight_tables", icon="edit", key="e",
            opens="/places/freight?id={id}",
        ),
        Action(
            "drop_freight_tables", _("Take away"), drop_freight_tables, "table_ids", icon="trash", look="danger",
            confirm=_("Take {count} freight tables away?"),
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Any]:
        """A table for all warehouses is everybody's to read."""
        rows = FreightTable.objects.all()
        if actor.warehouse_ids is None:
            return rows
        return rows.filter(warehouse_id__in=actor.warehouse_ids) | rows.filter(warehouse=None)

    def page_values(self, ids: Sequence[Any], actor: Actor) -> Mapping[Any, Mapping[str, Any]]:
        counts = FreightZone.objects.filter(table_id__in=ids).values_list("table_id").annotate(n=Count("pk"))
        return {table_id: {"zones": number} for table_id, number in counts}


class CarrierRuleDesk(PlaceDesk):
    """Rules about carriers, those asked first at the top."""

    name = "carrier-rules"
    title = _("Carrier rules")
    model = CarrierRule
    icon = "list-check"
    document = "name"
    sort = "priority"
    pages = [
        Page(_("Write a carrier rule"), "fulfilment:set_carrier_rules", "set_carrier_rules", "plus"),
        Page(_("Weights of the score"), "fulfilment:set_choice_weights", "set_choice_weights", "adjustments"),
        TRY,
    ]
    columns = [
        Column("priority", _("Priority"), kind="quantity", width=80),
        Column("name", _("Rule name"), width=220),
        Column("is_on", _("State"), "chips", value=on_chip("is_on"), needs=("is_on",), width=80),
        Column(
            "when", _("For parcels"), value=rule_words,
            needs=("state", "city", "district", "above_g", "up_to_g", "shop__name", "category__name", "sku__code",
                   "words"),
            width=420,
        ),
        Column("effect", _("Then"), "chips", value=effect_of, needs=("is_forbidding", "carrier"), width=180),
    ]  # fmt: skip
    actions = [
        Action(
            "edit_carrier_rule", _("Edit"), open_papers, "ids", grant="set_carrier_rules", icon="edit", key="e",
            opens="/places/rules?id={id}",
        ),
        Action(
            "drop_carrier_rules", _("Take away"), drop_carrier_rules, "rule_ids", icon="trash", look="danger",
            confirm=_("Take {count} carrier rules away?"),
        ),
    ]  # fmt: skip
