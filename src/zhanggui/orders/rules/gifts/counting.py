"""How often a gift rule gives with one order, from what the buyer bought. Pure."""

from collections.abc import Collection
from decimal import Decimal

from zhanggui.orders.rules.fields import CaseLine, RuleCase
from zhanggui.orders.rules.gifts.terms import GiftTerms


def times_of(terms: GiftTerms, case: RuleCase) -> int:
    """Whole multiples reached, at most as many as the terms allow; 0 where there is nothing to serve."""
    if not case.lines:
        return 0
    reached = 1 if terms.per == "order" else int(_counted(terms, case) // terms.every)
    return max(0, reached if terms.most_times is None else min(reached, terms.most_times))


def _counted(terms: GiftTerms, case: RuleCase) -> Decimal:
    named = {code.casefold() for code in terms.counted}
    lines = [line for line in case.lines if not named or _is_named(line, named)]
    if terms.per == "pieces":
        return Decimal(sum(line.quantity for line in lines))
    if terms.per == "amount":
        return sum((line.amount for line in lines), Decimal(0))
    if terms.per == "paid":
        return case.paid
    pieces = dict.fromkeys(named, 0)
    for line in lines:
        for word in (line.sku_code.casefold(), line.category.casefold()):
            if word in pieces:
                pieces[word] += line.quantity
    return Decimal(min(pieces.values(), default=0))


def _is_named(line: CaseLine, named: Collection[str]) -> bool:
    """Goods are named by merchant code or by category."""
    return line.sku_code.casefold() in named or line.category.casefold() in named
