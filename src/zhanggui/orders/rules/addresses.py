"""A pasted text into a receiver, saying what of it is sure.

    张三 13800138000 浙江省杭州市余杭区文一西路969号3幢

Parts come in any order, with labels or without, cut by blanks, commas or line ends, or not at all.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from zhanggui.kernel.doors.channel import Receiver
from zhanggui.orders.rules.pasted import BREAK, plain, segments, take_phones, take_postcode
from zhanggui.orders.rules.places import NOWHERE, locate
from zhanggui.orders.rules.regions import Gazetteer
from zhanggui.orders.rules.surnames import DOUBLE, SINGLE

_CUTS = re.compile(r"[\s,;|\x1f]+")
_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·•*]{1,15}|[A-Za-z][A-Za-z .'-]{0,39}")
_TITLE = re.compile(r"(先生|女士|小姐|老师|收|同学|经理|老板|阿姨|师傅)$")
_LONGEST_SURE = 6
_STREET = re.compile(r"[\d#]|[路街道巷弄号幢栋楼室层区县市省镇乡村组苑园城厦店]$")
_TOWN = re.compile(r"\S{2,10}(街道|镇|乡|苏木)")
_TOWN_AHEAD = re.compile(r"(\S{2,8}?(?:街道|苏木))(?=\S)")


@dataclass(frozen=True, slots=True)
class Pasted:
    """Who and where, and what was noted beside it. `unsure` names the parts a person has to look at: guessed, or not
    there at all."""

    receiver: Receiver
    unsure: tuple[str, ...] = ()
    note: str = ""


def parse_pasted(text: str, gazetteer: Gazetteer) -> Pasted:
    """The receiver that a text of any shape tells of."""
    told: dict[str, list[str]] = {}
    for kind, piece in segments(plain(text)):
        told.setdefault(kind, []).append(piece)
    phones = take_phones(f" {BREAK} ".join([*told.get("phone", ()), *told.get("", ()), *_labelled(told)]))
    postcode = next(iter(told.get("postcode", ())), "")
    name, beside = _named(told.get("name", ()), gazetteer)
    sure_name = _surely_named(name)
    free = take_phones(BREAK.join([*told.get("", ()), *beside])).rest
    where = take_phones(" ".join([*told.get("region", ()), *told.get("address", ())])).rest
    if not postcode:
        postcode, where = take_postcode(where)
    if not postcode:
        postcode, free = take_postcode(free.replace(BREAK, f" {BREAK} "))
    if where:
        leftover = [word for word in _CUTS.split(free) if word]
        words = [word for word in _CUTS.split(where) if word]
        place = _place_from(words, 0, gazetteer)
    else:
        words = [word for word in _CUTS.split(free) if word]
        before, place, after = _find_place(words, gazetteer, is_named=bool(name))
        leftover = [*before, *after]
    if not name:
        name, sure_name = _name_among(leftover)
    receiver = replace(place.receiver, name=name, mobile=phones.mobile, phone=phones.phone, postcode=postcode[:6])
    return Pasted(receiver, _unsure(receiver, place, is_name_sure=sure_name), " ".join(told.get("note", ())))


@dataclass(frozen=True, slots=True)
class _Place:
    receiver: Receiver
    guessed: tuple[str, ...] = ()


def _labelled(told: dict[str, list[str]]) -> list[str]:
    return [piece for kind in ("name", "region", "address") for piece in told.get(kind, ())]


def _named(pieces: Sequence[str], gazetteer: Gazetteer) -> tuple[str, list[str]]:
    """The name that stands behind its label, and the words after it that are of no name."""
    words = [word for piece in pieces for word in _CUTS.split(take_phones(piece).rest) if word]
    end = next((at for at in range(1, len(words)) if not _goes_on(words[at], gazetteer)), len(words))
    return " ".join(words[:end])[:60].strip(), words[end:]


def _goes_on(word: str, gazetteer: Gazetteer) -> bool:
    return _looks_named(word) and not locate(word, gazetteer).depth


def _surely_named(name: str) -> bool:
    return _looks_named(name) and (len(name) <= _LONGEST_SURE or "·" in name or name.isascii())


def _find_place(words: list[str], gazetteer: Gazetteer, *, is_named: bool) -> tuple[list[str], _Place, list[str]]:
    """The words before the place, the place, and the words after it that are not of it."""
    found = [(locate("".join(words[at:]), gazetteer), at) for at in range(len(words))]
    best = max(found, key=lambda each: (each[0].depth, -each[1]), default=None)
    if best is None:
        return [], _Place(Receiver(), NOWHERE.guessed), []
    at = best[1]
    if not best[0].depth:
        streets = [place for place, word in enumerate(words) if _STREET.search(word)]
        at = streets[0] if streets else len(words)
    end = len(words)
    if not is_named and not any(_looks_named(word) for word in words[:at]) and end - at > 1 and _surname(words[-1]):
        end -= 1
    return words[:at], _place_from(words[:end], at, gazetteer), words[end:]


def _place_from(words: Sequence[str], at: int, gazetteer: Gazetteer) -> _Place:
    joined = "".join(words[at:])
    place = locate(joined, gazetteer)
    rest = _after(words[at:], place.length)
    town = ""
    if len(rest) > 1 and _TOWN.fullmatch(rest[0]):
        town, *rest = rest
    detail = " ".join(rest)
    if not town and (found := _TOWN_AHEAD.match(detail)):
        town, detail = found[1], detail[found.end() :]
    region = place.region
    return _Place(
        Receiver(state=region.state, city=region.city, district=region.district, town=town, address=detail),
        place.guessed,
    )


def _after(words: Sequence[str], length: int) -> list[str]:
    """The words without their first characters, as many as `length`."""
    left: list[str] = []
    for word in words:
        taken = min(length, len(word))
        length -= taken
        if word[taken:]:
            left.append(word[taken:])
    return left


def _surname(word: str) -> bool:
    bare = _TITLE.sub("", word)
    is_short = (1 if bare != word else 2) <= len(bare) <= (4 if bare.startswith(DOUBLE) else 3)
    return is_short and (bare[:1] in SINGLE or bare.startswith(DOUBLE)) and not _STREET.search(bare)


def _looks_named(word: str) -> bool:
    return bool(_NAME.fullmatch(word)) and not _STREET.search(word)


def _name_among(words: Sequence[str]) -> tuple[str, bool]:
    """The likeliest name among words that are of no place, and whether it surely is one."""
    likely = [word for word in words if _looks_named(word)]
    latin = [word for word in likely if word.isascii()]
    if len(latin) > 1 and len(latin) == len(likely):
        return " ".join(latin), True
    for word in likely:
        if _surname(word):
            return _TITLE.sub("", word) if word.endswith("收") else word, True
    return (likely[0], False) if likely else ("", False)


def _unsure(receiver: Receiver, place: _Place, *, is_name_sure: bool) -> tuple[str, ...]:
    unsure = [] if is_name_sure else ["name"]
    if (not receiver.mobile and not receiver.phone) or "*" in receiver.mobile:
        unsure.append("mobile")
    unsure += place.guessed
    if not receiver.address:
        unsure.append("address")
    return tuple(unsure)
