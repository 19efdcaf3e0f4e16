"""Areas as people and platforms write them: 浙江, 浙江省 and 浙江省/杭州市/西湖区, most exact first."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple, TypeVar

from zhanggui.kernel.refusal import Refusal

PARTS = 3
_ENDINGS = (
    "维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "省", "市",
)  # fmt: skip
_SHORTEST = 2

Found = TypeVar("Found")


class AreaUnclear(Refusal):
    """The area “{area}” is not understood: province, city and district, each after the other."""


class Area(NamedTuple):
    """A province, a city of it, or a district of that."""

    state: str
    city: str = ""
    district: str = ""

    def __str__(self) -> str:
        return "/".join(filter(None, self))


@cache
def short(name: str) -> str:
    """The name without what some write after it: 浙江省 is 浙江, 广西壮族自治区 is 广西."""
    bare = name.strip()
    for ending in _ENDINGS:
        if bare.endswith(ending) and len(bare) - len(ending) >= _SHORTEST:
            return bare.removesuffix(ending)
    return bare


def read_area(text: str) -> Area:
    """The area written as 浙江省/杭州市. Raises AreaUnclear."""
    parts = [part.strip() for part in text.replace("／", "/").split("/")]
    if not all(parts) or not 1 <= len(parts) <= PARTS:
        raise AreaUnclear(area=text)
    return Area(*parts)


def key_of(area: Area) -> Area:
    """The area as it is looked up."""
    return Area(short(area.state), short(area.city), area.district.strip())


def around(area: Area) -> tuple[Area, Area, Area]:
    """Where to look for an address: its district, its city, its province."""
    district = key_of(area)
    return district, district._replace(district=""), Area(district.state)


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
