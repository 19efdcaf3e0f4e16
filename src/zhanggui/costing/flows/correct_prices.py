"""Correct what the pieces of receipts cost: the invoice says something else than the order.

Afterwards a piece of the receipt cost what is said now. What the difference makes for pieces still there is in the
value of stock, for those gone in the cost of goods sold. A cause corrected before is done without another effect.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from zhanggui.costing.adjusting import Adjusted, adjusted_before, receipts_named, write_adjustments
from zhanggui.costing.facts import PriceCorrected
from zhanggui.costing.flows.value_moves import value_moves
from zhanggui.costing.ledger import day_in_books
from zhanggui.costing.models import Adjustment, CostLine
from zhanggui.costing.reading import lock_book, worths_of
from zhanggui.costing.rules.adjusting import ReceiptNotValued, ReceiptPrice, add_to_receipt, check_cost
from zhanggui.costing.rules.valuing import cents
from zhanggui.costing.states import LineKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide


@transaction.atomic
def correct_prices(*, cause: str, prices: Sequence[ReceiptPrice], actor: Actor, at: datetime) -> Outcome[int]:
    """`cause` names the flow or document that asks, as with moves. Answers by cause id."""
    book = lock_book()
    asked = {price.cause_id: price for price in reversed(prices)}
    done = adjusted_before(LineKind.PRICE, cause, list(asked))
    receipts = receipts_named([price.receipt for price in prices])
    value_moves(sku_ids=sorted({receipt.sku_id for receipt in receipts.values()}), actor=actor, at=at)
    worths = worths_of((receipt.sku_id for receipt in receipts.values()), method=book.method)
    known = _known_costs([receipt.id for receipt in receipts.values()])

    def check(price: ReceiptPrice) -> None:
        check_cost(price.unit_price)
        if price.receipt not in receipts or receipts[price.receipt].id not in known:
            raise ReceiptNotValued(receipt=price.receipt)

    ready, refused = divide(asked.values(), check=check, key=lambda price: price.cause_id)

    adjusted = []
    for price in sorted(one for one in ready if one.cause_id not in done):
        receipt = receipts[price.receipt]
        worth = worths[receipt.sku_id]
        amount = cents(price.unit_price * receipt.quantity) - known[receipt.id]
        known[receipt.id] += amount
        pile = next((pile for pile in worth.piles if pile.move_id == receipt.id), None)
        change = add_to_receipt(worth, amount=amount, received=receipt.quantity, pile=pile, method=book.method)
        adjusted.append(
            Adjusted(receipt.sku_id, receipt.id, receipt.warehouse_id, price.cause_id, receipt.happened_on, [change])
        )
    write_adjustments(
        adjusted, worths, day_in_books(at), kind=LineKind.PRICE, cause=cause, reason="", actor=actor, at=at
    )

    announce(
        [PriceCorrected(one.sku_id, str(one.changes[0].value), str(one.changes[0].beside)) for one in adjusted],
        actor=actor,
        at=at,
    )
    return Outcome(
        done=[pk for pk in dict.fromkeys(price.cause_id for price in prices) if pk not in refused], refused=refused
    )


def _known_costs(move_ids: Sequence[int]) -> dict[int, Decimal]:
    """What each receipt cost as far as is known: as it came in, and as corrected since; freight is not the price."""
    came = CostLine.objects.filter(move_id__among=set(move_ids), kind=LineKind.RECEIPT).order_by()
    costs: dict[int, Decimal] = dict(came.values_list("move_id").annotate(Sum("value")))
    corrected = Adjustment.objects.filter(move_id__among=set(move_ids), kind=LineKind.PRICE).order_by()
    for move_id, amount in corrected.values_list("move_id").annotate(Sum("amount")):
        costs[move_id] += amount
    return costs
