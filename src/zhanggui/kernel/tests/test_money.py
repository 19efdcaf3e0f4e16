"""Shares of money add up to the cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.kernel.money import share


def cents(amount: int) -> Decimal:
    return Decimal(amount) / 100


@given(total=st.integers(-(10**7), 10**7), weights=st.lists(st.integers(0, 10**6), min_size=1, max_size=20))
def test_shares_lose_nothing(total, weights):
    parts = share(cents(total), [cents(weight) for weight in weights])
    assert sum(parts) == cents(total)
    assert all(part * total >= 0 for part in parts)
    assert max(parts) - min(parts) <= cents(1) or len(set(weights)) > 1


def test_the_largest_remainders_get_the_last_cents():
    assert share(cents(100), [Decimal(1), Decimal(1), Decimal(1)]) == [cents(34), cents(33), cents(33)]
    assert share(cents(-100), [Decimal(1), Decimal(5)]) == [cents(-17), cents(-83)]
    assert share(cents(5), [Decimal(0), Decimal(0)]) == [cents(3), cents(2)]


def test_money_cannot_be_shared_among_nobody():
    assert share(Decimal(0), []) == []
    with pytest.raises(ValueError, match="among"):
        share(cents(1), [])
