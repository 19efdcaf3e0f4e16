"""Fitting text into its place by measured width: shrink first, then cut with an ellipsis. Nothing runs over a rule.

All lengths are in points. Sizes step down by half a point, never below the smallest a thermal head prints clearly.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from zhanggui.papers.fonts import Typeface

SMALLEST = 7.0
STEP = 0.5
LEADING = 1.22
ELLIPSIS = "…"

# Words and numbers stay whole; closing marks stay with what they close, opening ones with what they open.
_PIECE = re.compile(
    r"\s+|[（《“「【(\[]*(?:[A-Za-z0-9_\-./#%+*&@'×→]+|\S)[，。、；：！？）》”」】)\],.;:!?]*",
)


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines of text at the size that lets them fit."""

    lines: tuple[str, ...]
    size: float


def cut(text: str, *, face: Typeface, size: float, width: float) -> str:
    """The text, or as much of it as fits with an ellipsis."""
    if face.width(text, size) <= width:
        return text
    room = width - face.width(ELLIPSIS, size)
    kept = 0
    for letter in text:
        room -= face.width(letter, size)
        if room < 0:
            break
        kept += 1
    return text[:kept].rstrip() + ELLIPSIS


def fit_line(text: str, *, face: Typeface, size: float, width: float, smallest: float = SMALLEST) -> Fitted:
    """One line: as large as it may be, smaller if it must, cut if even the smallest size is too wide."""
    text = face.clean(text)
    needed = face.width(text, size)
    if needed > width:
        size = max(smallest, size * width / needed // STEP * STEP)
    return Fitted((cut(text, face=face, size=size, width=width),), size)


def fit_block(
    text: str, *, face: Typeface, size: float, width: float, height: float, smallest: float = SMALLEST
) -> Fitted:
    """Several lines inside a box: the largest size at which all of it fits, else the smallest, cut at its end."""
    text = face.clean(text)
    while True:
        room = max(1, int(height / (size * LEADING) + 1e-6))
        lines = wrap(text, face=face, size=size, width=width)
        # A single letter can be wider than a narrow box: that, too, is a reason to go smaller.
        if len(lines) <= room and all(face.width(line, size) <= width for line in lines):
            return Fitted(tuple(lines), size)
        if size - STEP < smallest:
            return Fitted(shorten(lines, room, face=face, size=size, width=width), size)
        size -= STEP


def wrap(text: str, *, face: Typeface, size: float, width: float) -> list[str]:
    """Cleaned text broken into lines no wider than the width."""
    lines: list[str] = []
    line, used = "", 0.0
    for piece in _PIECE.findall(text):
        wide = face.width(piece, size)
        if line and used + wide > width:
            lines.append(line.rstrip())
            line, used = "", 0.0
        if wide <= width:
            line, used = (line + piece, used + wide) if line or not piece.isspace() else (line, used)
            continue
        for letter in piece:
            wide = face.width(letter, size)
            if line and used + wide > width:
                lines.append(line)
                line, used = "", 0.0
            line, used = line + letter, used + wide
    if line.strip():
        lines.append(line.rstrip())
    return lines


def shorten(lines: list[str], room: int, *, face: Typeface, size: float, width: float) -> tuple[str, ...]:
    """At most `room` lines; an ellipsis says that something was left out."""
    if len(lines) <= room:
        return tuple(lines)
    last = cut(lines[room - 1] + ELLIPSIS * 2, face=face, size=size, width=width).rstrip(ELLIPSIS) + ELLIPSIS
    return (*lines[: room - 1], last)


def count(quantity: Decimal | int) -> str:
    """A quantity as people write it: 2, 1.5, never 2.000 or 1E+2."""
    written = f"{quantity:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written
