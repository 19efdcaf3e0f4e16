"""What the figures of a SKU say, in numbers that a buyer can check by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.control.rules.signals import Standing, cover_days, signal_of, turns
from zhanggui.control.states import Signal

USUAL = Standing(on_hand=300, free=300, sold_month=300, sold_quarter=900, unsold_days=1, oldest_days=20, lead_days=7)


@pytest.mark.parametrize(
    ("change", "signal"),
    [
        ({}, "fine"),
        ({"free": 0}, "out"),
        ({"free": -2}, "out"),
        ({"free": 69}, "short"),
        ({"free": 70}, "low"),
        ({"free": 139}, "low"),
        ({"free": 140}, "fine"),
        ({"free": 140, "safety": 141}, "low"),
        ({"free": 140, "safety": 140}, "fine"),
        ({"free": 69, "lead_days": 0}, "low"),
        ({"sold_month": 60, "oldest_days": 61}, "slow"),
        ({"sold_month": 60, "oldest_days": 60}, "fine"),
        ({"sold_month": 0, "oldest_days": 100, "unsold_days": 40}, "slow"),
        ({"sold_month": 0, "oldest_days": 181, "unsold_days": 181}, "dead"),
        ({"sold_month": 0, "oldest_days": 181, "unsold_days": None}, "dead"),
        ({"sold_month": 0, "oldest_days": 181, "unsold_days": 180}, "slow"),
        ({"on_hand": 0, "free": 0, "sold_month": 0, "oldest_days": None}, "fine"),
    ],
)
def test_a_signal_follows_from_the_figures(change, signal):
    assert signal_of(replace(USUAL, **change)) == signal


def test_cover_and_turns():
    assert cover_days(USUAL) == Decimal(30)
    assert cover_days(replace(USUAL, sold_month=0)) is None
    assert turns(USUAL) == Decimal("12.17")
    assert turns(replace(USUAL, on_hand=0)) == 0


@given(st.builds(
    Standing, st.integers(0, 10**9), st.integers(-10, 10**9), st.integers(0, 10**9), st.integers(0, 10**9),
    st.none() | st.integers(0, 365), st.none() | st.integers(0, 4000), st.integers(0, 3650),
))  # fmt: skip
def test_every_standing_has_a_signal_and_numbers_that_fit_their_columns(one):
    assert signal_of(one) in Signal.values
    assert cover_days(one) is None or 0 <= (cover_days(one) or 0) < 10**6
    assert 0 <= turns(one) < 10**6
