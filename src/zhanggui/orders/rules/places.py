"""Where an address begins: its province, city and district, written in full, in short, or left out."""

from collections.abc import Iterable
from typing import NamedTuple

from zhanggui.orders.rules.regions import MUNICIPALITIES, Gazetteer, Region, short

_COUNTRY = ("中华人民共和国", "中国")
_FILLERS = ("市辖区", "省直辖县级行政区划", "自治区直辖县级行政区划", "省直辖", "城区")
_LONGEST = 15


class Located(NamedTuple):
    """What stands at the beginning of a text, how long it is, and which names of it had to be guessed."""

    region: Region
    length: int
    guessed: tuple[str, ...]
    depth: int


NOWHERE = Located(Region("", ""), 0, ("state", "city", "district"), 0)


def locate(text: str, gazetteer: Gazetteer) -> Located:
    """The region an address begins with."""
    start = next((len(country) for country in _COUNTRY if text.startswith(country)), 0)
    state, length = _state(text[start:], gazetteer)
    if state:
        return _within(state, text, start + length, gazetteer)
    return _without_state(text, start, gazetteer)


def _state(text: str, gazetteer: Gazetteer) -> tuple[str, int]:
    for state in gazetteer.states:
        if text.startswith(state):
            return state, len(state)
    for state in gazetteer.states:
        bare = short(state)
        if text.startswith(bare) and not _is_city_instead(text, bare, gazetteer):
            return state, len(bare) + (text[len(bare) : len(bare) + 1] == "省")
    return "", 0


def _is_city_instead(text: str, bare: str, gazetteer: Gazetteer) -> bool:
    """吉林市 is a city of 吉林省."""
    return any(text.startswith(place.city) for place in gazetteer.find_cities(f"{bare}市") if place.state != place.city)


def _within(state: str, text: str, at: int, gazetteer: Gazetteer) -> Located:
    cities = gazetteer.cities(state)
    if state in MUNICIPALITIES or cities == (state,):
        for name in (state, short(state)):  # 北京 北京市 朝阳区
            if text.startswith(name, at) and not text.startswith(("路", "街", "大道"), at + len(name)):
                at += len(name)
                break
        city = state
    else:
        city, length = _of(cities, text, at)
        at += length
    at = _past_fillers(text, at, gazetteer.districts(state, city) if city else ())
    if city:
        return _district(state, city, text, at, gazetteer)
    if not cities:
        return Located(Region(state, ""), at, (), 2)
    # The city is left out: 浙江省余杭区, 浙江省义乌市
    named = {place for name in _beginnings(text, at) for place in gazetteer.find_districts(name)}
    full = [place for place in named if place.state == state and text.startswith(place.district, at)]
    if len(full) == 1:
        return Located(full[0], at + len(full[0].district), (), 3)
    return Located(Region(state, ""), at, ("city", "district"), 1)


def _without_state(text: str, at: int, gazetteer: Gazetteer) -> Located:
    """A city or a district that there is only once in the country."""
    for name in _beginnings(text, at):
        cities = [place for place in gazetteer.find_cities(name) if place.city != place.state]
        if len(cities) != 1:
            continue
        place = cities[0]
        after = _past_fillers(text, at + len(name), gazetteer.districts(place.state, place.city))
        found = _district(place.state, place.city, text, after, gazetteer)
        if name == place.city or found.region.district:
            return found
    for name in _beginnings(text, at):
        districts = gazetteer.find_districts(name)
        if districts and name in {place.district for place in districts}:
            exact = [place for place in districts if place.district == name]
            guessed = () if len(exact) == 1 else ("state", "city")
            return Located(exact[0] if len(exact) == 1 else Region("", "", name), at + len(name), guessed, 1)
    return NOWHERE


def _district(state: str, city: str, text: str, at: int, gazetteer: Gazetteer) -> Located:
    districts = gazetteer.districts(state, city)
    if not districts:
        return Located(Region(state, city), at, (), 3)
    district, length = _of(districts, text, at)
    if district and text[at : at + length] == district:
        return Located(Region(state, city, district), at + length, (), 3)
    if district and not text.startswith(("路", "街", "大道", "村", "镇", "乡", "小区"), at + length):
        return Located(Region(state, city, district), at + length, ("district",), 3)
    return Located(Region(state, city), at, ("district",), 2)


def _of(names: Iterable[str], text: str, at: int) -> tuple[str, int]:
    """The longest of these names, full before short, that the text goes on with."""
    known = list(names)
    full = max((name for name in known if text.startswith(name, at)), key=len, default="")
    if full:
        return full, len(full)
    meant = max(
        (name for name in known if text.startswith(short(name), at)), key=lambda name: len(short(name)), default=""
    )
    return meant, len(short(meant))


def _past_fillers(text: str, at: int, districts: Iterable[str]) -> int:
    """Behind words that name no place; 城区 is none in 东莞 and a district of 晋城."""
    if any(text.startswith(district, at) for district in districts):
        return at
    filler = next((word for word in _FILLERS if text.startswith(word, at)), "")
    return at + len(filler)


def _beginnings(text: str, at: int) -> list[str]:
    """What a name beginning here can be, the longest first."""
    return [text[at : at + length] for length in range(min(_LONGEST, len(text) - at), 1, -1)]
