"""Forecasting methods on weeks, many SKUs at once: rows are SKUs, columns weeks, oldest first.

Each takes the weeks and where each SKU's history begins, and answers the weeks to come, never below zero. Formulas: the
naive and average forms as in Hyndman and Athanasopoulos, "Forecasting: Principles and Practice", 3rd edition; Croston
with the correction of Syntetos and Boylan (2005); exponential smoothing with additive errors, without trend or with a
damped one; Theta as simple smoothing with half the drift of the trend line (Hyndman and Billah, 2003).
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Forecaster: TypeAlias = Callable[[Floats, Ints, int], Floats]

YEAR = 52
AVERAGED = 8
CROSTON_ALPHA = 0.1
ALPHAS = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.9)
TREND_ALPHAS = (0.1, 0.3, 0.6)
TREND_BETAS = (0.05, 0.1, 0.2)
DAMPING = 0.9
TREND_MUST_GAIN = 0.95
"""A trend is believed when the squared errors with it are below this share of those without."""


def naive(weeks: Floats, begins: Ints, ahead: int) -> Floats:
    """The last week again."""
    return np.repeat(weeks[:, -1:], ahead, axis=1)


def seasonal(weeks: Floats, begins: Ints, ahead: int) -> Floats:
    """The same weeks of last year again; the last week where there is no full year."""
    found = naive(weeks, begins, ahead)
    length = weeks.shape[1]
    if length >= YEAR:
        places = [length - YEAR + step % YEAR for step in range(ahead)]
        has_year = begins <= length - YEAR
        found[has_year] = weeks[np.ix_(has_year, places)]
    return found


def average(weeks: Floats, begins: Ints, ahead: int) -> Floats:
    """The mean of the last eight weeks, or of as many as there are."""
    length = weeks.shape[1]
    several = min(AVERAGED, length)
    known = np.clip(length - begins, 1, several)
    lately = weeks[:, -several:] * (np.arange(length - several, length) >= begins[:, None])
    return np.repeat((lately.sum(axis=1) / known)[:, None], ahead, axis=1)


def croston(weeks: Floats, begins: Ints, ahead: int) -> Floats:
    """Size of a week that sells over the time between two such weeks. Where a SKU sold in its first week, the time to
    the next is the first that is known."""
    size = np.zeros(len(weeks))
    gap = np.ones(len(weeks))
    since = np.ones(len(weeks))
    is_begun, is_rough = np.zeros(len(weeks), dtype=bool), np.zeros(len(weeks), dtype=bool)
    for place, week in enumerate(weeks.T):
        sells = week > 0
        since = np.where(begins >= place, 1.0, since)
        first, later = sells & ~is_begun, sells & is_begun
        size = np.where(first, week, np.where(later, size + CROSTON_ALPHA * (week - size), size))
        whole = first | (later & is_rough)
        gap = np.where(whole, since, np.where(later, gap + CROSTON_ALPHA * (since - gap), gap))
        is_rough = np.where(sells, first & (begins == place), is_rough)
        since = np.where(sells, 1.0, since + 1.0)
        is_begun |= sells
    return np.repeat(((1 - CROSTON_ALPHA / 2) * size / gap)[:, None], ahead, axis=1)


def smoothing(weeks: Floats, begins: Ints, ahead: int) -> Floats:
    """Exponential smoothing: for each SKU the parameters that would have erred least, with a trend where it helps."""
    level, squares, _ = best_level(weeks, begins)
    found = np.repeat(level[:, None], ahead, axis=1)
    steps = np.cumsum(DAMPING ** np.arange(1, ahead + 1))
    least = squares * TREND_MUST_GAIN
    for alpha in TREND_ALPHAS:
        for beta in TREND_BETAS:
            level, trend, squares = _trended(weeks, begins, alpha=alpha, beta=beta)
            better = squares < least
            least = np.where(better, squares, least)
            found = np.where(better[:, None], level[:, None] + trend[:, None] * steps, found)
    return np.maximum(found, 0)


def theta(weeks: Floats, begins: Ints, ahead: int) -> Floats:
    """Simple smoothing, drifting by half the slope of the line through all weeks."""
    level, _, alpha = best_level(weeks, begins)
    known = np.maximum(weeks.shape[1] - begins, 1)
    drift = slope(weeks, begins) / 2
    start = (1 - (1 - alpha) ** known) / alpha
    steps = np.arange(ahead)[None, :] + start[:, None]
    return np.maximum(level[:, None] + drift[:, None] * steps, 0)


def best_level(weeks: Floats, begins: Ints) -> tuple[Floats, Floats, Floats]:
    """The last level of simple smoothing, the sum of its squared errors, and its alpha: the best of each SKU."""
    best = _levelled(weeks, begins, alpha=ALPHAS[0])
    level, least, alphas = best[0], best[1], np.full(len(weeks), ALPHAS[0])
    for alpha in ALPHAS[1:]:
        end, squares = _levelled(weeks, begins, alpha=alpha)
        better = squares < least
        level, least = np.where(better, end, level), np.where(better, squares, least)
        alphas = np.where(better, alpha, alphas)
    return level, least, alphas


def slope(weeks: Floats, begins: Ints) -> Floats:
    """Of the straight line through the weeks of each SKU since its first."""
    places = np.arange(weeks.shape[1])[None, :]
    is_known = places >= begins[:, None]
    number = np.maximum(is_known.sum(axis=1), 1)
    middle = np.where(is_known, places, 0).sum(axis=1) / number
    apart = np.where(is_known, places - middle[:, None], 0.0)
    return (apart * weeks).sum(axis=1) / np.maximum((apart**2).sum(axis=1), 1.0)


def _levelled(weeks: Floats, begins: Ints, *, alpha: float) -> tuple[Floats, Floats]:
    level = np.zeros(len(weeks))
    squares = np.zeros(len(weeks))
    for place, week in enumerate(weeks.T):
        error = week - level
        error[begins >= place] = 0.0
        squares += error * error
        level += alpha * error
        level = np.where(begins == place, week, level)
    return level, squares


def _trended(weeks: Floats, begins: Ints, *, alpha: float, beta: float) -> tuple[Floats, Floats, Floats]:
    level, trend, squares = (np.zeros(len(weeks)) for _ in range(3))
    for place, week in enumerate(weeks.T):
        expected = level + DAMPING * trend
        error = week - expected
        error[begins >= place] = 0.0
        squares += error * error
        level = np.where(begins == place, week, expected + alpha * error)
        trend = DAMPING * trend + alpha * beta * error
    return level, trend, squares


METHODS: Mapping[str, Forecaster] = {
    "naive": naive,
    "seasonal": seasonal,
    "average": average,
    "croston": croston,
    "ets": smoothing,
    "theta": theta,
}
"""By what they are called in states.Method. Where two err alike, the one named first is chosen."""
