"""Samples by the standard's own examples, arrivals by the inspector's day, and what a lot may become."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from zhanggui.quality.aql import aql_table, aql_values
from zhanggui.quality.rules.arrivals import due_at
from zhanggui.quality.rules.judging import (
    FindingsExceedLot,
    Lot,
    NothingFound,
    NothingPasses,
    SampleTooSmall,
    Split,
    TooManyDefects,
    split_accepted,
    split_failed,
    split_passed,
    split_sorted,
)
from zhanggui.quality.rules.sampling import (
    DEFAULT_PLAN,
    Plan,
    Sample,
    SamplingUnsound,
    check_plan,
    choose_plan,
    code_letter,
    size_sample,
)

TABLE = aql_table()
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("aql", "quantity", "pieces", "accept"),
    [
        # GB/T 2828.1-2012, tables 1 and 2-A, level II, normal inspection
        ("2.5", 2000, 125, 7),
        ("4.0", 2000, 125, 10),
        ("1.0", 2000, 125, 3),
        ("0.65", 2000, 125, 2),
        ("2.5", 1000, 80, 5),
        ("1.5", 500, 50, 2),
        ("4.0", 100, 20, 2),
        ("6.5", 30, 8, 1),
        ("2.5", 60, 20, 1),  # letter E: the arrow leads down to F
        ("2.5", 40, 5, 0),  # letter D: the arrow leads up to C
        ("0.65", 60, 20, 0),  # above the first plan of the column
        ("0.65", 15, 15, 0),  # the sample is larger than the lot: every piece
        ("6.5", 600_000, 200, 21),  # below the last plan of the column
        ("1.0", 600_000, 1250, 21),
    ],
)  # fmt: skip
def test_a_lot_is_sampled_as_the_standard_has_it(aql, quantity, pieces, accept):
    assert size_sample(Plan("aql", Decimal(aql)), quantity=quantity, table=TABLE) == Sample(pieces, accept)


def test_every_lot_size_has_a_plan_for_every_limit():
    for quantity in (1, 2, 8, 9, 25, 26, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000, 150_000, 500_000, 10**7):
        for aql in aql_values():
            sample = size_sample(Plan("aql", Decimal(aql)), quantity=quantity, table=TABLE)
            assert 1 <= sample.pieces <= quantity
            assert sample.accept < max(sample.pieces, 1)


def test_code_letters_change_where_the_standard_says():
    sizes = (8, 9, 15, 16, 1200, 1201, 500_000, 500_001)
    assert [code_letter(size, table=TABLE) for size in sizes] == ["A", "B", "B", "C", "J", "K", "P", "Q"]


@pytest.mark.parametrize(
    ("plan", "quantity", "pieces"),
    [
        (Plan("percent", Decimal(50)), 7, 4),
        (Plan("percent", Decimal(1)), 7, 1),
        (Plan("percent", Decimal(100)), 7, 7),
        (Plan("fixed", Decimal(20)), 7, 7),
        (Plan("fixed", Decimal(3)), 7, 3),
        (Plan("all"), 7, 7),
        (Plan("none"), 7, 1),
    ],
)
def test_other_ways_of_sampling_allow_no_defect(plan, quantity, pieces):
    assert size_sample(plan, quantity=quantity, table=TABLE) == Sample(pieces, 0)


@pytest.mark.parametrize(
    ("method", "value"),
    [("percent", "0"), ("percent", "101"), ("fixed", "2.5"), ("fixed", "100001"), ("aql", "3"), ("guess", "1")],
)
def test_a_plan_that_makes_no_sense_is_refused(method, value):
    with pytest.raises(SamplingUnsound):
        check_plan(Plan(method, Decimal(value)), table=TABLE)


def test_the_nearest_plan_counts():
    one, two, three = Plan("all"), Plan("fixed", Decimal(3)), Plan("none")
    plans = {(1, 9): one, (1, None): two, (None, 9): three}
    assert choose_plan(plans, sku_id=1, supplier_id=9) == one
    assert choose_plan(plans, sku_id=1, supplier_id=8) == two
    assert choose_plan(plans, sku_id=2, supplier_id=9) == three
    assert choose_plan(plans, sku_id=2, supplier_id=None) == DEFAULT_PLAN == Plan("percent", Decimal(50))


def test_what_arrives_before_six_is_due_the_same_day():
    before, after = datetime(2026, 11, 11, 9, 59, tzinfo=UTC), datetime(2026, 11, 11, 10, 0, tzinfo=UTC)
    assert due_at(before, zone=ZONE) == datetime(2026, 11, 11, 18, 0, tzinfo=ZONE)
    assert due_at(after, zone=ZONE) == datetime(2026, 11, 12, 18, 0, tzinfo=ZONE)


def lot(**given: int) -> Lot:
    return Lot(**({"number": "QC1", "quantity": 10, "sample": 5, "accept": 1, "defective": 0, "checked": 0} | given))  # type: ignore[arg-type]


def test_a_lot_passes_but_for_what_was_found():
    assert split_passed(lot(defective=1)) == Split(9, 1, 5)
    with pytest.raises(TooManyDefects):
        split_passed(lot(defective=2))
    with pytest.raises(SampleTooSmall):
        split_passed(lot(), checked=4)
    with pytest.raises(FindingsExceedLot):
        split_passed(lot(), checked=11)


def test_a_lot_fails_as_a_whole_and_not_without_a_defect():
    assert split_failed(lot(defective=2)) == Split(0, 10, 5)
    with pytest.raises(NothingFound):
        split_failed(lot())


def test_sorting_looks_at_every_piece():
    assert split_sorted(lot(defective=4)) == Split(6, 4, 10)
    with pytest.raises(NothingPasses):
        split_sorted(lot(defective=10))
    assert split_accepted(lot(defective=4, checked=5)) == Split(6, 4, 5)
