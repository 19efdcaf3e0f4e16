"""Pure decisions: classes, safety stock, suppliers, festivals, and what to order."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.planning.rules.choosing import Offer, choose_offer, weighed_price
from zhanggui.planning.rules.classes import abc_classes, xyz_class
from zhanggui.planning.rules.festivals import DOUBLE_ELEVEN, SPRING_FESTIVAL, festivals_between, festivals_of
from zhanggui.planning.rules.numbers import Numbers, NumbersUnsound, check_numbers, numbers_from
from zhanggui.planning.rules.safety import safety_stock, z_of
from zhanggui.planning.rules.suggesting import Inputs, inputs_from, suggest
from zhanggui.planning.rules.waiting import Wish, share_waiting

pieces = st.integers(0, 100_000)
amounts = st.decimals(0, 100_000, places=2)
INPUTS = st.builds(
    Inputs,
    demand=amounts,
    sigma=st.decimals(0, 1000, places=3),
    lead_days=st.integers(0, 60),
    review_days=st.integers(1, 60),
    service_percent=st.decimals(50, Decimal("99.9"), places=1),
    on_hand=pieces,
    on_order=pieces,
    approved=pieces,
    claimed=pieces,
    short=pieces,
    pack_size=st.integers(1, 1000),
    least_quantity=st.integers(1, 5000),
    coming=pieces,
)
PLAIN = Inputs(
    demand=Decimal("140.00"), sigma=Decimal("4.000"), lead_days=7, review_days=7, service_percent=Decimal("95.0"),
    on_hand=60, on_order=24, approved=0, claimed=10, short=3, pack_size=12, least_quantity=24,
)  # fmt: skip


def test_a_suggestion_by_hand():
    """z is 1.645, √14 is 3.7417: safety 24.62; 140 + 24.62 + 10 + 3 − 60 − 24 = 93.62, in dozens 96."""
    found = suggest(PLAIN)
    assert (found.safety, found.level, found.missing) == (Decimal("24.62"), Decimal("177.62"), Decimal("93.62"))
    assert found.quantity == 96
    assert suggest(replace(PLAIN, on_hand=150)).quantity == 24  # 3.62 are missing: the least quantity
    assert suggest(replace(PLAIN, on_hand=154)).quantity == 0


@given(INPUTS)
def test_it_is_never_below_zero_in_packs_and_covers_what_is_missing(inputs):
    found = suggest(inputs)
    assert found.quantity >= 0
    assert found.quantity % inputs.pack_size == 0
    assert found.quantity >= found.missing
    assert found.quantity == 0 or found.quantity >= inputs.least_quantity
    assert found.quantity == 0 or found.quantity < max(found.missing, inputs.least_quantity) + inputs.pack_size + 1


@given(INPUTS, amounts, st.sampled_from(["demand", "sigma", "short", "claimed"]))
def test_it_never_falls_when_more_is_wanted(inputs, more, what):
    grown = getattr(inputs, what) + (int(more) if what in {"short", "claimed"} else more)
    assert suggest(replace(inputs, **{what: grown})).quantity >= suggest(inputs).quantity


@given(INPUTS, pieces, st.sampled_from(["on_hand", "on_order", "approved", "coming"]))
def test_it_never_rises_when_more_is_there(inputs, more, what):
    assert suggest(replace(inputs, **{what: getattr(inputs, what) + more})).quantity <= suggest(inputs).quantity


@given(INPUTS)
def test_what_is_stored_says_the_same_number_again(inputs):
    stored = orjson.loads(orjson.dumps(inputs.as_json() | {"method": "theta"}))
    assert inputs_from(stored) == inputs
    assert suggest(inputs_from(stored)) == suggest(inputs)
    before = {name: figure for name, figure in stored.items() if name != "coming"}
    assert suggest(inputs_from(before)) == suggest(replace(inputs, coming=0))


TEA, CUP, MAIN, FAR = 1, 2, 11, 12


def test_what_orders_wait_for_comes_in_where_it_was_wished():
    wishes = [Wish(FAR, TEA, 4), Wish(MAIN, TEA, 3)]
    assert share_waiting({TEA: 10, CUP: 5}, wishes, first=MAIN) == {(FAR, TEA): 4, (MAIN, TEA): 6, (MAIN, CUP): 5}
    assert share_waiting({TEA: 2}, wishes, first=MAIN) == {(FAR, TEA): 2}
    assert share_waiting({}, wishes, first=MAIN) == {}  # what was wished has come


@given(
    st.dictionaries(st.sampled_from([TEA, CUP]), st.integers(1, 50)),
    st.lists(st.builds(Wish, st.sampled_from([MAIN, FAR]), st.sampled_from([TEA, CUP]), st.integers(1, 40))),
)
def test_neither_more_nor_less_is_waited_for_than_is_short(short, wishes):
    shared = share_waiting(short, wishes, first=MAIN)
    sums = {sku: sum(pieces for (_, one), pieces in shared.items() if one == sku) for sku in short}
    assert sums == short
    assert all(pieces > 0 for pieces in shared.values())


def test_z_is_that_of_the_normal_distribution():
    """From any table of it."""
    assert [z_of(Decimal(percent)) for percent in ("50", "90.0", "95.0", "97.5", "99.9")] == [
        Decimal(text) for text in ("0.000", "1.282", "1.645", "1.960", "3.090")
    ]
    assert safety_stock(z=Decimal("1.645"), sigma=Decimal(10), days=9) == Decimal("49.35")


def test_classes():
    values = {"tea": Decimal(800), "cup": Decimal(100), "tin": Decimal(60), "lid": Decimal(40), "bag": Decimal(0)}
    assert abc_classes(values) == {"tea": "a", "cup": "b", "tin": "b", "lid": "c", "bag": "c"}
    assert abc_classes({"only": Decimal(3)}) == {"only": "a"}
    assert [xyz_class(mean=10, deviation=each) for each in (5, 5.1, 10, 10.1)] == ["x", "y", "y", "z"]
    assert xyz_class(mean=0, deviation=0) == "z"


def test_ten_points_of_the_score_are_worth_five_percent():
    good = Offer(1, Decimal(10), 7, 1, 1, Decimal(100))
    cheap = Offer(2, Decimal("9.6"), 3, 1, 1, Decimal(90))
    assert weighed_price(cheap) == Decimal("10.08")
    assert choose_offer([cheap, good]) == good
    assert choose_offer([replace(cheap, score=None), good]) == replace(cheap, score=None)
    assert choose_offer([]) is None


@pytest.mark.parametrize(
    ("year", "new_year", "autumn"),
    [(2024, "02-10", "09-17"), (2025, "01-29", "10-06"), (2026, "02-17", "09-25"), (2027, "02-06", "09-15")],
)
def test_the_lunar_calendar(year, new_year, autumn):
    """Published by the State Council for each of these years."""
    days = {festival.kind: festival for festival in festivals_of(year)}
    assert days[SPRING_FESTIVAL].first + timedelta(days=3) == date.fromisoformat(f"{year}-{new_year}")
    assert days["mid_autumn"].last == date.fromisoformat(f"{year}-{autumn}")


@given(st.integers(2000, 2080))
def test_no_day_belongs_to_two_festivals(year):
    found = festivals_of(year)
    assert all(one.first <= one.last for one in found)
    assert all(one.last < two.first for one, two in pairwise(found))


def test_festivals_around_the_turn_of_the_year():
    kinds = [one.kind for one in festivals_between(date(2026, 11, 5), date(2027, 1, 15))]
    assert kinds == [DOUBLE_ELEVEN, "double_twelve", "new_year_goods"]


def test_numbers_are_kept_and_checked():
    assert numbers_from(Numbers().as_json()) == Numbers()
    for wrong in ({"service_a": Decimal(100)}, {"review_days": 0}, {"lead_days": 61}):
        with pytest.raises(NumbersUnsound):
            check_numbers(replace(Numbers(), **wrong))
