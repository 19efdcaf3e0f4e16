"""One place as people and platforms write it: 浙江, 浙江省 and 浙江省/杭州市/西湖区.

One place has one key, however it is written: 上海市/市辖区/浦东新区 is 上海/上海/浦东新区, 伊犁州 is 伊犁哈萨克自治州,
湖北省/省直辖县级行政区划/仙桃市 is 湖北/仙桃市.
"""

from functools import lru_cache
from typing import NamedTuple

from zhanggui.orders.rules import regions
from zhanggui.orders.rules.regions import FILLERS, MUNICIPALITIES, is_direct

DIRECT = "直辖"
"""All that a province runs itself, where no place of it is named."""
_MOST_KEPT = 16_384
_WHOLE = frozenset(map(regions.short, MUNICIPALITIES))
_REGIONS = frozenset({"香港", "澳门"})
_NO_CITY = frozenset({"", "市", "市辖区", "市区", "城区", "郊县", "县", "特别行政区"})
_COUNTIES = "县"
"""The counties of 重庆, which has districts and them."""
_DISTRICT_ENDS = ("", "区", "县", "市", "旗", "新区")


class Area(NamedTuple):
    """A province, a city of it, or a district of that."""

    state: str
    city: str = ""
    district: str = ""

    def __str__(self) -> str:
        return "/".join(filter(None, self))


def short(name: str) -> str:
    """The name without what some write after it: 浙江省 is 浙江, 广西壮族自治区 is 广西, 恩施州 is 恩施."""
    return regions.short(name.strip())


@lru_cache(_MOST_KEPT)
def key_of(area: Area) -> Area:
    """The area as it is looked up."""
    state, city, district = short(area.state), area.city.strip(), area.district.strip()
    if state in _WHOLE or state in _REGIONS:
        return _within_a_city(state, city, district)
    if is_direct(city):
        city, district = district or DIRECT, ""
    if not city:
        city, district = district, ""
    if district == city or district in FILLERS:
        district = ""
    # 新竹县 lies beside 新竹市
    is_apart = state == "台湾" and city.endswith(_COUNTIES)
    return Area(state, city if is_apart else short(city), _bare(district))


def _within_a_city(state: str, city: str, district: str) -> Area:
    """A province that is one city: between it and its districts stands nothing, or a district in the city's place."""
    middle = city.removeprefix(state)
    if middle not in _NO_CITY:
        if state in _REGIONS:  # 香港/九龙/油尖旺区
            return Area(state, city, district)
        district = city
    is_county = district.endswith(_COUNTIES) if district else middle.endswith(_COUNTIES)
    between = _COUNTIES if is_county and state == "重庆" else ""
    return Area(state, between, "" if district in FILLERS else _bare(district))


def _bare(district: str) -> str:
    """石柱土家族自治县 is 石柱县; 县 and 区 tell 沙湾县 from 沙湾区."""
    return short(district) + district[-1] if district.endswith(("自治县", "自治旗")) else district


@lru_cache(_MOST_KEPT)
def city_of(area: Area) -> str:
    """The city the place lies in, as it is written there: 上海市 of 上海市/市辖区, 仙桃市 of 湖北省/省直辖/仙桃市."""
    city = key_of(area).city
    if city in {"", _COUNTIES}:
        return area.state if short(area.state) in _WHOLE | _REGIONS else ""
    return next((part for part in area[1:] if short(part) == city), city)


@lru_cache(_MOST_KEPT)
def district_of(area: Area) -> str:
    """The district the place lies in, as it is written there: 浦东新区 of 上海市/浦东新区/张江镇."""
    district = key_of(area).district
    return next((part for part in area[1:] if _bare(part.strip()) == district), district)


@lru_cache(_MOST_KEPT)
def cities_meant(name: str) -> frozenset[str]:
    """Equal for every spelling of a province or a city."""
    return frozenset({short(name)})


@lru_cache(_MOST_KEPT)
def districts_meant(name: str) -> frozenset[str]:
    """All that a name may stand for: 西湖 for 西湖区, 西湖县, …; with its ending it is one alone."""
    whole = _bare(name.strip())
    return frozenset(whole + end for end in _DISTRICT_ENDS) if short(whole) == whole else frozenset({whole})
