"""What the list of changes asks of receipts by the rows shown: freight for several together, and another price."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from zhanggui.costing.flows.add_landed_costs import add_landed_costs
from zhanggui.costing.flows.correct_prices import correct_prices
from zhanggui.costing.models import CostLine
from zhanggui.costing.rules.adjusting import LandedCost, ReceiptPrice
from zhanggui.costing.states import LineKind
from zhanggui.inventory.flows.receive_goods import CAUSE as RECEIVED
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.money import share
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal

BY_HAND = "by_hand"
"""The cause of what was typed; each form has a number of its own, of which every line it was sent for has a part."""
MOST = 500


class NotAReceipt(Refusal):
    """This change is no purchase: only what came from a supplier has a price and freight."""


class TooManyReceipts(Refusal):
    """Freight is shared among {most} purchases at most."""


class Bought(NamedTuple):
    """A line of a purchase, and the cause of its receipt."""

    line_id: int
    receipt: int
    value: Decimal


@transaction.atomic
def land_on_lines(*, line_ids: Sequence[int], amount: Decimal, number: int, actor: Actor, at: datetime) -> Outcome[int]:
    """The amount is shared by value among the purchases, all or none; a form that was sent twice counts once."""
    bought = _bought(line_ids)
    if len(bought) < len(set(line_ids)):
        raise NotAReceipt
    parts = share(amount, [one.value for one in bought])
    costs = [
        LandedCost(number + place, one.receipt, part)
        for place, (one, part) in enumerate(zip(bought, parts, strict=True))
        if part
    ]
    return _all_of(line_ids, add_landed_costs(cause=BY_HAND, costs=costs, actor=actor, at=at))


@transaction.atomic
def price_lines(
    *, line_ids: Sequence[int], unit_price: Decimal, number: int, actor: Actor, at: datetime
) -> Outcome[int]:
    """Every piece of these purchases cost this, all or none."""
    bought = _bought(line_ids)
    if len(bought) < len(set(line_ids)):
        raise NotAReceipt
    prices = [ReceiptPrice(number + place, one.receipt, unit_price) for place, one in enumerate(bought)]
    return _all_of(line_ids, correct_prices(cause=BY_HAND, prices=prices, actor=actor, at=at))


def _bought(line_ids: Sequence[int]) -> list[Bought]:
    """By the order of the lines, so that a form sent again gives each its own number again."""
    if len(line_ids) > MOST:
        raise TooManyReceipts(most=MOST)
    lines = CostLine.objects.filter(pk__among=set(line_ids), kind=LineKind.RECEIPT, move__cause=RECEIVED).order_by("pk")
    return [Bought(*row) for row in lines.values_list("pk", "move__cause_id", "value")]


def _all_of(line_ids: Sequence[int], outcome: Outcome[int]) -> Outcome[int]:
    """All rows, as all are about one paper. A refusal of any is raised, and nothing of it stays."""
    for refusal in outcome.refused.values():
        raise refusal
    return Outcome(done=list(line_ids))
