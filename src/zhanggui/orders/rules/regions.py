"""Provinces, cities and districts: whether three names belong together, and what they are called in full."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

from zhanggui.kernel.refusal import Refusal

Tree = Mapping[str, Mapping[str, Sequence[str]]]
MOST_NAMES = 5
_MOST_KEPT = 16_384
MUNICIPALITIES = ("北京市", "上海市", "天津市", "重庆市")

_STATE_END = re.compile(r"(?:壮族|回族|维吾尔)?自治区$|特别行政区$|省$|市$")
_PEOPLES = (
    "蒙古族|蒙古|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克|傣族|黎族|傈僳族|"
    "佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯|塔吉克|"
    "普米族|怒族|鄂温克族|鄂温克|裕固族|保安族|独龙族|鄂伦春|各族"
)
_AUTONOMOUS = re.compile(rf"(?<=..)(?:{_PEOPLES})*自治[州县旗]$")
_CITY_END = re.compile(r"(?<=..)(?:市|地区|盟|州|林区)$")
_DISTRICT_END = re.compile(r"(?<=..)(?:区|县|市|旗)$")
_CALLED = {
    "内蒙": "内蒙古", "新疆生产建设兵团": "新疆", "新疆建设兵团": "新疆", "巴州": "巴音郭楞", "博州": "博尔塔拉",
    "克州": "克孜勒苏", "版纳": "西双版纳",
}  # fmt: skip
FILLERS = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "直辖县级")
"""What platforms write in the place of a city or a district where there is none."""


class UnknownState(Refusal):
    """“{given}” is no province. Nearest names: {nearest}."""


class UnknownCity(Refusal):
    """{state} has no city “{given}”. Nearest names: {nearest}."""


class UnknownDistrict(Refusal):
    """{city} has no district “{given}”. Nearest names: {nearest}."""


class DistrictElsewhere(Refusal):
    """{given} is not in {city} but in {right}."""


class DistrictMissing(Refusal):
    """Which district of {city} is missing. It has: {nearest}."""


class Region(NamedTuple):
    """One place by its full names. A city without districts has none."""

    state: str
    city: str
    district: str = ""


@lru_cache(_MOST_KEPT)
def short(name: str) -> str:
    """A name as people say it: 浙江, 内蒙古, 恩施, 余杭. Names of two characters stay whole, and 巴州 is 巴音郭楞."""
    if name in _CALLED:
        return _CALLED[name]
    for ending in (_AUTONOMOUS, _STATE_END, _CITY_END, _DISTRICT_END):
        bare = ending.sub("", name)
        if bare != name and len(bare) >= 2:
            return bare
    return name


def is_direct(city: str) -> bool:
    """Whether this stands where the city should, of what its province runs itself: 省直辖县级行政区划."""
    return "直辖" in city


class Gazetteer:
    """All regions, looked up by full and by short names."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._cities: dict[str, list[Region]] = defaultdict(list)
        self._districts: dict[str, list[Region]] = defaultdict(list)
        for state, cities in tree.items():
            for city, districts in cities.items():
                for name in {city, short(city)}:
                    self._cities[name].append(Region(state, city))
                for district in districts:
                    for name in {district, short(district)}:
                        self._districts[name].append(Region(state, city, district))

    @property
    def states(self) -> tuple[str, ...]:
        return tuple(self._tree)

    def cities(self, state: str) -> tuple[str, ...]:
        return tuple(self._tree.get(state, ()))

    def districts(self, state: str, city: str) -> tuple[str, ...]:
        return tuple(self._tree.get(state, {}).get(city, ()))

    def find_cities(self, name: str) -> Sequence[Region]:
        """The cities of the whole country with this full or short name."""
        return self._cities.get(name, ())

    def find_districts(self, name: str) -> Sequence[Region]:
        """The districts of the whole country with this full or short name."""
        return self._districts.get(name, ())


def pick(given: str, names: Iterable[str]) -> str | None:
    """The one of these names that is meant: its full name, or its short one when only one has it."""
    known = list(names)
    if given in known:
        return given
    meant = [name for name in known if short(name) == short(given)]
    return meant[0] if len(meant) == 1 else None


def check_region(gazetteer: Gazetteer, *, state: str, city: str, district: str) -> Region:
    """The place by its full names. Raises a refusal that says which part is wrong and what may be meant."""
    known_state = pick(state.strip(), gazetteer.states)
    if known_state is None:
        raise UnknownState(given=state, nearest=_nearest(state, gazetteer.states))
    cities = gazetteer.cities(known_state)
    city, district = _without_fillers(known_state, city.strip(), district.strip())
    if not cities:
        return Region(known_state, city, district)
    known_city = pick(city, cities)
    if known_city is None:
        raise UnknownCity(state=known_state, given=city, nearest=_nearest(city, cities))
    districts = gazetteer.districts(known_state, known_city)
    if not districts:
        return Region(known_state, known_city, district)
    if not district:
        raise DistrictMissing(city=known_city, nearest="、".join(districts))
    known_district = pick(district, districts)
    if known_district is None:
        elsewhere = [place for place in gazetteer.find_districts(district) if place.state == known_state]
        if elsewhere:
            raise DistrictElsewhere(given=district, city=known_city, right=elsewhere[0].city)
        raise UnknownDistrict(city=known_city, given=district, nearest=_nearest(district, districts))
    return Region(known_state, known_city, known_district)


def _without_fillers(state: str, city: str, district: str) -> tuple[str, str]:
    """Platforms write 市辖区 or 省直辖县级行政区划 where there is no city: the next name is the one that counts."""
    if state in MUNICIPALITIES and (not city or city in FILLERS or pick(city, [state]) is None):
        return state, district or (city if city not in FILLERS else "")
    if is_direct(city):
        return district, ""
    return city, "" if district in FILLERS else district


def _nearest(given: str, names: Sequence[str]) -> str:
    """Names like the one given; some of them all when none is alike."""
    alike = get_close_matches(given, names, n=MOST_NAMES, cutoff=0.4)
    alike += [name for name in names if given[:1] and given[:1] in name and name not in alike]
    return "、".join((alike or list(names))[:MOST_NAMES])
