"""Add freight, duty and the like to what receipts cost.

Afterwards the pieces of these receipts that are still there are worth more; the part of those gone is cost of goods
sold. A cause added before is done without another effect.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.costing.adjusting import Adjusted, adjusted_before, receipts_named, write_adjustments
from zhanggui.costing.facts import CostsLanded
from zhanggui.costing.flows.value_moves import value_moves
from zhanggui.costing.ledger import day_in_books
from zhanggui.costing.reading import lock_book, worths_of
from zhanggui.costing.rules.adjusting import LandedCost, ReceiptNotValued, add_to_receipt, check_amount
from zhanggui.costing.states import LineKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide


@transaction.atomic
def add_landed_costs(*, cause: str, costs: Sequence[LandedCost], actor: Actor, at: datetime) -> Outcome[int]:
    """`cause` names the flow or document that asks, as with moves. Answers by cause id."""
    book = lock_book()
    asked = {cost.cause_id: cost for cost in reversed(costs)}
    done = adjusted_before(LineKind.LANDED, cause, list(asked))
    receipts = receipts_named([cost.receipt for cost in costs])
    value_moves(sku_ids=sorted({receipt.sku_id for receipt in receipts.values()}), actor=actor, at=at)
    worths = worths_of((receipt.sku_id for receipt in receipts.values()), method=book.method)

    def check(cost: LandedCost) -> None:
        check_amount(cost.amount)
        if cost.receipt not in receipts:
            raise ReceiptNotValued(receipt=cost.receipt)

    ready, refused = divide(asked.values(), check=check, key=lambda cost: cost.cause_id)

    adjusted = []
    for cost in sorted(one for one in ready if one.cause_id not in done):
        receipt = receipts[cost.receipt]
        worth = worths[receipt.sku_id]
        pile = next((pile for pile in worth.piles if pile.move_id == receipt.id), None)
        change = add_to_receipt(worth, amount=cost.amount, received=receipt.quantity, pile=pile, method=book.method)
        adjusted.append(
            Adjusted(receipt.sku_id, receipt.id, receipt.warehouse_id, cost.cause_id, receipt.happened_on, [change])
        )
    write_adjustments(
        adjusted, worths, day_in_books(at), kind=LineKind.LANDED, cause=cause, reason="", actor=actor, at=at
    )

    announce(
        [CostsLanded(one.sku_id, str(one.changes[0].value), str(one.changes[0].beside)) for one in adjusted],
        actor=actor,
        at=at,
    )
    return Outcome(
        done=[pk for pk in dict.fromkeys(cost.cause_id for cost in costs) if pk not in refused], refused=refused
    )
