"""Table rows as blocks: each cell fitted to its column, the row as tall as its tallest cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm

from zhanggui.papers.fonts import typeface
from zhanggui.papers.pen import HAIRLINE, LEFT, RULE, Pen
from zhanggui.papers.sheets import Block, tick_box
from zhanggui.papers.text import LEADING, Fitted, fit_line, shorten, wrap

GAP = 2.0
PAD = 1.2
TICK = "\N{BALLOT BOX}"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. One line shrinks to fit; more lines wrap, and `lines` 0 means all of them, nothing cut."""

    title: str
    width: float
    size: float = 9.5
    bold: bool = False
    align: float = LEFT
    lines: int = 1


def column_head(columns: Sequence[Column], *, left: float) -> Block:
    """The captions over the columns, between two rules."""
    height = 6.5
    inner = sum(column.width for column in columns)

    def draw(pen: Pen, y: float) -> None:
        pen.rule(x=left, y=y, width=inner)
        x = left
        for column in columns:
            pen.line(column.title, x=x, y=y + 1.25, width=column.width - GAP, size=8, bold=True, align=column.align)
            x += column.width
        pen.rule(x=left, y=y + height - RULE, width=inner)

    return Block(height, draw)


def table_row(columns: Sequence[Column], values: Sequence[str], *, left: float, pad: float = PAD) -> Block:
    """One row; the value TICK draws a box to tick."""
    fitted = [_fitted(column, value) for column, value in zip(columns, values, strict=True)]
    height = max(len(cell.lines) * cell.size * LEADING / mm for cell in fitted) + 2 * pad
    inner = sum(column.width for column in columns)

    def draw(pen: Pen, y: float) -> None:
        x = left
        for column, value, cell in zip(columns, values, fitted, strict=True):
            if value is TICK:
                tick_box(pen, x=x + column.width - 4.5, y=y + (height - 4) / 2)
            else:
                tall = len(cell.lines) * cell.size * LEADING / mm
                top = y + (height - tall) / 2
                pen.lines(cell, x=x, y=top, width=column.width - GAP, bold=column.bold, align=column.align)
            x += column.width
        pen.rule(x=left, y=y + height - HAIRLINE, width=inner, thick=HAIRLINE)

    return Block(height, draw)


def _fitted(column: Column, value: str) -> Fitted:
    if value is TICK:
        return Fitted(("",), 11)
    face = typeface(bold=column.bold)
    width = (column.width - GAP) * mm
    if column.lines == 1:
        return fit_line(value, face=face, size=column.size, width=width)
    lines = wrap(face.clean(value), face=face, size=column.size, width=width)
    room = column.lines or len(lines)
    return Fitted(shorten(lines, room, face=face, size=column.size, width=width), column.size)
