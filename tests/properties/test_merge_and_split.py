"""Merging and splitting part goods and money, and lose neither; undone, everything is as it was."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.properties.parting import Bought, make_company, planned
from zhanggui.fulfilment.rules.splitting import WAYS, OneParcelAlready, SplitLine, boxes_of, part
from zhanggui.fulfilment.rules.worth import LineMoney, Worth, line_worths, parcel_worths, piece_worths
from zhanggui.fulfilment.tests.merging import everything
from zhanggui.kernel.refusal import Refusal

cents = st.integers(0, 99_999).map(lambda fen: Decimal(fen) / 100)
signed = st.integers(-99_999, 99_999).map(lambda fen: Decimal(fen) / 100)
order_lines = st.lists(st.tuples(cents, st.integers(1, 9)), min_size=1, max_size=6)


@given(order_lines, signed, signed)
def test_shares_of_lines_sum_exactly_to_the_order(lines, freight, discount):
    money = [LineMoney(place, amount, pieces) for place, (amount, pieces) in enumerate(lines)]
    whole = sum(line_worths(money, freight=freight, discount=discount).values(), Worth())
    assert whole == Worth(sum((line.amount for line in money), Decimal(0)), freight, discount)


@given(cents, cents, cents, st.lists(st.integers(0, 9), min_size=1, max_size=8))
def test_shares_of_pieces_sum_exactly_to_the_line(amount, freight, discount, pieces):
    worth = Worth(amount, freight, discount)
    assert sum(piece_worths(worth, pieces), Worth()) == worth


@given(order_lines, cents, cents, st.data())
def test_parcels_of_one_order_are_worth_the_order_however_it_was_parted(lines, freight, discount, data):
    money = {place: LineMoney(place, amount, pieces) for place, (amount, pieces) in enumerate(lines)}
    held, number = [], 0
    for line in money.values():
        left = line.pieces
        while left:
            pieces = data.draw(st.integers(1, left))
            held.append((number, line.line_id, pieces))
            number, left = number + 1, left - pieces
    worths = line_worths(list(money.values()), freight=freight, discount=discount)
    assert sum(parcel_worths(money, worths, held).values(), Worth()) == sum(worths.values(), Worth())


held_lines = st.lists(
    st.builds(
        lambda order, quantity, grams, category, ready: SplitLine(
            0, order, "S", quantity, grams, category, ready, grams
        ),
        st.integers(1, 3), st.integers(1, 20), st.integers(0, 5_000), st.integers(0, 3), st.integers(0, 20),
    ),
    min_size=1,
    max_size=6,
).map(lambda lines: [line._replace(line_id=place) for place, line in enumerate(lines)])  # fmt: skip


places = st.lists(st.tuples(st.integers(1, 4), st.integers(0, 20)), max_size=4, unique_by=lambda one: one[0])


@given(held_lines, places)
def test_by_warehouse_every_piece_goes_from_one_place_that_has_it(lines, elsewhere):
    lines = [line._replace(sku=str(line.line_id), elsewhere=tuple(elsewhere)) for line in lines]
    try:
        boxes = boxes_of("P1", lines, way="by_warehouse")
    except OneParcelAlready:
        return
    free = dict(elsewhere)
    for line in lines:
        pieces = {box.warehouse_id: box.take.get(line.line_id, 0) for box in boxes}
        assert sum(pieces.values()) == line.quantity
        assert all(taken <= free[place] for place, taken in pieces.items() if place)
        assert pieces.get(None, 0) >= min(line.ready, line.quantity)
    assert len({box.warehouse_id for box in boxes}) == len(boxes)


@given(held_lines, st.sampled_from(sorted(set(WAYS) - {"by_hand", "by_warehouse"})), st.integers(1, 9_000))
def test_a_split_keeps_every_piece_and_its_limit(lines, way, limit):
    try:
        boxes = part("P1", lines, way=way, limit=limit)
    except Refusal:
        return
    for line in lines:
        assert sum(box.get(line.line_id, 0) for box in boxes) == line.quantity
    assert all(sum(box.values()) for box in boxes)
    if way in {"by_weight", "by_volume"}:
        grams = [[(line.grams, box.get(line.line_id, 0)) for line in lines] for box in boxes]
        for box in grams:
            assert sum(each * count for each, count in box) <= limit or sum(n for each, n in box if each) == 1


EVERYTHING = 63
steps = st.lists(
    st.tuples(st.sampled_from(["merge", "merge", "wave", *sorted(WAYS)]), st.integers(0, 40)), max_size=6
).map(lambda found: [("merge", EVERYTHING), *found])
goods = st.sampled_from([{"A": 1}, {"A": 4}, {"B": 2}, {"A": 1, "B": 1}, {"SET": 1}, {"SET": 2, "A": 1}])
buyers = st.lists(
    st.builds(
        Bought,
        goods,
        st.sampled_from(["王䶮", "王䶮", "李四"]),
        st.booleans(),
        st.sampled_from([None, 2, 9, 30]),
        cents,
        cents,
    ),
    min_size=2,
    max_size=4,
)
by_the_database = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def shop(db):
    return make_company()


@pytest.fixture
def merging_shop(db):
    return make_company(merges=True)


@pytest.mark.slow
@by_the_database
@given(bought=buyers, steps=steps)
def test_undone_in_turn_everything_is_as_it_was_and_no_cent_is_lost(shop, bought, steps):
    with planned(shop, bought) as table:
        before, claimed, undo = everything(), table.claimed(), []
        for name, which in steps:
            undo += table.step(name, which)
            table.check()
            assert table.claimed() == claimed
        for undone in reversed(undo):
            undone()
            table.check()
        assert everything() == before


@pytest.mark.slow
@by_the_database
@given(bought=buyers, steps=steps, refunds=st.sets(st.integers(0, 6), max_size=2))
def test_with_refunds_in_between_what_is_left_travels_and_is_paid_for_exactly(merging_shop, bought, steps, refunds):
    with planned(merging_shop, bought) as table:
        for place, (name, which) in enumerate(steps):
            if place in refunds:
                table.refund(which)
            table.step(name, which)
            table.check()
