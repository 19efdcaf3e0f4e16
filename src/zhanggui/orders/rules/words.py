"""By which words a receiver is found: whole number, last four digits, whole name, beginnings of the name."""

import re
from collections.abc import Iterable

from zhanggui.kernel.doors.channel import Receiver
from zhanggui.kernel.spelling import narrow

TAIL, MOBILE = 4, 11
BEGINNINGS = (2, 3)
"""Lengths of a name's beginnings: Chinese names have two to four characters, and one finds half the country."""
_PLAIN = re.compile(r"[+\d\- ]+")
_NOT_DIGITS = re.compile(r"[^0-9*]")
_COUNTRY = re.compile(r"(?:00)?86(?=1\d{10}$)")
_PRIVACY_NUMBER = re.compile(r"(\d{11})-\d{2,5}")


def words_of(receiver: Receiver) -> list[str]:
    """Each word once. What a platform hid behind stars is found by what it shows: often the last four digits."""
    words = dict.fromkeys(_number_words(receiver.mobile))
    if receiver.phone and receiver.phone != receiver.mobile:
        words |= dict.fromkeys(_number_words(receiver.phone))
    name = _name(receiver.name)
    if len(name) > 1 and "*" not in name:
        words |= dict.fromkeys([f"n{name}", *(f"n{name[:length]}" for length in BEGINNINGS if len(name) > length)])
    return list(words)


def words_asked(text: str) -> list[str]:
    """The words of receivers that somebody who types `text` may mean; none when it can be none."""
    text = narrow(text)
    if _PLAIN.fullmatch(text):
        digits = _digits(text)
        return [f"t{digits}"] if len(digits) == TAIL else [f"m{digits}"] if len(digits) > TAIL else []
    name = _name(text)
    return [f"n{name}"] if len(name) > 1 and "*" not in name else []


def _number_words(number: str) -> Iterable[str]:
    """A platform's virtual number is found with and without its extension, and by the tail people read out."""
    if found := _PRIVACY_NUMBER.fullmatch(number.strip()):
        yield f"m{_digits(number)}"
        number = found[1]
    digits = _digits(number)
    tail = digits[-TAIL:]
    if len(digits) > TAIL and "*" not in digits:
        yield f"m{digits}"
    if len(tail) == TAIL and "*" not in tail:
        yield f"t{tail}"


def _digits(number: str) -> str:
    digits = _NOT_DIGITS.sub("", number)
    return _COUNTRY.sub("", digits, count=1) if len(digits) > MOBILE else digits


def _name(text: str) -> str:
    return "".join(text.split()).casefold()
