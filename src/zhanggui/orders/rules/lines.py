"""What a newer version means for a line we have; both as columns of LINE_CONTENT."""

from typing import Any

from zhanggui.kernel.doors.channel import RefundState
from zhanggui.orders.importing.incoming import LINE_CONTENT

Line = tuple[Any, ...]

_AT = {name: place for place, name in enumerate(LINE_CONTENT)}
_CODE, _REFUND, _CANCELLED = _AT["sku_code"], _AT["refund"], _AT["is_cancelled"]
_LISTING, _WANTED_CODE, _WANTED, _ORDERED = _AT["listing"], _AT["wanted_code"], _AT["wanted"], _AT["ordered"]
_MONEY = slice(_AT["price"], _AT["amount"] + 1)


def line_differences(old: Line, new: Line) -> list[str]:
    """Names of what differs. A SKU that was found for the same code is no change of what was bought, and what becomes
    of the money of a line that is not sent changes nothing of what is."""
    what = []
    if _bought(old) != _bought(new):
        what.append("items")
    if new[_REFUND] != old[_REFUND] and not (old[_CANCELLED] and new[_CANCELLED]):
        what.append("refund" if RefundState(new[_REFUND]).is_open else "refund_closed")
    if new[_CANCELLED] and not old[_CANCELLED]:
        what.append("refund")
    if new[_MONEY] != old[_MONEY]:
        what.append("line_money")
    return what


def as_taken_out(new: Line) -> Line:
    """A line we took out stays out, until we take that back."""
    return (*new[:_CANCELLED], True, *new[_CANCELLED + 1 :])


def keep_back(old: Line, new: Line, *, claimed: int, shipped: int) -> tuple[Line, bool]:
    """The line as it may be written while pieces are claimed, and whether a change waits for them.

    What is bought cannot change under the pickers' hands: the newer words wait as `wanted`. They stay there, and hold
    nobody up, where all that was claimed has left: its parcel may come back.
    """
    kept = (*old[:_LISTING], *new[_LISTING:_WANTED_CODE])
    is_same = (new[_CODE], new[_ORDERED]) == (old[_CODE], old[_ORDERED])
    if is_same or new[_CANCELLED]:
        return (*kept, "", None, old[_ORDERED]), False
    if claimed > shipped:
        return (*kept, new[_CODE], new[_ORDERED], old[_ORDERED]), True
    ordered, is_met = rest_asked(old[_CODE], new[_CODE], new[_ORDERED], shipped=shipped)
    wanted = ("", None) if is_met else (new[_CODE], new[_ORDERED])
    return (*kept, *wanted, ordered), False


def rest_asked(code: str, wanted_code: str, wanted: int, *, shipped: int) -> tuple[int, bool]:
    """How many pieces a line of which some have left asks for now, and whether that is what the platform wants.

    What has left stays what it was; only the rest of it can change.
    """
    ordered = max(wanted, shipped) if wanted_code == code else shipped
    return ordered, (wanted_code, wanted) == (code, ordered)


def _bought(line: Line) -> tuple[str, int]:
    """Code and quantity that the platform wants, also where they still wait."""
    if line[_WANTED] is not None:
        return line[_WANTED_CODE], line[_WANTED]
    return line[_CODE], line[_ORDERED]
