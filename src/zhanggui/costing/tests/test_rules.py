"""Whatever moves, no cent is lost; the examples of the documentation are what the rules say."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.costing.rules.adjusting import Priced, add_to_receipt, revalue
from zhanggui.costing.rules.valuing import Change, Crossing, OutBeforeIn, Worth, cents, value_move
from zhanggui.costing.states import LineKind, Method

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "costing.md"
prices = st.decimals("0", "500", places=4)
steps = st.lists(st.tuples(st.integers(-60, 60).filter(bool), prices), max_size=40)


def coming(quantity: int, price: Decimal, number: int = 0) -> Crossing:
    return Crossing(number, LineKind.RECEIPT, quantity, cost=cents(quantity * price))


def walk(moves: list[tuple[int, Decimal]], method: str) -> tuple[Worth, list[Change]]:
    """Above zero comes in at the price, below zero goes out as far as there is enough."""
    worth, changes = Worth(), []
    for number, (quantity, price) in enumerate(moves):
        move = coming(quantity, price, number) if quantity > 0 else Crossing(number, LineKind.SALE, quantity)
        try:
            changes += value_move(worth, move, method=method)
        except OutBeforeIn:
            assert -quantity > worth.quantity
    return worth, changes


@given(steps, st.sampled_from(Method.values))
def test_value_is_conserved_and_never_below_nothing(moves, method):
    worth, changes = walk(moves, method)
    assert worth.value == sum((change.value for change in changes), Decimal(0))
    assert worth.quantity == sum(change.quantity for change in changes)
    assert all(change.quantity_after >= 0 and change.value_after >= 0 for change in changes)
    assert all(change.value_after == 0 for change in changes if change.quantity_after == 0)
    if method == Method.FIFO:
        assert all(pile.quantity > 0 and pile.value >= 0 for pile in worth.piles)
        assert worth.value == sum((pile.value for pile in worth.piles), Decimal(0))


@given(st.lists(st.integers(-60, 60).filter(bool), max_size=40), st.decimals("0", "500", places=2))
def test_both_methods_agree_when_all_prices_are_equal(quantities, price):
    moves = [(quantity, price) for quantity in quantities]
    average, fifo = walk(moves, Method.AVERAGE)[0], walk(moves, Method.FIFO)[0]
    assert (average.quantity, average.value) == (fifo.quantity, fifo.value)


@given(steps, st.decimals("-9000", "9000", places=2), st.integers(1, 60), prices, st.sampled_from(Method.values))
def test_adjustments_are_shared_whole(moves, amount, received, cost, method):
    worth, _ = walk(moves, method)
    pile = worth.piles[-1] if worth.piles else None
    before = worth.value
    change = add_to_receipt(
        worth, amount=amount, received=max(received, pile.quantity if pile else 0), pile=pile, method=method
    )
    assert change.value + change.beside == amount
    assert worth.value == before + change.value >= 0
    changes = revalue(worth, cost=cost, method=method)
    assert worth.value == cents(cost * worth.quantity)
    assert all(one.value_after >= 0 for one in changes)


@given(st.integers(1, 40), prices, st.lists(st.tuples(st.integers(1, 9), prices), max_size=8))
def test_invoices_of_parts_say_the_cost_together_whatever_was_known(quantity, came, parts):
    cost = cents(quantity * came)
    priced, due, left = Priced(quantity, cost, cost), Decimal(0), quantity
    for pieces, price in parts:
        if pieces <= left:
            priced.correct(price, pieces)
            left -= pieces
            due += cents(price * pieces)
    if left:
        priced.correct(Decimal(1), left)
        due += left
    assert priced.known == due


def examples() -> list[tuple[str, list[list[str]]]]:
    """The tables of the page under headings that name a method."""
    found = []
    for part in re.split(r"^## ", PAGE.read_text(), flags=re.M)[1:]:
        rows = [[cell.strip() for cell in row.strip("| \n").split("|")] for row in re.findall(r"^\|.*\|$", part, re.M)]
        if rows and rows[0][0] == "what happened":
            found.append((part.splitlines()[0], rows[2:]))
    return found


@pytest.mark.parametrize(("title", "rows"), examples(), ids=[title for title, _ in examples()])
def test_examples_of_the_page(title, rows):
    method = Method.FIFO if "first in" in title.lower() else Method.AVERAGE
    worth, last_out = Worth(), Decimal(0)
    for number, (what, pieces, price, change, quantity, value) in enumerate(rows):
        count = int(pieces) if pieces else 0
        if what == "bought":
            made = value_move(worth, coming(count, Decimal(price), number), method=method)
        elif what == "came back":
            made = value_move(worth, Crossing(number, LineKind.SALE_RETURN, count, cost=last_out), method=method)
        elif what == "counted more":
            made = value_move(worth, Crossing(number, LineKind.GAIN, count), method=method)
        elif what == "revalued":
            made = revalue(worth, cost=Decimal(price), method=method)
        elif what == "freight":
            pile = next((pile for pile in worth.piles if pile.move_id == 0), None)
            made = [add_to_receipt(worth, amount=Decimal(price), received=count, pile=pile, method=method)]
        else:
            made = value_move(worth, Crossing(number, LineKind.SALE, count), method=method)
            last_out = -sum((one.value for one in made), Decimal(0))
        assert sum((one.value for one in made), Decimal(0)) == Decimal(change), what
        assert (worth.quantity, worth.value) == (int(quantity), Decimal(value)), what


def test_the_page_has_examples_of_both_methods():
    titles = " ".join(title.lower() for title, _ in examples())
    assert "average" in titles
    assert "first in" in titles
