"""The lists of what the choice of warehouse and carrier asks: regions, capacity, carriers, areas, freight, rules."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.columns import carrier_of
from zhanggui.fulfilment.flows.drop_carrier_areas import drop_carrier_areas
from zhanggui.fulfilment.flows.drop_carrier_rules import drop_carrier_rules
from zhanggui.fulfilment.flows.drop_freight_tables import drop_freight_tables
from zhanggui.fulfilment.flows.drop_service_regions import drop_service_regions
from zhanggui.fulfilment.models import (
    Capacity,
    CarrierArea,
    CarrierRule,
    FreightTable,
    FreightZone,
    ServiceRegion,
    WarehouseCarrier,
)
from zhanggui.fulfilment.places.columns import effect_of, on_chip, reach_chip, reaching_carrier, rule_words
from zhanggui.fulfilment.printing import open_papers
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.ui.desk import Action, Column, Desk, Page, Tab

_CARRIER = Column("carrier", _("Carrier"), value=carrier_of, needs=("carrier",), width=140, sortable=False)
_WAREHOUSE = Column("warehouse", _("Warehouse"), field="warehouse__name", width=160, sortable=False)
_AREA = [
    Column("state", _("Province"), width=150, sortable=False),
    Column("city", _("City"), width=150, sortable=False),
    Column("district", _("District"), width=150, sortable=False),
]
TRY = Page(_("Try an address"), "fulfilment:try_places", "see_parcels", "calculator")


def _write(title: Any, flow: str) -> Page:
    """The page on which a row is written, by the name of its flow."""
    return Page(title, f"fulfilment:{flow}", flow, "plus")


def _edit(name: str, flow: str, page: str) -> Action:
    return Action(name, _("Edit"), open_papers, "ids", grant=flow, icon="edit", key="e", opens=f"{page}?id={{id}}")


def _drop(flow: Callable[..., Outcome[int]], ids: str, title: Any, confirm: Any) -> Action:
    return Action(flow.__name__, title, flow, ids, icon="trash", look="danger", confirm=confirm)


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
    title = _("Warehouse regions")
    model = ServiceRegion
    icon = "map-pin"
    pages = [_write(_("Set regions"), "set_service_regions"), TRY]
    columns = [
        _WAREHOUSE,
        *_AREA[:2],
        Column("preference", _("Points"), kind="quantity", width=90, sortable=False),
    ]
    actions = [
        _drop(drop_service_regions, "region_ids", _("Remove from the list"), _("Take {count} regions off the list?"))
    ]


class CapacityDesk(PlaceDesk):
    name = "capacities"
    title = _("Parcels a day")
    model = Capacity
    icon = "gauge"
    pages = [_write(_("Set parcels a day"), "set_capacities"), TRY]
    columns = [_WAREHOUSE, Column("parcels", _("Parcels a day"), kind="quantity", width=140, sortable=False)]


class WarehouseCarrierDesk(PlaceDesk):
    name = "warehouse-carriers"
    title = _("Warehouse carriers")
    model = WarehouseCarrier
    icon = "truck"
    pages = [_write(_("Set a carrier"), "set_warehouse_carriers"), TRY]
    columns = [
        _WAREHOUSE,
        _CARRIER,
        Column("is_enabled", _("State"), "chips", value=on_chip("is_enabled"), needs=("is_enabled",), width=90),
        Column("account", _("Account"), width=200, sortable=False),
    ]


class CarrierAreaDesk(PlaceDesk):
    """Which carrier goes where: what is always so, and what is stopped for some time."""

    name = "carrier-areas"
    title = _("Carrier areas")
    model = CarrierArea
    icon = "map-2"
    pages = [_write(_("Say where"), "set_carrier_areas"), TRY]
    tabs = [
        Tab("all", _("All")),
        Tab("closed", _("Does not deliver"), Q(starts_at=None, is_served=False)),
        Tab("stopped", _("Stopped for some time"), Q(starts_at__isnull=False), tone="warn"),
        Tab("nobody", _("Nobody goes there"), Q(carrier="", is_served=False), tone="bad"),
        Tab("open", _("Delivers"), Q(is_served=True)),
    ]
    search = ("carrier", "carrier__startswith", "state", "state__startswith", "city", "city__startswith")
    search_hint = _("Carrier / province / city")
    columns = [
        Column("carrier", _("Carrier"), value=reaching_carrier, needs=("carrier",), width=140, sortable=False),
        *_AREA,
        Column("reach", _("Now"), "chips", value=reach_chip, needs=("is_served", "starts_at", "ends_at"), width=130),
        Column("starts_at", _("Stopped from"), kind="moment", sortable=False),
        Column("ends_at", _("Stopped until"), kind="moment", sortable=False),
        Column("reason", _("Why"), width=260, sortable=False),
    ]
    actions = [_drop(drop_carrier_areas, "area_ids", _("Remove from the list"), _("Take {count} areas off the list?"))]


class FreightTableDesk(PlaceDesk):
    name = "freight-tables"
    title = _("Freight tables")
    model = FreightTable
    icon = "receipt-yuan"
    document = "name"
    has_sheet = True
    pages = [_write(_("Write a freight table"), "set_freight_tables"), TRY]
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
        _edit("edit_freight_table", "set_freight_tables", "/places/freight"),
        _drop(drop_freight_tables, "table_ids", _("Take away"), _("Take {count} freight tables away?")),
    ]

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
        _write(_("Write a carrier rule"), "set_carrier_rules"),
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
        Column("effect", _("Effect"), "chips", value=effect_of, needs=("is_forbidding", "carrier"), width=180),
    ]  # fmt: skip
    actions = [
        _edit("edit_carrier_rule", "set_carrier_rules", "/places/rules"),
        _drop(drop_carrier_rules, "rule_ids", _("Take away"), _("Take {count} carrier rules away?")),
    ]
