"""Gifts, whatever is bought and given back: the same every time, never past a cap, and exactly recomputed."""

from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhanggui.catalog.rules.bundles import Part
from zhanggui.orders.rules.conditions import Condition, Group, Test
from zhanggui.orders.rules.fields import CaseLine, RuleCase
from zhanggui.orders.rules.gifts.deciding import DENIED, Decision, Given, Goods, Offer, Offers, Purse, decide
from zhanggui.orders.rules.gifts.terms import PER, GiftChoice, GiftTerms, terms_from
from zhanggui.orders.rules.looking import AskedRule
from zhanggui.orders.testing import AT

busy = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""Time says nothing on a machine that is shared."""

CODES = ("A", "B", "C")
GIFTS = {code: Goods((Part(place, code, code, 1, Decimal(1)),), Decimal(place)) for place, code in enumerate("XYZ", 1)}
small = st.integers(1, 6)
maybe = st.none() | st.integers(1, 12)
choices = st.builds(
    GiftChoice, st.sampled_from("XYZ"), st.integers(1, 3), st.lists(st.sampled_from("XYZ"), max_size=2).map(tuple)
)
terms = st.builds(
    GiftTerms,
    gifts=st.lists(choices, min_size=1, max_size=2).map(tuple),
    per=st.sampled_from(sorted(PER)),
    every=small.map(Decimal),
    counted=st.lists(st.sampled_from(CODES), min_size=1, max_size=2, unique=True).map(tuple),
    most_times=maybe,
    when_short=st.sampled_from(("wait", "without")),
    group=st.sampled_from(("", "g")),
    is_alone=st.booleans(),
    cap_pieces=maybe,
    cap_money=maybe.map(lambda n: None if n is None else Decimal(n)),
    per_buyer=st.none() | st.integers(1, 3),
    keep_stock=st.integers(0, 3),
)
lines = st.lists(
    st.builds(lambda code, n: CaseLine(code, code, "", n, Decimal(n), 0, Decimal(0)), st.sampled_from(CODES), small),
    max_size=3,
)


def offers_of(several: list[GiftTerms], least: list[int]) -> Offers:
    def condition(pieces: int) -> Condition:
        return Condition("all", (Group("all", (Test("units", "ge", (str(pieces),)),)),))

    return Offers(
        Offer(AskedRule(place, place, str(place), condition(pieces), ()), one)
        for place, (one, pieces) in enumerate(zip(several, least, strict=False), 1)
    )


def case_of(bought: list[CaseLine]) -> RuleCase:
    words: dict[str, Any] = dict.fromkeys(
        ("channel", "buyer", "message", "memo", "state", "city", "district", "carrier"), ""
    )
    money = {"paid": sum((line.amount for line in bought), Decimal(0)), "freight": Decimal(0), "discount": Decimal(0)}
    return RuleCase(
        order_id=1, version=1, shop_id=1, placed_at=AT, paid_at=AT, hour=1, cash_on_delivery=False, flag=0, labels=(),
        warehouse_id=None, lines=tuple(bought), **money, **words,
    )  # fmt: skip


def purse(stock: int) -> Purse:
    return Purse(GIFTS, free=dict.fromkeys((1, 2, 3), stock))


def as_given(decision: Decision, kept: list[Given] | None = None) -> list[Given]:
    gone = {one.grant_id for one in decision.taken_back}
    fresh = [
        Given(
            100 + gift.offer.rule_id, gift.offer.rule_id, gift.offer.version_id, gift.times, gift.pieces, gift.money,
            gift.parts,
            {part.sku_id: sum(p.quantity for p in gift.parts if p.sku_id == part.sku_id) for part in gift.parts}, False,
        )
        for gift in decision.gifts
    ]  # fmt: skip
    return [one for one in kept or [] if one.grant_id not in gone] + fresh


plain = st.builds(
    GiftTerms, gifts=st.lists(choices, min_size=1, max_size=2).map(tuple), group=st.sampled_from(("", "g"))
)
"""Once per order and without limits: what meets here are the rules themselves."""

rules = st.tuples(st.lists(plain | terms, min_size=1, max_size=4), st.lists(st.integers(0, 6), min_size=4, max_size=4))


@busy
@given(rules, lines, st.integers(0, 20))
def test_the_same_order_gets_the_same_gifts_and_the_second_time_none(several, bought, stock):
    offers, case = offers_of(*several), case_of(bought)
    one, other = purse(stock), purse(stock)
    first = decide(offers.earned(case), given=(), denied={}, buyer="b", purse=one)
    assert decide(offers.earned(case), given=(), denied={}, buyer="b", purse=other) == first
    denied = {came.version_id: came.code for came in first.came if came.code not in {"given", "earned"}}
    again = decide(offers.earned(case), given=as_given(first), denied=denied, buyer="b", purse=one)
    assert (again.gifts, again.taken_back) == ([], [])


@busy
@given(rules, st.lists(lines, min_size=1, max_size=8), st.integers(0, 20))
def test_no_cap_is_passed_by_any_number_of_orders(several, orders, stock):
    offers, left = offers_of(*several), purse(stock)
    given_by: dict[int, list[Any]] = {}
    for bought in orders:
        for gift in decide(offers.earned(case_of(bought)), given=(), denied={}, buyer="b", purse=left).gifts:
            given_by.setdefault(gift.offer.rule_id, []).append(gift)
            assert gift.pieces == sum(part.quantity for part in gift.parts)
    for offer in offers.offers:
        mine, cap = given_by.get(offer.rule_id, []), offer.terms
        assert sum(gift.pieces for gift in mine) <= (10**9 if cap.cap_pieces is None else cap.cap_pieces)
        assert sum(gift.money for gift in mine) <= (10**9 if cap.cap_money is None else cap.cap_money)
        assert len(mine) <= (10**9 if cap.per_buyer is None else cap.per_buyer)
    if all(offer.terms.when_short == "without" for offer in offers.offers):
        assert left.free is not None
        assert min(left.free.values()) >= 0


@busy
@given(rules, st.lists(lines, min_size=1, max_size=8), st.integers(0, 20))
def test_each_order_gets_what_somebody_gives_who_reads_the_rules_from_the_top(several, orders, stock):
    """By hand, rule after rule: earned, not beside one that stands alone, first of its group, and still below each cap
    and in stock. What stands that is given, nothing else is."""
    offers, left = offers_of(*several), purse(stock)
    used: dict[int, list[Any]] = {offer.rule_id: [] for offer in offers.offers}
    free = dict.fromkeys((1, 2, 3), stock)
    for bought in orders:
        earned = offers.earned(case_of(bought))
        decision = decide(earned, given=(), denied={}, buyer="b", purse=left)
        gave: list[GiftTerms] = []
        for offer, word, times in earned:
            terms = offer.terms
            fits = word == "earned" and not any(one.is_alone for one in gave) and not (terms.is_alone and gave)
            fits = fits and not any(one.group == terms.group != "" for one in gave)
            wanted = by_hand(terms, times, free=free) if fits else None
            if wanted is None or not is_below_caps(terms, used[offer.rule_id], wanted):
                continue
            gave.append(terms)
            used[offer.rule_id].append(wanted)
            for place, pieces in wanted:
                free[place] -= pieces
        assert [gift.offer.terms for gift in decision.gifts] == gave
        assert left.free == free


def by_hand(terms: GiftTerms, times: int, *, free: dict[int, int]) -> list[tuple[int, int]] | None:
    """Which SKU and how many pieces of it somebody takes off the shelf for these gifts, or None."""
    rest, taken = dict(free), []
    for gift in terms.gifts:
        pieces = gift.quantity * times
        places = ["XYZ".index(code) + 1 for code in gift.codes]
        there = [place for place in places if rest[place] - terms.keep_stock >= pieces]
        if not there and terms.when_short == "without":
            return None
        taken.append(((there or places)[0], pieces))
        rest[taken[-1][0]] -= pieces
    return taken


def is_below_caps(terms: GiftTerms, before: list[Any], wanted: list[tuple[int, int]]) -> bool:
    """With this gift the rule has given up to its caps, and not more: the last piece and the last yuan count too."""
    everything = [*before, wanted]
    pieces = sum(pieces for one in everything for _, pieces in one)
    money = sum(GIFTS["XYZ"[place - 1]].cost * pieces for one in everything for place, pieces in one)
    return not (
        (terms.cap_pieces is not None and pieces > terms.cap_pieces)
        or (terms.cap_money is not None and money > terms.cap_money)
        or (terms.per_buyer is not None and len(everything) > terms.per_buyer)
    )


@busy
@given(rules, lines, st.data())
def test_what_is_left_after_a_refund_is_earned_by_what_is_left_of_the_order(several, bought, data):
    offers = offers_of(*several)
    left = purse(1_000)
    first = decide(offers.earned(case_of(bought)), given=(), denied={}, buyer="b", purse=left)
    rest = [line for line in bought if data.draw(st.booleans())]
    kept = as_given(first)
    second = decide(offers.earned(case_of(rest)), given=kept, denied={}, buyer="b", purse=left)
    now = as_given(second, kept)
    times = {offer.rule_id: n for offer, word, n in offers.earned(case_of(rest)) if word == "earned"}
    assert all(times.get(one.rule_id) == one.times for one in now)
    for offer in offers.offers:
        assert left.pieces.get(offer.rule_id, 0) == sum(one.pieces for one in now if one.rule_id == offer.rule_id)
        assert left.money.get(offer.rule_id, Decimal(0)) == sum(
            one.money for one in now if one.rule_id == offer.rule_id
        )
    nothing = decide(offers.earned(case_of([])), given=now, denied={}, buyer="b", purse=left)
    assert len(nothing.taken_back) == len(now)
    assert not any(left.pieces.values())
    assert set((left.free or {}).values()) == {1_000}


@busy
@given(rules, st.lists(lines, min_size=1, max_size=6), st.integers(0, 20), st.integers(0, 20), st.data())
def test_a_refund_never_takes_for_want_of_stock_or_budget_what_an_order_had(several, orders, stock, later, data):
    """Whoever came meanwhile, and however little is left on the shelf; and no cap is passed by it."""
    offers, left = offers_of(*several), purse(stock)
    had: list[list[Given]] = []
    for bought in orders:
        had.append(as_given(decide(offers.earned(case_of(bought)), given=(), denied={}, buyer="b", purse=left)))
    left.free = dict.fromkeys((1, 2, 3), later - 10)
    for bought, mine in zip(orders, had, strict=True):
        rest = [line for line in bought if data.draw(st.booleans())]
        before = {one.rule_id for one in mine}
        decision = decide(offers.earned(case_of(rest)), given=mine, denied={}, buyer="b", purse=left)
        came = {one.version_id: one.code for one in decision.came if one.version_id in before}
        assert not DENIED.intersection(came.values())
        mine[:] = as_given(decision, mine)
    for offer in offers.offers:
        now = [one for mine in had for one in mine if one.rule_id == offer.rule_id]
        cap = offer.terms
        assert left.pieces.get(offer.rule_id, 0) == sum(one.pieces for one in now)
        assert left.money.get(offer.rule_id, Decimal(0)) == sum((one.money for one in now), Decimal(0))
        assert sum(one.pieces for one in now) <= (10**9 if cap.cap_pieces is None else cap.cap_pieces)
        assert sum((one.money for one in now), Decimal(0)) <= (10**9 if cap.cap_money is None else cap.cap_money)


@busy
@given(terms)
def test_terms_read_as_they_were_written(one):
    assert terms_from(one.as_json()) == one
