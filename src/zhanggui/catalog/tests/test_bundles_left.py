"""How many bundles are left is never more than in the worst case, and exact in one warehouse."""

from decimal import Decimal
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from zhanggui.catalog.rules.bundles import Part, bundles_at, bundles_left

PIECES = st.integers(0, 5)
QUANTITIES = st.integers(1, 3)


def parts_of(quantities: tuple[int, int]) -> list[Part]:
    return [Part(pk, f"P{pk}", "", quantity, Decimal(1)) for pk, quantity in enumerate(quantities, start=1)]


def after(warehouses: list[dict[int, int]], taken: tuple[tuple[int, ...], ...]) -> list[dict[int, int]]:
    return [
        {sku: free - pieces for (sku, free), pieces in zip(stock.items(), here, strict=True)}
        for stock, here in zip(warehouses, taken, strict=True)
    ]


@given(
    st.tuples(PIECES, PIECES), st.tuples(PIECES, PIECES), st.tuples(PIECES, PIECES), st.tuples(QUANTITIES, QUANTITIES)
)
def test_whichever_warehouse_the_awaited_pieces_come_from(one, two, awaited, quantities):
    warehouses, parts = [dict(enumerate(stock, start=1)) for stock in (one, two)], parts_of(quantities)
    awaited = tuple(min(wanted, sum(there)) for wanted, there in zip(awaited, zip(one, two, strict=True), strict=True))
    worst = min(
        bundles_at(after(warehouses, (here, tuple(w - h for w, h in zip(awaited, here, strict=True)))), parts)
        for here in product(*(range(wanted + 1) for wanted in awaited))
        if all(h <= o and w - h <= t for h, o, t, w in zip(here, one, two, awaited, strict=True))
    )
    left = bundles_left(warehouses, parts, awaited=dict(enumerate(awaited, start=1)))
    assert 0 <= left <= worst


@given(st.tuples(PIECES, PIECES), st.tuples(PIECES, PIECES), st.tuples(QUANTITIES, QUANTITIES))
def test_in_one_warehouse_nothing_is_withheld(stock, awaited, quantities):
    warehouse, parts = dict(enumerate(stock, start=1)), parts_of(quantities)
    exact = min(max(0, free - gone) // part.quantity for free, gone, part in zip(stock, awaited, parts, strict=True))
    assert bundles_left([warehouse], parts, awaited=dict(enumerate(awaited, start=1))) == exact
