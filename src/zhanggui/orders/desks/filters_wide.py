"""Filters of orders that no index serves, because each would cost every import and every step of an order.

They hold in every list of the desk. Open orders are read whole; of those that have left, as far as the list reaches.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.carriers import known_carriers
from zhanggui.orders.cut_offs import IN_HAND
from zhanggui.orders.models import Order
from zhanggui.people.models import Warehouse
from zhanggui.ui.desk import ChoiceFilter, DateFilter, NumberFilter, TextFilter
from zhanggui.ui.desk.filters import parts

REACH = 30_000
"""So many of the orders that came last are read through in less time than anybody notices."""
FEW_DAYS = 3
"""The orders of so many days are not more."""
WITH_PARCELS = ("held", "urgent", "in_warehouse", "partly_shipped", "shipped", "completed", "cancelled", "all")


@dataclass(frozen=True, slots=True)
class ParcelChoiceFilter(ChoiceFilter):
    """Orders with pieces in a parcel for which this field of the parcel is one of these."""

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        values = parts(str(params.get(self.name, "")))
        return _travels(lambda path: Q(**{f"{path}{self.path}__in": values})) if values else None


@dataclass(frozen=True, slots=True)
class ParcelWeightFilter(NumberFilter):
    """Orders with pieces in a parcel of this weight in grams, as weighed, or as expected until then."""

    def condition(self, params: Mapping[str, Any]) -> Q | None:
        start, end = (self.bound(params, parameter) for parameter in self.parameters)
        bounds = {lookup: value for lookup, value in (("gte", start), ("lte", end)) if value is not None}
        if not bounds:
            return None

        def weighs(path: str) -> Q:
            weighed = {f"{path}weighed_g__{lookup}": value for lookup, value in bounds.items()}
            expected = {f"{path}expected_g__{lookup}": value for lookup, value in bounds.items()}
            return Q(**weighed) | Q(**{f"{path}weighed_g__isnull": True}, **expected)

        return _travels(weighs)


def _travels(asked: Callable[[str], Q]) -> Q:
    """Orders with a parcel of which this is true, or with one that travels in such a parcel."""
    model = Order._meta.get_field("parcels").related_model  # of a storey above this one
    own = Q(state__in=IN_HAND) & asked("")
    host = Q(merged_into__state__in=IN_HAND) & asked("merged_into__")
    return Q(Exists(model._default_manager.filter(own | host, order=OuterRef("pk"))))


def warehouses_of(actor: Actor) -> list[tuple[str, str]]:
    rows = Warehouse.objects.visible_to(actor).order_by("name").values_list("pk", "name")
    return [(str(pk), name) for pk, name in rows]


def carriers_of(actor: Actor) -> list[tuple[str, str]]:
    return [(key, gettext(str(carrier.label))) for key, carrier in known_carriers().items()]


WIDE_FILTERS = [
    TextFilter("province", _("Province"), field="receiver_state", prefix=True, wide=True),
    TextFilter("city", _("City"), field="receiver_city", prefix=True, wide=True),
    TextFilter("district", _("District"), field="receiver_district", prefix=True, wide=True),
    NumberFilter("amount", _("Paid"), field="paid", wide=True),
    DateFilter("collect_by", _("Collect by"), wide=True),
    ParcelChoiceFilter(
        "warehouse", _("Warehouse"), field="warehouse_id", choices=warehouses_of, wide=True, tabs=WITH_PARCELS
    ),
    ParcelChoiceFilter("carrier", _("Courier"), choices=carriers_of, wide=True, tabs=WITH_PARCELS),
    ParcelWeightFilter("weight", _("Weight in grams"), wide=True, tabs=WITH_PARCELS),
    ChoiceFilter(
        "warehouse_wish", _("Asked for: warehouse"), field="warehouse_wish_id", choices=warehouses_of, wide=True
    ),
    TextFilter("carrier_wish", _("Asked for: courier"), wide=True),
]
