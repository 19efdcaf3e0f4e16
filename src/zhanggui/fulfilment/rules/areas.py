"""What is said of areas, and which of it counts for an address: most exact first. `key_of` knows every spelling."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.rules.areas import DIRECT, Area, key_of
from zhanggui.orders.rules.regions import is_direct

__all__ = ["Area", "AreaUnclear", "around", "is_within", "key_of", "nearest", "read_area"]

PARTS = 3

Found = TypeVar("Found")


class AreaUnclear(Refusal):
    """The area “{area}” is not understood: province, city and district, each after the other."""


def read_area(text: str) -> Area:
    """The area written as 浙江省/杭州市. Raises AreaUnclear."""
    parts = [part.strip() for part in text.replace("／", "/").split("/")]
    if not all(parts) or not 1 <= len(parts) <= PARTS:
        raise AreaUnclear(area=text)
    return Area(*parts)


def around(area: Area) -> tuple[Area, ...]:
    """Where to look for an address: its district, its city, its province."""
    district = key_of(area)
    direct = [Area(district.state, DIRECT)] if is_direct(area.city) else []
    return district, district._replace(district=""), *direct, Area(district.state)


def nearest(known: Mapping[Area, Found], area: Area) -> Found | None:
    """What is said of the most exact part of `area`; the keys are those of `key_of`."""
    for part in around(area):
        if part in known:
            return known[part]
    return None


def is_within(area: Area, listed: Iterable[Area]) -> bool:
    """Whether the address lies in one of the areas."""
    keys = {key_of(each) for each in listed}
    return any(part in keys for part in around(area))
