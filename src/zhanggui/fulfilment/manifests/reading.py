"""Waybills as people bring them: pasted, one a line or with anything between them, or as a column of a file."""

import re
from typing import Any

from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.tables import open_tables

MOST_WAYBILLS = 10_000
_APART = re.compile(r"[\s,;，；、\"']+")
_WAYBILL = re.compile(r"[A-Za-z0-9-]{6,40}")


class NoWaybills(Refusal):
    """There is no waybill in it."""


class TooManyWaybills(Refusal):
    """{count} waybills at once are too many. Bring at most {limit}."""


def waybills_in(text: str, file: Any = None) -> list[str]:
    """Each waybill once, in the order given. Raises NoWaybills, TooManyWaybills, and what a bad file raises."""
    words = [word for word in _APART.split(text) if word]
    if file is not None:
        for table in open_tables(file.read(), name=file.name):
            words += [cell.strip() for _, cells in table.rows() for cell in cells if is_waybill(cell.strip())]
    found = list(dict.fromkeys(words))
    if not found:
        raise NoWaybills
    if len(found) > MOST_WAYBILLS:
        raise TooManyWaybills(count=len(found), limit=MOST_WAYBILLS)
    return found


def is_waybill(word: str) -> bool:
    """A word of letters and digits with a digit in it, as long as waybills are: a heading or a name is none."""
    return bool(_WAYBILL.fullmatch(word)) and any(map(str.isdigit, word))
