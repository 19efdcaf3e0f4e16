"""Which gifts an order gets: the rules in their order, groups, caps and stock, in memory. Pure.

The same order, rule versions and purse always give the same gifts. What was given stays as long as it is earned: of
more than is earned now the rest stays, whatever caps and stock say by then, and what could grow but cannot stays as it
is. What was denied for want of budget or stock stays denied, until somebody applies rules anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from zhanggui.catalog.rules.bundles import Part
from zhanggui.orders.rules.fields import RuleCase
from zhanggui.orders.rules.gifts.counting import times_of
from zhanggui.orders.rules.gifts.terms import GiftTerms
from zhanggui.orders.rules.looking import AskedRule, Looks, compared

DENIED = frozenset({"cap_pieces", "cap_money", "no_cost", "per_buyer", "no_stock"})
"""What stays as it is when an order is decided again: budget that comes back goes to orders that come after."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One version of a gift rule, with its scope and conditions as those of a review rule."""

    asked: AskedRule
    terms: GiftTerms

    @property
    def rule_id(self) -> int:
        return self.asked.rule_id

    @property
    def version_id(self) -> int:
        return self.asked.version_id


class Given(NamedTuple):
    """A gift that an order has: a grant and what it holds of the caps and of the stock."""

    grant_id: int
    rule_id: int
    version_id: int
    times: int
    pieces: int
    money: Decimal
    parts: tuple[Part, ...]
    """What carries it, in pieces."""
    unclaimed: Mapping[int, int]
    has_left: bool


class Gift(NamedTuple):
    """What a rule is to give with an order."""

    offer: Offer
    times: int
    parts: tuple[Part, ...]
    pieces: int
    money: Decimal


class Came(NamedTuple):
    """What one rule came to on one order."""

    version_id: int
    code: str
    times: int = 0


@dataclass(slots=True)
class Decision:
    gifts: list[Gift] = field(default_factory=list)
    taken_back: list[Given] = field(default_factory=list)
    came: list[Came] = field(default_factory=list)


class Goods(NamedTuple):
    """What is sent for one piece of a gift, and what that costs; 0 where nobody wrote it down."""

    parts: tuple[Part, ...]
    cost: Decimal


