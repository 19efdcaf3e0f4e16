"""What the company wrote down about its warehouses and carriers, read in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from zhanggui.catalog.models import Sku
from zhanggui.fulfilment.models import (
    Capacity,
    CarrierArea,
    CarrierRule,
    ChoiceWeight,
    FreightTable,
    FreightZone,
    ServiceRegion,
    WarehouseCarrier,
)
from zhanggui.fulfilment.queries import day_start
from zhanggui.fulfilment.rules import carrier_rules
from zhanggui.fulfilment.rules.areas import Area, key_of, read_area
from zhanggui.fulfilment.rules.choices import STANDARD, Books, Weights
from zhanggui.fulfilment.rules.freight import Band, Table, Zone
from zhanggui.fulfilment.rules.reach import Reach, Stop
from zhanggui.inventory.models import Availability
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.doors.carriers import known_carriers

_PLAIN = """
SELECT EXISTS (SELECT FROM fulfilment_carrierrule WHERE is_on)
    OR EXISTS (SELECT FROM fulfilment_capacity)
    OR EXISTS (SELECT FROM fulfilment_carrierarea
               WHERE NOT is_served AND coalesce(starts_at <= %s, true) AND coalesce(ends_at > %s, true))
    OR EXISTS (SELECT FROM fulfilment_freightzone WHERE NOT is_served),
    ARRAY(SELECT CASE WHEN is_enabled THEN carrier ELSE '' END
          FROM fulfilment_warehousecarrier WHERE warehouse_id = %s)
"""

_PLANNED_TODAY = """
SELECT warehouse_id, count(*) FROM (
    SELECT warehouse_id FROM fulfilment_parcel
    WHERE state NOT IN ('shipped', 'void') AND planned_at >= %s
    UNION ALL
    SELECT warehouse_id FROM fulfilment_parcel WHERE state = 'shipped' AND shipped_at >= %s AND planned_at >= %s
) AS today
GROUP BY warehouse_id
"""


def is_plain(warehouse_id: int, *, at: datetime) -> str | None:
    """The one carrier of a warehouse when nothing could speak against it, "" for the shop's; None: it must be weighed.

    One statement.
    """
    ((is_written, carriers),) = fetch_rows(_PLAIN, [at, at, warehouse_id])
    enabled = [carrier for carrier in carriers if carrier]
    if is_written or len(enabled) > 1 or (carriers and not enabled):
        return None
    return enabled[0] if enabled else ""


def load_books(warehouse_ids: Sequence[int], sku_ids: Collection[int], *, at: datetime) -> Books:
    """Everything the rules ask about these warehouses, as it is written now."""
    areas, stops = said_of_areas(_areas_in_force(at=at))
    capacity = dict(Capacity.objects.filter(warehouse_id__in=warehouse_ids).values_list("warehouse_id", "parcels"))
    return Books(
        warehouse_ids=warehouse_ids,
        today=company_day(at),
        carriers=_carriers(warehouse_ids),
        regions=_regions(warehouse_ids),
        capacity=capacity,
        planned=planned_today(at=at) if capacity else {},
        areas=areas,
        stops=stops,
        tables=load_tables(),
        rules=_rules(),
        weights=load_weights(),
        installed=frozenset(known_carriers()),
        without_cash=frozenset(key for key, one in known_carriers().items() if not one.collects_cash),
        free=_free(warehouse_ids, sku_ids),
    )


def load_reach(*, at: datetime) -> Reach:
    """Who goes where now."""
    return Reach(*said_of_areas(_areas_in_force(at=at)), load_tables())


def planned_today(*, at: datetime) -> dict[int, int]:
    """How many parcels were planned in each warehouse since midnight, those that are void left out."""
    since = day_start(at)
    return dict(fetch_rows(_PLANNED_TODAY, [since, since, since]))


def categories_of(sku_ids: Collection[int]) -> dict[int, int]:
    """The category of each SKU that has one."""
    rows = Sku.objects.filter(pk__among=set(sku_ids), product__category__isnull=False)
    return dict(rows.values_list("pk", "product__category_id"))


def load_weights() -> Weights:
    """How much each part counts, the company's own word before the standard one."""
    known = dict(ChoiceWeight.objects.filter(name__in=Weights._fields).values_list("name", "value"))
    return STANDARD._replace(**known)


