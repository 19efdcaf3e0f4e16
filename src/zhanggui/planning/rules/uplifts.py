"""How many times as much is sold at a festival: learned from the company's past, leaned on by each SKU."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from zhanggui.planning.rules.festivals import Festival, festivals_between
from zhanggui.planning.rules.methods import Floats

AROUND = 28
"""So many days before and after a festival say what it would have been without."""
LEANING = 30.0
"""A SKU that would have sold so many pieces in the festivals' days anyway counts half by itself, half by all."""
LEAST, MOST = 0.1, 50.0


class PastDays:
    """The days of a history, and which festival each belongs to."""

    def __init__(self, first: date, days: int) -> None:
        self.first, self.days = first, days
        self.last = first + timedelta(days=days - 1)
        self.festivals = festivals_between(first, self.last)
        self.is_plain = np.ones(days, dtype=bool)
        for festival in self.festivals:
            self.is_plain[self.span(festival)] = False

    def span(self, festival: Festival) -> slice:
        begin = (festival.first - self.first).days
        return slice(max(begin, 0), max(min(begin + festival.days, self.days), 0))

    def whole(self, kind: str) -> list[slice]:
        """Occurrences that lie in the history from their first to their last day, with plain days before them."""
        inside = [one for one in self.festivals if one.kind == kind]
        return [
            self.span(one)
            for one in inside
            if one.first >= self.first and one.last <= self.last and self.plain_around(self.span(one)).any()
        ]

    def plain_around(self, span: slice) -> np.ndarray:
        """Plain days near these, as a mask."""
        near = np.zeros(self.days, dtype=bool)
        near[max(span.start - AROUND, 0) : span.stop + AROUND] = True
        return near & self.is_plain

    def kinds(self) -> list[str]:
        return sorted({festival.kind for festival in self.festivals})


def learn_company(sold: Floats, past: PastDays) -> dict[str, float]:
    """By festival: what all SKUs together sold in its days over what they would have sold. Festivals whose days lie
    before any sale say nothing."""
    learned = {}
    for kind in past.kinds():
        came, usual = (values.sum() for values in _came_and_usual(sold[None, :], past, kind))
        if usual > 0:
            learned[kind] = float(np.clip(came / usual, LEAST, MOST))
    return learned


def learn_each(sold: Floats, past: PastDays, company: Mapping[str, float]) -> dict[str, Floats]:
    """By festival the uplift of each SKU (rows of `sold`): the more it sells, the less it leans on all others."""
    return {
        kind: np.clip((came + LEANING * company[kind]) / (usual + LEANING), LEAST, MOST)
        for kind in company
        for came, usual in [_came_and_usual(sold, past, kind)]
    }


def cleaned(sold: Floats, past: PastDays, uplifts: Mapping[str, Floats]) -> Floats:
    """The history as if there had been no festivals."""
    plain = sold.copy()
    for festival in past.festivals:
        if festival.kind in uplifts:
            plain[:, past.span(festival)] /= uplifts[festival.kind][:, None]
    return plain


def multipliers(first: date, days: int, uplifts: Mapping[str, Floats], number: int) -> Floats:
    """SKU × day: by how much the days to come are lifted."""
    lifted = np.ones((number, days))
    ahead = PastDays(first, days)
    for festival in ahead.festivals:
        if festival.kind in uplifts:
            lifted[:, ahead.span(festival)] = uplifts[festival.kind][:, None]
    return lifted


def as_times(uplift: float) -> Decimal:
    return Decimal(f"{uplift:.2f}")


def used_uplifts(learned: Mapping[str, float], said: Mapping[str, Decimal]) -> dict[str, dict[str, str | None]]:
    """What a plan keeps of each festival: what history says, and what is used; the buyer's word comes first."""
    kinds: Sequence[str] = sorted({*learned, *said})
    found: dict[str, dict[str, str | None]] = {}
    for kind in kinds:
        by_history = str(as_times(learned[kind])) if kind in learned else None
        found[kind] = {"learned": by_history, "used": str(said[kind]) if kind in said else by_history}
    return found


def _came_and_usual(sold: Floats, past: PastDays, kind: str) -> tuple[Floats, Floats]:
    """By SKU over all occurrences: pieces sold, and pieces that so many plain days near them would have sold."""
    came, usual = np.zeros(len(sold)), np.zeros(len(sold))
    for span in past.whole(kind):
        came += sold[:, span].sum(axis=1)
        usual += sold[:, past.plain_around(span)].mean(axis=1) * (span.stop - span.start)
    return came, usual
