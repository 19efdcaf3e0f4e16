"""What the goods of the demo company are worth."""

import zlib
from datetime import datetime
from decimal import Decimal

from zhanggui.costing.flows.add_landed_costs import add_landed_costs
from zhanggui.costing.flows.value_moves import value_moves
from zhanggui.costing.rules.adjusting import LandedCost
from zhanggui.demo.goods import goods
from zhanggui.kernel.actor import Actor

FREIGHT = Decimal("360.00")
SHIPMENT = 5
"""So many SKUs came with one lorry."""


def value_goods(*, actor: Actor, at: datetime) -> None:
    """Afterwards all that came in is valued and in the books, and the first deliveries bear their freight. Safe to
    repeat."""
    value_moves(actor=actor, at=at)
    costs = [
        LandedCost(number, zlib.crc32(row.code.encode()), FREIGHT / SHIPMENT)
        for number, row in enumerate(goods()[:SHIPMENT], 1)
    ]
    add_landed_costs(cause="demo", costs=costs, actor=actor, at=at)
