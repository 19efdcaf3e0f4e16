"""What was paid, spread over the lines so that it adds up to the fen (channels.md 4.3; money is fen).

The money of a line has its share of the freight in it or has not; the sum of the order tells which. What is neither
goods nor freight (taxes, packing) is spread over the lines.
"""

from collections.abc import Sequence
from decimal import Decimal

from zhanggui.connectors.selling.reading import AmountUnreadable, Fields
from zhanggui.kernel.money import share


def line_amounts(order: Fields, lines: Sequence[Fields], *, number: str) -> list[Decimal]:
    """What the buyer pays for each line, freight excluded: together with the freight it is what the order costs."""
    payable = order.fen("pay_amount")
    freight = order.fen("post_amount", or_else=Decimal(0))
    if freight > payable:
        raise AmountUnreadable(number=number, field="post_amount", value=order.text("post_amount"))
    shares = [line.fen("pay_amount", or_else=Decimal(0)) for line in lines]
    if sum(shares) == payable:
        freights = [line.fen("post_amount", or_else=Decimal(0)) for line in lines]
        amounts = [paid - post for paid, post in zip(shares, freights, strict=True)]
        if sum(freights) == freight and min(amounts, default=Decimal(0)) >= 0:
            return amounts
    elif sum(shares) + freight == payable:
        return shares
    weights = shares if any(shares) else [line.fen("order_amount", or_else=Decimal(1)) for line in lines]
    return share(payable - freight, weights)
