"""A freight table or a carrier rule as the page that changes it shows it again."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest

from zhanggui.fulfilment.models import CarrierRule, FreightTable
from zhanggui.fulfilment.places.books import table_of
from zhanggui.fulfilment.places.text import write_areas, write_zones
from zhanggui.fulfilment.rules.areas import Area
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.keys import key_of


def _asked(request: HttpRequest) -> int:
    return key_of(request.GET.get("id", ""))


def known_freight(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """The table named in the address."""
    row = FreightTable.objects.filter(pk=_asked(request)).first()
    if row is None:
        return {}
    table = table_of(row)
    return {
        "name": table.name,
        "carrier": table.carrier,
        "warehouse": table.warehouse_id or "",
        "divisor": table.divisor,
        "volume_above": table.volume_above,
        "rounding": Decimal(table.rounding_g) / 1000,
        "remote_fee": table.remote_fee,
        "remote_areas": write_areas(table.remote_areas),
        "zones": write_zones(table.zones),
    }


def known_rule(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """The rule named in the address."""
    row = CarrierRule.objects.select_related("sku").filter(pk=_asked(request)).first()
    if row is None:
        return {}
    return {
        "name": row.name,
        "carrier": row.carrier,
        "effect": "forbid" if row.is_forbidding else "prefer",
        "priority": row.priority,
        "is_on": row.is_on,
        "area": str(Area(row.state, row.city, row.district)),
        "above": Decimal(row.above_g) / 1000 if row.above_g else None,
        "up_to": None if row.up_to_g is None else Decimal(row.up_to_g) / 1000,
        "shop": row.shop_id or "",
        "category": row.category_id or "",
        "sku": row.sku.code if row.sku else "",
        "words": row.words,
    }
