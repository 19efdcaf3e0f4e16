"""What it costs to send an order, on its sheet."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from zhanggui.catalog.queries import SEE_COST
from zhanggui.fulfilment.costing.freight import freight_costs
from zhanggui.fulfilment.models import ParcelLine
from zhanggui.fulfilment.weighing.costs import packing_costs
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.money import CENT, share
from zhanggui.orders.models import Order
from zhanggui.orders.sheet_reads import reads_of
from zhanggui.ui.sheet import Partial, add_section

ZERO = Decimal(0)


class OrderCost(NamedTuple):
    """`freight` is None where no price list knows the way."""

    packing: Decimal = ZERO
    freight: Decimal | None = None


def order_costs(order_ids: Iterable[int]) -> dict[int, OrderCost]:
    """Packing and freight of every parcel an order travels in, shared among its orders by pieces, exact to the cent.

    Seven statements. What was used for a parcel that was stopped afterwards was used all the same.
    """
    wanted = set(order_ids)
    own = ParcelLine.objects.filter(order_line__order_id__among=wanted).values("parcel_id")
    lines = ParcelLine.objects.filter(parcel_id__in=own).values_list("parcel_id", "order_line__order_id")
    pieces = sorted(lines.annotate(pieces=Sum("quantity")).order_by())
    parcel_ids = {parcel_id for parcel_id, _order, _count in pieces}
    if not parcel_ids:
        return dict.fromkeys(wanted, OrderCost())
    packing, freight = _shared(packing_costs(parcel_ids), pieces), _shared(freight_costs(parcel_ids), pieces)
    return {pk: OrderCost(packing.get(pk, ZERO), freight.get(pk)) for pk in wanted}


def _shared(costs: Mapping[int, Decimal], pieces: list[tuple[int, int, int]]) -> dict[int, Decimal]:
    found: dict[int, Decimal] = {}
    for parcel_id, group in groupby(pieces, key=itemgetter(0)):
        if parcel_id not in costs:
            continue
        held = list(group)
        parts = share(costs[parcel_id].quantize(CENT), [Decimal(count) for *_ids, count in held])
        for (_parcel, order_id, _count), part in zip(held, parts, strict=True):
            found[order_id] = found.get(order_id, ZERO) + part
    return found


def cost_shown(order: Order, actor: Actor) -> Mapping[str, Decimal | None] | None:
    """For who may see costs, once the order has a parcel."""
    if not actor.may(SEE_COST) or not reads_of(order).parcels:
        return None
    cost = order_costs([order.pk])[order.pk]
    return {"packing": cost.packing, "freight": cost.freight, "total": cost.packing + (cost.freight or ZERO)}


add_section("orders", Partial(_("Cost of sending"), "fulfilment/order_cost.html", cost_shown), place=3)
