"""However moves are cut into turns, they are valued alike; whatever waits is valued once it can be."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from zhanggui.costing.rules.turning import CauseKey, Left, NewLine, PendingMove, take_turn
from zhanggui.costing.rules.valuing import Worth
from zhanggui.costing.states import Method

DAY = date(2026, 11, 11)
OURS = "storage"
prices = st.decimals("0", "300", places=4)
ways = st.sampled_from(
    [
        ("supplier", OURS, "receive_goods"),
        (OURS, "customer", "ship_parcels"),
        ("customer", OURS, "take_back_parcels"),
        (OURS, "supplier", "return_defects"),
        ("loss", OURS, "adjust_stock"),
        (OURS, "loss", "adjust_stock"),
        (OURS, "customer", "use_packaging"),
    ]
)
steps = st.lists(st.tuples(st.integers(1, 2), st.integers(1, 20), prices, ways), max_size=40)


def moves_of(drawn: list) -> list[PendingMove]:
    """A return undoes the shipment five moves before it, where there is one."""
    return [
        PendingMove(
            number, sku_id, pieces, price, cause, number - 5 if cause == "take_back_parcels" else number, DAY, origin,
            target, 1, Decimal("2.5"),
        )
        for number, (sku_id, pieces, price, (origin, target, cause)) in enumerate(drawn, 1)
    ]  # fmt: skip


def value(moves: list[PendingMove], cuts: list[int], method: str) -> tuple[dict[int, Worth], list[NewLine], set[int]]:
    """As the worker does: those that wait are tried again first, in the order of their numbers."""
    worths = {1: Worth(), 2: Worth()}
    left: dict[CauseKey, Left] = {}
    lines: list[NewLine] = []
    waiting: list[PendingMove] = []
    ends = [0, *sorted(cut % (len(moves) + 1) for cut in cuts), len(moves)]
    for begin, end in pairwise(ends):
        turn = take_turn(sorted([*waiting, *moves[begin:end]]), worths, left, method=method)
        lines += turn.lines
        waiting = list(turn.waiting.values())
    return worths, lines, {move.id for move in waiting}


@given(steps, st.lists(st.integers(0, 60), max_size=5), st.sampled_from(Method.values))
def test_turns_of_any_size_end_alike(drawn, cuts, method):
    moves = moves_of(drawn)
    worths, lines, waiting = value(moves, [], method)
    again, other, left = value(moves, cuts, method)
    assert waiting == left
    for sku_id, worth in worths.items():
        assert (worth.quantity, worth.value) == (again[sku_id].quantity, again[sku_id].value)
    assert [(line.move_id, line.change.value) for line in lines if line.sku_id == 1] == [
        (line.move_id, line.change.value) for line in other if line.sku_id == 1
    ]


@given(steps, st.lists(st.integers(0, 60), max_size=5), st.sampled_from(Method.values))
def test_every_move_is_valued_in_full_or_waits_and_each_line_runs_on(drawn, cuts, method):
    moves = moves_of(drawn)
    worths, lines, waiting = value(moves, cuts, method)
    assert {line.move_id for line in lines} | waiting == {move.id for move in moves}
    assert {line.move_id for line in lines} & waiting == set()
    for move in moves:
        valued = sum(line.change.quantity for line in lines if line.move_id == move.id)
        assert abs(valued) == (0 if move.id in waiting else move.quantity)
    for sku_id, worth in worths.items():
        quantity, total = 0, Decimal(0)
        for line in lines:
            if line.sku_id == sku_id:
                quantity, total = quantity + line.change.quantity, total + line.change.value
                assert (line.change.quantity_after, line.change.value_after) == (quantity, total)
                assert quantity >= 0
                assert total >= 0
                assert quantity or not total
        assert (worth.quantity, worth.value) == (quantity, total)


@given(steps, st.sampled_from(Method.values))
def test_whoever_waits_has_too_little_there(drawn, method):
    moves = moves_of(drawn)
    worths, _, waiting = value(moves, [], method)
    for move in moves:
        if move.id in waiting:
            assert move.quantity > worths[move.sku_id].quantity
