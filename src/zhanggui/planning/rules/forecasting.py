"""From days sold to days expected: many SKUs of one warehouse at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from zhanggui.planning.rules.backtest import NAMES, BackTest, back_test
from zhanggui.planning.rules.methods import METHODS, Floats, Ints
from zhanggui.planning.rules.uplifts import PastDays, cleaned, learn_each, multipliers

WEEK = 7
WEEKS_AHEAD = 18
DAYS_AHEAD = WEEKS_AHEAD * WEEK
PROFILE_WEEKS = 26
LEANING = 50.0
"""A SKU with so many pieces counts half by its own weekdays, half by those of all."""


@dataclass(frozen=True, slots=True)
class Past:
    """What was sold: SKU × day, ending yesterday; what all SKUs together say of festivals and weekdays; and where the
    buyer knows better than history."""

    sold: Floats
    first: date
    company: Mapping[str, float]
    weekdays: Floats
    said: Mapping[str, float]

    @property
    def today(self) -> date:
        return self.first + timedelta(days=self.sold.shape[1])


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is expected of each SKU. `daily` is SKU × day from today on, festivals and weekdays in it."""

    test: BackTest
    weekly: Floats
    profiles: Floats
    uplifts: Mapping[str, Floats]
    sigma: Floats
    daily: Floats

    def method(self, row: int) -> str:
        return NAMES[self.test.choice[row]]


def foresee(past: Past) -> Outlook:
    """Cleans the past of festivals, tests every method on its weeks, takes the best of each SKU, and gives the days to
    come their weekdays and festivals again."""
    days = PastDays(past.first, past.sold.shape[1])
    learned = learn_each(past.sold, days, past.company)
    plain = cleaned(past.sold, days, learned)
    weeks = in_weeks(plain)
    begins = first_weeks(weeks)
    test = back_test(weeks, begins)
    weekly = _chosen(weeks, begins, test.choice)
    profiles = weekday_profiles(plain, past.weekdays)
    uplifts = {**learned, **{kind: np.full(len(weeks), times) for kind, times in past.said.items()}}
    flat = np.repeat(weekly / WEEK, WEEK, axis=1)
    shape = np.tile(profiles, WEEKS_AHEAD)
    daily = flat * shape * multipliers(past.today, DAYS_AHEAD, uplifts, len(weeks))
    return Outlook(test, weekly, profiles, uplifts, test.sigma / np.sqrt(WEEK), daily)


def in_weeks(days: Floats) -> Floats:
    """Sums of seven days, the last ending with the last day; days that fill no week are left out in front. Never below
    zero: what came back in a week without sales is not sold again."""
    whole = days.shape[1] // WEEK * WEEK
    sums = days[:, days.shape[1] - whole :].reshape(len(days), -1, WEEK).sum(axis=2)
    return np.maximum(sums, 0.0)


def first_weeks(weeks: Floats) -> Ints:
    """The first week of each SKU in which it sold; of one that never did, the last."""
    sells = weeks > 0
    return np.where(sells.any(axis=1), sells.argmax(axis=1), weeks.shape[1] - 1)


def weekday_profiles(days: Floats, company: Floats) -> Floats:
    """SKU × seven days of a week as in `in_weeks`, mean 1: its own share of each, leaned on that of all."""
    lately = min(days.shape[1] // WEEK, PROFILE_WEEKS) * WEEK
    sums = np.maximum(days[:, days.shape[1] - lately :].reshape(len(days), -1, WEEK).sum(axis=1), 0.0)
    share = (sums + LEANING * company / WEEK) / (sums.sum(axis=1, keepdims=True) + LEANING)
    return share * WEEK


def company_weekdays(sold: Floats) -> Floats:
    """The profile of all SKUs together, of one row of days."""
    return weekday_profiles(sold[None, :], np.ones(WEEK))[0]


def expected_in(outlook: Outlook, row: int, days: int) -> Decimal:
    """Pieces expected in the next days, to two places."""
    return Decimal(f"{outlook.daily[row, :days].sum():.2f}")


def days_until_out(daily: Floats, there: Floats) -> Ints:
    """How many days what is there lasts; DAYS_AHEAD: longer than we look."""
    gone = np.cumsum(daily, axis=1) > np.maximum(there, 0.0)[:, None] + 1e-9
    return np.where(gone.any(axis=1), gone.argmax(axis=1), DAYS_AHEAD)


def _chosen(weeks: Floats, begins: Ints, choice: Ints) -> Floats:
    found = np.zeros((len(weeks), WEEKS_AHEAD))
    for place, method in enumerate(METHODS.values()):
        mine = choice == place
        if mine.any():
            found[mine] = method(weeks[mine], begins[mine], WEEKS_AHEAD)
    return found