@dataclass(slots=True)
class Purse:
    """What is left to give: used budgets by rule, times by rule and buyer, free pieces by SKU. Changes as it gives."""

    goods: Mapping[str, Goods]
    pieces: dict[int, int] = field(default_factory=dict)
    money: dict[int, Decimal] = field(default_factory=dict)
    buyers: dict[tuple[int, str], int] = field(default_factory=dict)
    free: dict[int, int] | None = None
    """None: stock is not looked at, as in a rehearsal."""
    own: dict[int, int] = field(default_factory=dict)
    """Pieces that the order at hand had itself and gave back: it may have them again, however short the stock is."""

    def take(self, offer: Offer, times: int, buyer: str) -> Gift | str:
        """The gift, taken out of the purse, or the word for what it lacks."""
        terms, rule_id = offer.terms, offer.rule_id
        if terms.per_buyer is not None and self.buyers.get((rule_id, buyer), 0) >= terms.per_buyer:
            return "per_buyer"
        chosen = self._choose(terms, times)
        if chosen is None:
            return "no_stock"
        parts, cost, is_known = chosen
        if terms.cap_money is not None and not is_known:
            return "no_cost"
        pieces, money = sum(part.quantity for part in parts), cost.quantize(Decimal("0.01"))
        if terms.cap_pieces is not None and self.pieces.get(rule_id, 0) + pieces > terms.cap_pieces:
            return "cap_pieces"
        if terms.cap_money is not None and self.money.get(rule_id, Decimal(0)) + money > terms.cap_money:
            return "cap_money"
        self._add(rule_id, buyer, 1, pieces, money)
        for part in parts:
            self._use(part.sku_id, part.quantity)
        return Gift(offer, times, tuple(parts), pieces, money)

    def take_rest(self, offer: Offer, times: int, given: Given, buyer: str) -> Gift:
        """The part still earned of a gift that was given back just now: the same goods at the same cost."""
        parts = tuple(part._replace(quantity=part.quantity * times // given.times) for part in given.parts)
        money = (given.money * times / given.times).quantize(Decimal("0.01"))
        gift = Gift(offer, times, parts, sum(part.quantity for part in parts), money)
        self._add(offer.rule_id, buyer, 1, gift.pieces, gift.money)
        for part in parts:
            self._use(part.sku_id, part.quantity)
        return gift

    def grow(self, offer: Offer, times: int, given: Given, buyer: str) -> Gift | str:
        """The gift in place of a lesser one, or the word for what it lacks: then the lesser one is still taken."""
        self.give_back(given, buyer)
        gift = self.take(offer, times, buyer)
        if isinstance(gift, str):
            self._add(given.rule_id, buyer, 1, given.pieces, given.money)
            for sku_id, quantity in given.unclaimed.items():
                self._use(sku_id, quantity)
        return gift

    def give_back(self, given: Given, buyer: str) -> None:
        self._add(given.rule_id, buyer, -1, -given.pieces, -given.money)
        for sku_id, quantity in given.unclaimed.items():
            self._use(sku_id, -quantity)

    def _add(self, rule_id: int, buyer: str, times: int, pieces: int, money: Decimal) -> None:
        self.buyers[rule_id, buyer] = self.buyers.get((rule_id, buyer), 0) + times
        self.pieces[rule_id] = self.pieces.get(rule_id, 0) + pieces
        self.money[rule_id] = self.money.get(rule_id, Decimal(0)) + money

    def _use(self, sku_id: int, quantity: int) -> None:
        if self.free is not None:
            self.free[sku_id] = self.free.get(sku_id, 0) - quantity
            self.own[sku_id] = max(0, self.own.get(sku_id, 0) - quantity)

    def _choose(self, terms: GiftTerms, times: int) -> tuple[list[Part], Decimal, bool] | None:
        """For each gift the first of its choices that is in stock; the first of all where the order may wait.

        With what they cost, and whether that is known of all.
        """
        found: list[Part] = []
        cost, is_known = Decimal(0), True
        for gift in terms.gifts:
            pieces = gift.quantity * times
            known = [code for code in gift.codes if code in self.goods]
            code = next((code for code in known if self._is_there(code, pieces, found, terms.keep_stock)), None)
            if code is None and terms.when_short == "wait" and known:
                code = known[0]
            if code is None:
                return None
            goods = self.goods[code]
            found += [part._replace(quantity=part.quantity * pieces) for part in goods.parts]
            cost += goods.cost * pieces
            is_known = is_known and goods.cost > 0
        return found, cost, is_known

    def _is_there(self, code: str, pieces: int, taken: Sequence[Part], keep: int) -> bool:
        if self.free is None:
            return True
        return all(
            max(self.free.get(part.sku_id, 0) - keep, self.own.get(part.sku_id, 0))
            - sum(one.quantity for one in taken if one.sku_id == part.sku_id)
            >= part.quantity * pieces
            for part in self.goods[code].parts
        )


class Offers:
    """Gift rules compiled once for any number of orders."""

    def __init__(self, offers: Iterable[Offer]) -> None:
        self.offers = tuple(offers)
        self._looks = Looks(offer.asked for offer in self.offers)

    @property
    def needs(self) -> set[str]:
        return self._looks.needs

    def earned(self, case: RuleCase) -> list[tuple[Offer, str, int]]:
        """Each rule with `earned` and its times, or the word for why it gives nothing whatever there is."""
        seen = compared(self._looks.values(case))
        found = []
        for offer, holds in zip(self.offers, self._looks.conditions, strict=True):
            if not offer.asked.is_about(case):
                found.append((offer, "out_of_scope", 0))
            elif offer.terms.only_asked and offer.rule_id not in case.marks.gifts:
                found.append((offer, "not_asked", 0))
            elif not case.lines:
                found.append((offer, "nothing_left", 0))
            elif not holds(seen):
                found.append((offer, "unmet", 0))
            elif times := times_of(offer.terms, case):
                found.append((offer, "earned", times))
            else:
                found.append((offer, "too_few", 0))
        return found


def decide(
    earned: Sequence[tuple[Offer, str, int]],
    *,
    given: Sequence[Given],
    denied: Mapping[int, str],
    buyer: str,
    purse: Purse,
    may_add: bool = True,
) -> Decision:
    """What one order gets, loses and keeps. `denied` are the versions it was refused before, with the word.

    Unless it `may_add`, of what is earned in another measure than before everything stays, to be decided later.
    """
    decision = Decision()
    purse.own = {}
    still = {offer.version_id for offer, word, _ in earned if word == "earned"}
    mine = {one.rule_id: one for one in given}
    for one in given:
        if not one.has_left and one.version_id not in still:
            _take_back(one, mine, buyer, purse, decision)
    groups: set[str] = set()
    gave = is_alone = False
    for offer, word, times in earned:
        terms, before = offer.terms, mine.get(offer.rule_id)
        if before is not None and before.has_left:
            word, times = "given", before.times
        elif word == "earned":
            if is_alone or (terms.is_alone and gave):
                word = "alone"
            elif terms.group and terms.group in groups:
                word = "group"
            elif before is not None and may_add:
                word, times = "given", _measure(offer, times, before, mine, buyer, purse, decision)
            elif before is not None:
                word = "given" if times == before.times else "under_way"
            elif offer.version_id in denied:
                word = denied[offer.version_id]
            elif not may_add:
                word = "under_way"
            else:
                word = _take(offer, times, buyer, purse, decision)
            if word in {"alone", "group"} and before is not None:
                _take_back(before, mine, buyer, purse, decision)
        if word == "given" or offer.rule_id in mine:
            gave, is_alone = True, is_alone or terms.is_alone
            groups |= {terms.group} - {""}
        decision.came.append(Came(offer.version_id, word, times if word != "unmet" else 0))
    return decision


def _take(offer: Offer, times: int, buyer: str, purse: Purse, decision: Decision) -> str:
    gift = purse.take(offer, times, buyer)
    if isinstance(gift, str):
        return gift
    decision.gifts.append(gift)
    return "given"


def _measure(
    offer: Offer, times: int, before: Given, mine: dict[int, Given], buyer: str, purse: Purse, decision: Decision
) -> int:
    """A gift still earned is as much as is earned now, or as it was where more is not there; answers how often."""
    if times < before.times and before.parts:
        _take_back(before, mine, buyer, purse, decision)
        decision.gifts.append(purse.take_rest(offer, times, before, buyer))
    elif times != before.times:
        gift = purse.grow(offer, times, before, buyer)
        if isinstance(gift, str):
            return before.times
        decision.taken_back.append(mine.pop(offer.rule_id))
        decision.gifts.append(gift)
    return times


def _take_back(one: Given, mine: dict[int, Given], buyer: str, purse: Purse, decision: Decision) -> None:
    purse.give_back(one, buyer)
    mine.pop(one.rule_id, None)
    decision.taken_back.append(one)
