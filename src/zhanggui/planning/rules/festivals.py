"""When people of China shop and when they rest: festivals by their days, solar and lunar.

The lunar calendar is that of `lunar_python`. Shopping festivals are taken from their presale of the last stretch to
their day.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from lunar_python import Lunar

NEW_YEAR_GOODS = "new_year_goods"
SPRING_FESTIVAL = "spring_festival"
MAY_DAY = "may_day"
DRAGON_BOAT = "dragon_boat"
MID_YEAR = "mid_year"
MID_AUTUMN = "mid_autumn"
NATIONAL_DAY = "national_day"
DOUBLE_ELEVEN = "double_eleven"
DOUBLE_TWELVE = "double_twelve"
GOODS_DAYS = 28
"""New Year goods 年货 are bought for four weeks; the last three days before the feast nobody delivers any more."""


class Festival(NamedTuple):
    """One occurrence, its first and last day included."""

    kind: str
    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def lunar_day(year: int, month: int, day: int) -> date:
    """The day of the solar calendar on which this day of the lunar year falls."""
    solar = Lunar.fromYmd(year, month, day).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


@cache
def festivals_of(year: int) -> tuple[Festival, ...]:
    """Those that end in this year, by their days. No two of them share a day."""
    new_year = lunar_day(year, 1, 1)
    autumn, boat = lunar_day(year, 8, 15), lunar_day(year, 5, 5)
    found = [
        Festival(NEW_YEAR_GOODS, new_year - timedelta(days=GOODS_DAYS), new_year - timedelta(days=4)),
        Festival(SPRING_FESTIVAL, new_year - timedelta(days=3), new_year + timedelta(days=6)),
        Festival(MAY_DAY, date(year, 5, 1), date(year, 5, 5)),
        Festival(DRAGON_BOAT, boat - timedelta(days=6), boat),
        Festival(MID_YEAR, date(year, 6, 1), date(year, 6, 18)),
        Festival(MID_AUTUMN, autumn - timedelta(days=13), autumn),
        Festival(NATIONAL_DAY, date(year, 10, 1), date(year, 10, 7)),
        Festival(DOUBLE_ELEVEN, date(year, 10, 31), date(year, 11, 11)),
        Festival(DOUBLE_TWELVE, date(year, 12, 9), date(year, 12, 12)),
    ]
    taken: set[date] = set()
    kept = []
    for festival in sorted(found, key=lambda one: _RANK.index(one.kind)):
        free = [day for day in _days(festival) if day not in taken]
        taken.update(free)
        if free:
            kept.append(Festival(festival.kind, min(free), max(free)))
    return tuple(sorted(kept, key=lambda one: one.first))


_RANK = (
    DOUBLE_ELEVEN, MID_YEAR, SPRING_FESTIVAL, NEW_YEAR_GOODS, DOUBLE_TWELVE, MID_AUTUMN, NATIONAL_DAY, MAY_DAY,
    DRAGON_BOAT,
)  # fmt: skip
"""Where two meet, a day belongs to the first of these: Mid-Autumn may fall into the week of National Day."""


def festivals_between(first: date, last: date) -> list[Festival]:
    """Every occurrence that touches these days, in their order, cut to none of them."""
    return [
        festival
        for year in range(first.year, last.year + 2)
        for festival in festivals_of(year)
        if festival.last >= first and festival.first <= last
    ]


def _days(festival: Festival) -> Iterator[date]:
    return (festival.first + timedelta(days=number) for number in range(festival.days))
