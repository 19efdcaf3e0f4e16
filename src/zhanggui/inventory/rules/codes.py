"""Codes of places as a clerk writes them: one a line, or a first and a last one."""

import re
from collections.abc import Iterator

from zhanggui.kernel.refusal import Refusal

_RANGE = re.compile(r"(?P<head>.*?)(?P<first>\d+)(?P<tail>(?:\D.*)?)\.\.(?P=head)(?P<last>\d+)(?P=tail)", re.ASCII)
MOST_PLACES = 5_000


class TooManyPlaces(Refusal):
    """More than {limit} places at once. Open them in parts."""


class RangeBackwards(Refusal):
    """“{text}” goes backwards: the first number is larger than the last."""


def spread_codes(text: str) -> list[str]:
    """Every code named, in order and once; `A-01..A-20` stands for twenty. Raises TooManyPlaces, RangeBackwards."""
    codes: dict[str, None] = {}
    for word in text.replace(",", " ").replace("，", " ").split():
        for code in _spread(word):
            codes[code] = None
            if len(codes) > MOST_PLACES:
                raise TooManyPlaces(limit=MOST_PLACES)
    return list(codes)


def _spread(word: str) -> Iterator[str]:
    found = _RANGE.fullmatch(word)
    if found is None:
        yield word
        return
    first, last = int(found["first"]), int(found["last"])
    if first > last:
        raise RangeBackwards(text=word)
    for number in range(first, last + 1):
        yield f"{found['head']}{number:0{len(found['first'])}}{found['tail']}"
