"""The lines of the costs of sending, as a person and a program read them."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from zhanggui.fulfilment.costing.figures import Costs, Where, costs_of_sending
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.money import CENT
from zhanggui.people.models import Shop, Warehouse


class Line(NamedTuple):
    """What one shop's parcels of one warehouse cost on one day."""

    where: Where
    shop: str
    warehouse: str
    costs: Costs

    @property
    def cells(self) -> list[Any]:
        return cells_of(self.where.day, self.shop, self.warehouse, self.costs)


KEYS = ("day", "shop", "warehouse", "parcels", "boxes", "crates", "freight", "unpriced", "total", "each")


def cost_lines(first: date, last: date, *, actor: Actor) -> list[Line]:
    """Of the actor's shops and warehouses, the latest day first. Three statements."""
    rows = costs_of_sending(first, last, actor=actor)
    shops = dict(Shop.objects.filter(pk__in={where.shop_id for where in rows}).values_list("pk", "name"))
    warehouses = dict(Warehouse.objects.values_list("pk", "name"))
    return [Line(where, shops[where.shop_id], warehouses[where.warehouse_id], costs) for where, costs in rows.items()]


def cells_of(day: Any, shop: str, warehouse: str, costs: Costs) -> list[Any]:
    """In the order of KEYS, exact to the cent."""
    return [
        day, shop, warehouse, costs.parcels, _cents(costs.boxes), _cents(costs.crates), _cents(costs.freight),
        costs.unpriced, _cents(costs.total), None if costs.each is None else _cents(costs.each),
    ]  # fmt: skip


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT)
