"""Methods against figures of `statsforecast` 2.0.3, the back-test on series whose best method is known, festivals."""

from datetime import date, timedelta

import numpy as np
import pytest

from zhanggui.planning.rules.backtest import NAMES, back_test
from zhanggui.planning.rules.forecasting import Past, expected_in, first_weeks, foresee, in_weeks
from zhanggui.planning.rules.methods import METHODS, best_level, croston, smoothing, theta
from zhanggui.planning.rules.uplifts import PastDays, learn_company

NO_BEGIN = np.array([0])
AIR = np.array(
    [[112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118, 115, 126, 141, 135, 125, 149, 170, 170, 158, 133, 114,
      140, 145, 150, 178, 163, 172, 178, 199, 199, 184, 162, 146, 166]], dtype=float,
)  # fmt: skip
"""Passengers of 1949 to 1951 by month (Box and Jenkins): the first three years of AirPassengers."""
RARE = np.array([[0, 0, 3, 0, 0, 0, 5, 0, 0, 2, 0, 0, 0, 0, 4, 0, 1, 0, 0, 6, 0, 0, 0, 2]], dtype=float)
FLAT = np.array([[20, 23, 19, 22, 18, 25, 21, 20, 24, 19, 22, 21, 23, 18, 20, 22, 25, 19, 21, 23, 20, 22, 18, 24]],
                dtype=float)  # fmt: skip
TODAY = date(2026, 11, 23)


def test_croston_and_simple_smoothing_are_those_of_statsforecast():
    assert croston(RARE, NO_BEGIN, 1)[0, 0] == pytest.approx(0.92334306, abs=1e-8)
    level, _, alpha = best_level(AIR, NO_BEGIN)
    assert (level[0], alpha[0]) == (pytest.approx(164.18347832, abs=1e-8), 0.9)


def test_smoothing_and_theta_differ_little_from_those_whose_parameters_are_searched_finely():
    assert theta(AIR, NO_BEGIN, 4)[0] == pytest.approx([166.658194, 167.506198, 168.354203, 169.202208], rel=0.01)
    assert theta(FLAT, NO_BEGIN, 4)[0] == pytest.approx([21.370308, 21.378352, 21.386395, 21.394439], rel=0.01)
    assert smoothing(FLAT, NO_BEGIN, 2)[0] == pytest.approx([21.205465, 21.205465], rel=0.01)


def test_no_method_says_less_than_nothing_or_looks_before_a_sku_began():
    falling = np.array([[50.0, 30, 10, 0, 0, 0, 0, 0, 0, 0]])
    late = np.array([[0.0] * 8 + [7.0, 7.0]])
    for name, method in METHODS.items():
        assert (method(falling, NO_BEGIN, 6) >= 0).all(), name
        assert method(late, np.array([8]), 1)[0, 0] == pytest.approx(7, rel=0.06), name


def test_the_back_test_finds_the_method_the_series_was_made_by():
    random = np.random.default_rng(7)
    yearly = np.tile(100 + 80 * np.sin(np.arange(52) * 2 * np.pi / 52), 2) + random.normal(0, 1, 104)
    noisy = 40 + random.normal(0, 8, 104)
    test = back_test(np.stack([yearly, noisy]), np.array([0, 0]))
    assert test.is_tested.all()
    assert NAMES[test.choice[0]] == "seasonal"
    assert NAMES[test.choice[1]] in {"average", "ets", "theta", "croston"}
    own = test.chosen_by[test.choice, [0, 1]]
    assert (own < test.chosen_by[NAMES.index("naive")]).all()


def test_the_error_that_is_told_is_of_weeks_the_method_was_not_chosen_by():
    """It alternates for two years and then stands still: what was best before is worse than the last week repeated."""
    weeks = np.array([[10.0, 30.0] * 50 + [30.0, 30.0, 30.0, 30.0]])
    weeks[0, 99] = 30.0
    test = back_test(weeks, NO_BEGIN)
    chosen = test.choice[0]
    assert NAMES[chosen] != "naive"
    assert test.chosen_by[chosen, 0] == test.chosen_by[:, 0].min()
    assert test.last[chosen, 0] > test.last[NAMES.index("naive"), 0] == 0


def test_too_new_a_sku_is_not_tested():
    weeks = np.zeros((1, 104))
    weeks[0, -10:] = 5.0
    test = back_test(weeks, first_weeks(weeks))
    assert not test.is_tested[0]
    assert NAMES[test.choice[0]] == "average"


def steady(days: int, *, november: float) -> tuple[np.ndarray, date]:
    """Ten a day, and so many times that from 31 October to 11 November."""
    first = TODAY - timedelta(days=days)
    sold = np.full((1, days), 10.0)
    for number in range(days):
        day = first + timedelta(days=number)
        if (10, 31) <= (day.month, day.day) <= (11, 11):
            sold[0, number] *= november
    return sold, first


def test_what_a_festival_brought_is_learned_kept_out_of_the_weeks_and_expected_again():
    sold, first = steady(733, november=3.0)
    learned = learn_company(sold[0], PastDays(first, 733))
    assert learned["double_eleven"] == pytest.approx(3.0)
    assert learned["mid_year"] == pytest.approx(1.0)
    until = (date(2026, 10, 29) - first).days
    past = Past(sold[:, :until], first, {"double_eleven": 3.0}, np.ones(7), {})
    outlook = foresee(past)
    assert outlook.weekly[0] == pytest.approx(70.0, rel=0.01)
    assert outlook.daily[0, :2] == pytest.approx(10.0, rel=0.01)
    assert outlook.daily[0, 2:14] == pytest.approx(30.0, rel=0.01)
    said = foresee(Past(sold[:, :until], first, {"double_eleven": 3.0}, np.ones(7), {"double_eleven": 2.0}))
    assert said.daily[0, 2:14] == pytest.approx(20.0, rel=0.01)
    assert float(expected_in(outlook, 0, 14)) == pytest.approx(2 * 10 + 12 * 30, rel=0.01)


def test_weeks_end_yesterday_and_are_never_below_zero():
    days = np.array([[9.0, 9.0, *([1.0] * 7), *([-1.0] * 7)]])
    assert in_weeks(days).tolist() == [[7.0, 0.0]]
