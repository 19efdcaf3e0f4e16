"""Write down what carriers ask.

Afterwards each carrier has these prices, at one warehouse or at all; a table of the same carrier and warehouse is
replaced, with all its zones.
"""

from collections.abc import Sequence
from datetime import datetime

import orjson
from django.db import transaction

from zhanggui.fulfilment.models import FreightTable, FreightZone
from zhanggui.fulfilment.places.rows import check_carrier, check_warehouse, refused_by, set_rows, visible_warehouses
from zhanggui.fulfilment.rules.areas import Area
from zhanggui.fulfilment.rules.freight import ALWAYS, MOST_TIMES, Table, check_zones
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal

_TABLE = ("name", "carrier", "warehouse_id", "divisor", "volume_above", "rounding_g", "remote_areas", "remote_fee")
_ZONE = (
    "table_id", "position", "name", "areas", "is_served", "first_g", "first_fee", "step_g", "step_fee", "bands", "days",
)  # fmt: skip


class NoZones(Refusal):
    """Freight table {table} has no zones."""


class TableTwice(Refusal):
    """Two of these freight tables are for one carrier and warehouse."""


class NameTaken(Refusal):
    """Another freight table is called {table}."""


class VolumeBelowWeight(Refusal):
    """Freight table {table}: volume counts above the weight or above a multiple of it, from 1 to {most} times."""


@transaction.atomic
def set_freight_tables(*, tables: Sequence[Table], actor: Actor, at: datetime) -> Outcome[str]:
    warehouses = visible_warehouses(actor)
    drafts = {table.name: table for table in tables}
    taken = FreightTable.objects.filter(name__among=set(drafts)).values_list("name", "carrier", "warehouse_id")
    owners = {name: owner for name, *owner in taken}

    def check(table: Table) -> None:
        check_carrier(table.carrier)
        check_warehouse(table.warehouse_id, warehouses)
        if not table.zones:
            raise NoZones(table=table.name)
        if owners.get(table.name, [table.carrier, table.warehouse_id]) != [table.carrier, table.warehouse_id]:
            raise NameTaken(table=table.name)
        if sum((one.carrier, one.warehouse_id) == (table.carrier, table.warehouse_id) for one in tables) > 1:
            raise TableTwice()
        if not ALWAYS <= table.volume_above <= MOST_TIMES:
            raise VolumeBelowWeight(table=table.name, most=MOST_TIMES)
        check_zones(table.zones, rounding_g=table.rounding_g)

    refused = refused_by(drafts, check)
    ready = {name: table for name, table in drafts.items() if name not in refused}
    _write(ready, actor=actor, at=at)
    return Outcome(done=list(ready), refused=refused)


def _write(tables: dict[str, Table], *, actor: Actor, at: datetime) -> None:
    rows = {
        name: (name, table.carrier, table.warehouse_id, table.divisor, table.volume_above,
               table.rounding_g, _listed(table.remote_areas), table.remote_fee)
        for name, table in tables.items()
    }  # fmt: skip
    table_ids = set_rows(FreightTable, _TABLE, ("carrier", "warehouse_id"), rows, actor=actor, at=at)
    ids = dict(zip(sorted(rows), table_ids, strict=True))
    FreightZone.objects.filter(table_id__among=set(ids.values())).delete()
    copy_rows(
        FreightZone,
        _ZONE,
        [
            (ids[name], place, zone.name, _listed(zone.areas), zone.is_served, zone.first_g,
             zone.first_fee, zone.step_g, zone.step_fee,
             orjson.dumps([[band.up_to_g, str(band.fee)] for band in zone.bands]).decode(), zone.days)
            for name, table in tables.items()
            for place, zone in enumerate(table.zones)
        ],
    )  # fmt: skip


def _listed(areas: Sequence[Area]) -> str:
    return orjson.dumps([str(area) for area in areas]).decode()
