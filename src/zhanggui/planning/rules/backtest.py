"""How each method would have done: forecasts made as of earlier weeks, held against what came.

A method is chosen by four-week stretches that end four, eight and twelve weeks ago. What is told of it is its error in
the last four weeks, by which nothing was chosen: so the chosen one may well have done worse than the last week
repeated, and then it says so.
"""

from dataclasses import dataclass

import numpy as np

from zhanggui.planning.rules.methods import METHODS, Floats, Ints

STRETCH = 4
"""Weeks forecast at a time."""
CHOSEN_BY = (4, 3, 2)
"""So many stretches ago each of them began."""
LEAST_WEEKS = 8
"""A SKU must have been sold for so long before the first stretch, or nothing is tested."""
FALLBACK = "average"
NAMES = tuple(METHODS)


@dataclass(frozen=True, slots=True)
class BackTest:
    """Mean absolute errors of a week by method and SKU, and the method each SKU gets. `sigma` is of one week."""

    chosen_by: Floats
    last: Floats
    choice: Ints
    is_tested: np.ndarray
    sigma: Floats


def back_test(weeks: Floats, begins: Ints) -> BackTest:
    """Rows of the errors are methods in the order of NAMES."""
    number, length = weeks.shape
    choosing = np.zeros((len(NAMES), number))
    squares = np.zeros((len(NAMES), number))
    last = np.zeros((len(NAMES), number))
    can_test = length >= LEAST_WEEKS + STRETCH * max(CHOSEN_BY)
    if can_test:
        for stretches in (*CHOSEN_BY, 1):
            apart = _errors(weeks, begins, stretches * STRETCH)
            squares += (apart**2).mean(axis=2)
            if stretches == 1:
                last = np.abs(apart).mean(axis=2)
            else:
                choosing += np.abs(apart).mean(axis=2) / len(CHOSEN_BY)
    is_tested = can_test & (begins <= length - LEAST_WEEKS - STRETCH * max(CHOSEN_BY))
    choice = np.where(is_tested, choosing.argmin(axis=0), NAMES.index(FALLBACK))
    erred = np.sqrt(squares[choice, np.arange(number)] / (len(CHOSEN_BY) + 1))
    return BackTest(choosing, last, choice, is_tested, np.where(is_tested, erred, _spread(weeks, begins)))


def _errors(weeks: Floats, begins: Ints, ago: int) -> Floats:
    """Method × SKU × week: forecast less what came, as of so many weeks ago."""
    cut = weeks.shape[1] - ago
    came = weeks[:, cut : cut + STRETCH]
    known, started = weeks[:, :cut], np.minimum(begins, cut - 1)
    return np.stack([method(known, started, STRETCH) - came for method in METHODS.values()])


def _spread(weeks: Floats, begins: Ints) -> Floats:
    """Deviation of the weeks since the first, at least that of chance arrivals: for what is too new to test."""
    is_known = np.arange(weeks.shape[1])[None, :] >= begins[:, None]
    number = np.maximum(is_known.sum(axis=1), 1)
    mean = (weeks * is_known).sum(axis=1) / number
    variance = (((weeks - mean[:, None]) ** 2) * is_known).sum(axis=1) / number
    return np.sqrt(np.maximum(variance, mean))
