"""Tell costing what goods really cost: an approved invoice says something else than the order.

Afterwards a piece of each arrival that approved lines name costs what they say; pieces of it that are not invoiced yet
cost what was ordered. A line that was told before, and one whose goods costing does not know, change nothing.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction

from zhanggui.costing.adjusting import receipts_named
from zhanggui.costing.flows.correct_prices import correct_prices
from zhanggui.costing.rules.adjusting import ReceiptPrice
from zhanggui.invoicing.models import InvoiceLine
from zhanggui.invoicing.states import InvoiceState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome

CAUSE = "invoice_line"
FINEST = Decimal("0.0001")


@transaction.atomic
def correct_invoiced_prices(*, invoice_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """Answers by invoice line."""
    told = InvoiceLine.objects.filter(invoice_id__among=set(invoice_ids), arrival__isnull=False)
    arrivals = set(told.values_list("arrival", flat=True))
    approved = InvoiceLine.objects.filter(arrival__among=arrivals, invoice__state=InvoiceState.APPROVED)
    lines = defaultdict(list)
    for line in approved.order_by("pk"):
        lines[line.arrival].append(line)
    moves = receipts_named([arrival for arrival in lines if arrival is not None])

    prices = [
        ReceiptPrice(own[-1].pk, arrival, _price(own, moves[arrival].quantity))
        for arrival, own in lines.items()
        if arrival in moves and any(line.amount and line.unit_price != line.agreed_price for line in own)
    ]

    if not prices:
        return Outcome()
    return correct_prices(cause=CAUSE, prices=prices, actor=actor, at=at)


def _price(lines: Sequence[InvoiceLine], received: int) -> Decimal:
    """What a piece costs when these lines are invoiced and the rest is as ordered."""
    invoiced = sum(line.quantity for line in lines)
    paid = sum((line.quantity * line.unit_price for line in lines), Decimal(0))
    rest = max(0, received - invoiced) * lines[-1].agreed_price
    return ((paid + rest) / max(received, invoiced)).quantize(FINEST, ROUND_HALF_UP)
