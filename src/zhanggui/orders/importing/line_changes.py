"""The lines of a newer version: matched, changed, added, taken away; and what they make of their order."""

from typing import Any

from zhanggui.kernel.doors.channel import ChannelOrder
from zhanggui.orders.importing.incoming import line_row
from zhanggui.orders.importing.known import CANCELLED, CODE, CONTENT_FROM, LISTING, ORDERED, SHIPPED, SKU, Known
from zhanggui.orders.importing.writing import Writes
from zhanggui.orders.lines.matching import KnownSkus
from zhanggui.orders.rules.lines import as_taken_out, keep_back, line_differences
from zhanggui.orders.states import OrderState


def match_lines(ours: Known, *, skus: KnownSkus, writes: Writes) -> None:
    """Lines that waited for a SKU of their code have it."""
    for line in list(ours.lines.values()):
        if line[SKU] is None and (sku_id := skus.of(line[CODE], line[LISTING])) is not None:
            _write_line(ours, (*line[:SKU], sku_id, *line[SKU + 1 :]), skus=skus, writes=writes)


def apply_lines(ours: Known, order: ChannelOrder, *, skus: KnownSkus, writes: Writes) -> tuple[list[str], bool]:
    """The lines are those of this version as far as pieces under way let them; answers what differs, and whether
    something has to wait for those.
    """
    what: list[str] = []
    blocked = False
    for line in order.lines:
        row = line_row(order, line, sku_id=skus.of(line.sku_code, line.listing))
        if line.number in ours.taken_out:
            row = as_taken_out(row)
        before = ours.lines.get(line.number)
        if before is None:
            _write_line(ours, (None, ours.id, line.number, 0, 0, *row), skus=skus, writes=writes)
            what.append("items")
            continue
        line_id, _, _, claimed, shipped, *old = before
        what += line_differences(tuple(old), row)
        if claimed:
            row, waits = keep_back(tuple(old), row, claimed=claimed, shipped=shipped)
            blocked = blocked or waits
        elif row[0] is None and row[1] == old[1]:
            row = (old[0], *row[1:])
        if row != tuple(old):
            _write_line(ours, (line_id, ours.id, line.number, claimed, shipped, *row), skus=skus, writes=writes)
    if _drop_lines(ours, keep={line.number for line in order.lines}, skus=skus, writes=writes):
        what.append("items")
    return what, blocked


def _drop_lines(ours: Known, *, keep: set[str], skus: KnownSkus, writes: Writes) -> bool:
    """Lines the platform no longer shows are cancelled. True when there were any."""
    gone = [line for number, line in ours.lines.items() if number not in keep and not line[CANCELLED]]
    for line in gone:
        _write_line(ours, (*line[:CANCELLED], True, "", None, line[ORDERED]), skus=skus, writes=writes)
    return bool(gone)


def _write_line(ours: Known, line: tuple[Any, ...], *, skus: KnownSkus, writes: Writes) -> None:
    """The line is this from now on; one that came with an earlier version of the same batch is not written yet."""
    line_id, order_id, number = line[:3]
    content = line[CONTENT_FROM:]
    before = ours.lines.get(number)
    ours.lines[number] = line
    if ours.has_own or ours.exchange_waits or line[SKU] in skus.bundles:
        is_anew = before is None or (before[SKU], before[ORDERED]) != (line[SKU], line[ORDERED])
        writes.unsettled.add((order_id, number), is_anew=is_anew)
    if line_id is None:
        writes.new_lines[order_id, number] = (order_id, number, *content, 0, 0, 0, 0, 0)
    else:
        writes.lines[line_id] = (line_id, *content)


def units_of(ours: Known) -> int:
    """Pieces of the lines that live and are sent, as we have them: one that could not change yet counts as it was."""
    living = (line for number, line in ours.lines.items() if number not in ours.replaced and not line[CANCELLED])
    return sum(line[ORDERED] for line in living) + ours.own_units


def as_left(ours: Known, state: str) -> str:
    """The state of an order of which something has left, by what is left to send."""
    if not ours.units_shipped:
        return state
    left = sum(line[ORDERED] - line[SHIPPED] for line in ours.lines.values() if not line[CANCELLED])
    if state == OrderState.SHIPPED and left:
        return OrderState.TO_REVIEW  # more was bought after everything had left
    rest = {OrderState.PARTLY_SHIPPED, OrderState.TO_REVIEW}
    if state in rest and ours.units_claimed == ours.units_shipped and not left + ours.gifts_left:
        return OrderState.SHIPPED  # nobody wants the rest any more
    return state
