"""A written address into its parts. What cannot be told apart stays in the detail, where the review sees it."""

import re
from dataclasses import dataclass

from zhanggui.orders.receivers.gazetteer import gazetteer
from zhanggui.orders.rules.places import locate

_POSTCODE = re.compile(r"[(（]\s*(\d{6})\s*[)）]\s*$", re.ASCII)
_MUNICIPALITIES = ("北京", "上海", "天津", "重庆")
_STATE = r"[^省市区县\s]{2,8}?(?:省|自治区|特别行政区)|(?:北京|上海|天津|重庆)市?"
_CITY = r"[^市县区\s]{1,10}?(?:市|自治州|地区|盟)"
_DISTRICT = r"[^区县市旗\s]{1,10}?(?:区|县|市|旗)"
_RUN_ON = re.compile(
    rf"(?P<state>{_STATE})\s*(?P<city>{_CITY})?\s*(?P<district>{_DISTRICT})?\s*(?P<address>.+)", re.DOTALL
)
_DISTRICT_ENDS = ("区", "县", "市", "旗")
_TOWN_ENDS = ("街道", "镇", "乡")
_UNKNOWN_POSTCODE = "000000"


@dataclass(frozen=True, slots=True)
class AddressParts:
    state: str = ""
    city: str = ""
    district: str = ""
    town: str = ""
    address: str = ""
    postcode: str = ""


def split_address(text: str) -> AddressParts:
    """“省 市 区 详细地址(邮编)”, the same without blanks, and with the short names people write."""
    rest, postcode = text.strip(), ""
    if found := _POSTCODE.search(rest):
        rest = rest[: found.start()].rstrip()
        postcode = "" if found[1] == _UNKNOWN_POSTCODE else found[1]
    words = rest.split()
    if len(words) >= 3 and _is_state(words[0]) and words[1].endswith(("市", "州", "地区", "盟", "县", "区")):
        return _of_words(words, postcode)
    if found := _RUN_ON.fullmatch(rest):
        city = found["city"] or (found["state"] if found["state"].startswith(_MUNICIPALITIES) else "")
        return AddressParts(found["state"], city, found["district"] or "", "", found["address"], postcode)
    place = locate(rest, gazetteer())
    if place.region.city:
        return AddressParts(*place.region, "", rest[place.length :].strip(), postcode)
    return AddressParts(address=rest, postcode=postcode)


def _is_state(word: str) -> bool:
    return word.endswith(("省", "自治区", "特别行政区")) or word.startswith(_MUNICIPALITIES)


def _of_words(words: list[str], postcode: str) -> AddressParts:
    state, city, *rest = words
    if state.startswith(_MUNICIPALITIES) and not city.endswith("市"):
        city, rest = state, [city, *rest]
    district = town = ""
    if len(rest) > 1 and rest[0].endswith(_DISTRICT_ENDS):
        district, *rest = rest
    if len(rest) > 1 and rest[0].endswith(_TOWN_ENDS):
        town, *rest = rest
    return AddressParts(state, city, district, town, " ".join(rest), postcode)
