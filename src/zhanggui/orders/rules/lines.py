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
    """Names of what differs. A SKU that was found for the same code is no change of what was bought."""
    what = []
    if _bought(old) != _bought(new):
        what.append("items")
    if new[_REFUND] != old[_REFUND]:
        what.append("refund" if RefundState(new[_REFUND]).is_open else "refund_closed")
    if new[_CANCELLED] and not old[_CANCELLED]:
        what.append("refund")
    if new[_MONEY] != old[_MONEY]:
        what.append("line_money")
    return what


def keep_back(old: Line, new: Line, *, claimed: int, shipped: int) -> tuple[Line, bool]:
    """The line as it may be written while pieces are claimed, and whether a change waits for them.

    What is bought cannot change under the pickers' hands: the newer words wait as `wanted`. What has left stays what
    it was; only more of it may be asked.
    """
    kept = (*old[:_LISTING], *new[_LISTING:_WANTED_CODE])
    as_before = (*kept, "", None, old[_ORDERED])
    is_same = (new[_CODE], new[_ORDERED]) == (old[_CODE], old[_ORDERED])
    if is_same or new[_CANCELLED]:
        return as_before, False
    if claimed > shipped:
        return (*kept, new[_CODE], new[_ORDERED], old[_ORDERED]), True
    grows = new[_CODE] == old[_CODE] and new[_ORDERED] > old[_ORDERED]
    return (*kept, "", None, new[_ORDERED]) if grows else as_before, False


def _bought(line: Line) -> tuple[str, int]:
    """Code and quantity that the platform wants, also where they still wait."""
    if line[_WANTED] is not None:
        return line[_WANTED_CODE], line[_WANTED]
    return line[_CODE], line[_ORDERED]
