"""What is missing adds up, whoever waits and wherever pieces are."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from zhanggui.orders.rules.shortages import ClaimedBy, SkuStock, Want, judge_wants
from zhanggui.orders.testing import AT

SKU, WAREHOUSES = 1, [1, 2]
pieces = st.integers(0, 30)
moments = st.sampled_from([None, AT, AT.replace(hour=9)])
wants = st.lists(st.tuples(st.integers(1, 20), st.tuples(st.booleans(), moments, moments)), max_size=8).map(
    lambda rows: [Want(n, n, SKU, wanted, False, *rest) for n, (wanted, rest) in enumerate(rows, start=1)]
)
claims = st.lists(st.tuples(moments, moments, st.integers(1, 12), st.integers(1, 20)), max_size=5).map(
    lambda rows: [ClaimedBy(*row) for row in rows]
)
aside = st.dictionaries(st.sampled_from(["quarantine", "defective", "not_put_away", "lost"]), pieces)
stocks = st.builds(SkuStock, st.fixed_dictionaries({1: pieces, 2: pieces}), aside, claims)


@given(wants, stocks)
def test_causes_add_up_and_no_piece_explains_two(queue, stock):
    judged = judge_wants(queue, {SKU: stock}, warehouse_ids=WAREHOUSES)
    told = Counter[str]()
    for one in judged:
        assert sum(one.causes.values()) == one.short
        told.update(one.causes)
    for cause, there in stock.aside.items():
        assert told[cause] <= there
    assert told["claimed_older"] + told["claimed_newer"] <= sum(claim.pieces for claim in stock.claims)
    assert sorted(one.place for one in judged) == list(range(1, len(judged) + 1))


@given(wants, stocks)
def test_urgent_first_then_deadline_whatever_the_order_they_are_read_in(queue, stock):
    turns = [one.want.line_id for one in judge_wants(queue, {SKU: stock}, warehouse_ids=WAREHOUSES)]
    assert turns == [one.want.line_id for one in judge_wants(queue[::-1], {SKU: stock}, warehouse_ids=WAREHOUSES)]
    firsts = [queue[line_id - 1].is_first for line_id in turns]
    assert firsts == sorted(firsts, reverse=True)