def load_tables() -> list[Table]:
    """Every freight table with its zones, in two statements."""
    zones: dict[int, list[Zone]] = defaultdict(list)
    for zone in FreightZone.objects.order_by("table_id", "position"):
        zones[zone.table_id].append(_zone(zone))
    return [_table(table, zones[table.pk]) for table in FreightTable.objects.order_by("pk")]


def table_of(row: FreightTable) -> Table:
    """One freight table with its zones."""
    return _table(row, [_zone(zone) for zone in row.zones.order_by("position")])


def _zone(row: FreightZone) -> Zone:
    return Zone(
        name=row.name,
        areas=tuple(map(read_area, row.areas)),
        first_g=row.first_g,
        first_fee=row.first_fee,
        step_g=row.step_g,
        step_fee=row.step_fee,
        bands=tuple(Band(grams, Decimal(fee)) for grams, fee in row.bands),
        days=row.days,
        is_served=row.is_served,
    )


def _table(row: FreightTable, zones: Sequence[Zone]) -> Table:
    return Table(
        name=row.name,
        carrier=row.carrier,
        zones=tuple(zones),
        divisor=row.divisor,
        rounding_g=row.rounding_g,
        remote_areas=tuple(map(read_area, row.remote_areas)),
        remote_fee=row.remote_fee,
        warehouse_id=row.warehouse_id,
        volume_above=row.volume_above,
    )


def _carriers(warehouse_ids: Sequence[int]) -> dict[int, list[str]]:
    """A warehouse whose carriers are all switched off has an empty list: nobody collects there."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = WarehouseCarrier.objects.filter(warehouse_id__in=warehouse_ids).order_by("carrier")
    for warehouse_id, carrier, is_enabled in rows.values_list("warehouse_id", "carrier", "is_enabled"):
        found[warehouse_id] += [carrier] if is_enabled else []
    return dict(found)


def _regions(warehouse_ids: Sequence[int]) -> dict[int, dict[Area, int]]:
    found: dict[int, dict[Area, int]] = defaultdict(dict)
    rows = ServiceRegion.objects.filter(warehouse_id__in=warehouse_ids).order_by("pk")
    for warehouse_id, state, city, preference in rows.values_list("warehouse_id", "state", "city", "preference"):
        found[warehouse_id][key_of(Area(state, city))] = preference
    return dict(found)


def _areas_in_force(*, at: datetime) -> QuerySet[CarrierArea, tuple[Any, ...]]:
    has_begun, is_not_over = Q(starts_at=None) | Q(starts_at__lte=at), Q(ends_at=None) | Q(ends_at__gt=at)
    rows = CarrierArea.objects.filter(has_begun, is_not_over).order_by("pk")
    return rows.values_list("carrier", "is_served", "starts_at", "reason", "state", "city", "district")


def said_of_areas(rows: Iterable[tuple[Any, ...]]) -> tuple[dict[str, dict[Area, bool]], list[Stop]]:
    """By carrier where it delivers and where not, and what is stopped, from rows in force: (carrier, whether it is
    served, since when if it is a stop, why, province, city, district)."""
    areas: dict[str, dict[Area, bool]] = defaultdict(dict)
    stops: list[Stop] = []
    for carrier, is_served, starts_at, reason, *area in rows:
        if starts_at is None:
            areas[carrier][key_of(Area(*area))] = is_served
        else:
            stops.append(Stop(carrier, Area(*area), reason))
    return dict(areas), stops


def _rules() -> list[carrier_rules.CarrierRule]:
    rows = CarrierRule.objects.filter(is_on=True).order_by("priority", "pk")
    return [
        carrier_rules.CarrierRule(
            name=row.name,
            carrier=row.carrier,
            is_forbidding=row.is_forbidding,
            area=Area(row.state, row.city, row.district) if row.state else None,
            above_g=row.above_g,
            up_to_g=row.up_to_g,
            shop_id=row.shop_id,
            category_id=row.category_id,
            sku_id=row.sku_id,
            words=row.words,
        )
        for row in rows
    ]


def _free(warehouse_ids: Sequence[int], sku_ids: Collection[int]) -> dict[tuple[int, int], int]:
    rows = Availability.objects.filter(warehouse_id__in=warehouse_ids, sku_id__among=set(sku_ids))
    return {
        (warehouse_id, sku_id): sellable - claimed
        for warehouse_id, sku_id, sellable, claimed in rows.values_list("warehouse_id", "sku_id", "sellable", "claimed")
    }
