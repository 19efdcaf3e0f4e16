"""Correct what the pieces of receipts cost: the invoice says something else than the order.

Afterwards the pieces cost what is said now, all of the receipt or as many as the invoice is about. What the difference
makes for pieces still there is in the value of stock, for those gone in the cost of goods sold. A cause corrected
before is done without another effect.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from zhanggui.costing.adjusting import Adjusted, ReceiptMove, adjusted_before, receipts_named, write_adjustments
from zhanggui.costing.facts import PriceCorrected
from zhanggui.costing.flows.value_moves import value_moves
from zhanggui.costing.ledger import day_in_books
from zhanggui.costing.models import Adjustment, CostLine
from zhanggui.costing.reading import lock_book, worths_of
from zhanggui.costing.rules.adjusting import (
    Priced,
    ReceiptNotValued,
    ReceiptPrice,
    add_to_receipt,
    check_cost,
    check_pieces,
)
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
    known = _known_prices(receipts.values())
    differences: dict[int, Decimal] = {}

    def check(price: ReceiptPrice) -> None:
        check_cost(price.unit_price)
        if price.receipt not in known:
            raise ReceiptNotValued(receipt=price.receipt)
        if price.cause_id not in done:
            check_pieces(known[price.receipt], price)
            differences[price.cause_id] = known[price.receipt].correct(price.unit_price, price.pieces)

    ready, refused = divide(sorted(asked.values()), check=check, key=lambda price: price.cause_id)

    adjusted = []
    for price in (one for one in ready if one.cause_id in differences):
        receipt, amount = receipts[price.receipt], differences[price.cause_id]
        worth = worths[receipt.sku_id]
        pile = next((pile for pile in worth.piles if pile.move_id == receipt.id), None)
        change = add_to_receipt(worth, amount=amount, received=receipt.quantity, pile=pile, method=book.method)
        adjusted.append(
            Adjusted(
                receipt.sku_id, receipt.id, receipt.warehouse_id, price.cause_id, receipt.happened_on, [change],
                price.pieces,
            )
        )  # fmt: skip
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


def _known_prices(receipts: Iterable[ReceiptMove]) -> dict[int, Priced]:
    """What each receipt that is valued cost, as it came in and as corrected since, by its cause id."""
    moves = {receipt.id: receipt for receipt in receipts}
    came = CostLine.objects.filter(move_id__among=set(moves), kind=LineKind.RECEIPT).order_by()
    priced = {
        move_id: Priced(moves[move_id].quantity, value, value)
        for move_id, value in came.values_list("move_id").annotate(Sum("value"))
    }
    corrected = Adjustment.objects.filter(move_id__among=set(moves), kind=LineKind.PRICE).order_by("pk")
    for move_id, amount, pieces in corrected.values_list("move_id", "amount", "pieces"):
        priced[move_id].add(amount, pieces)
    return {moves[move_id].cause_id: one for move_id, one in priced.items()}
