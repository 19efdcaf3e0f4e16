"""A pen that writes down what it would draw, for a program that draws it on its own printer (C-Lodop).

Lengths are millimetres from the top left corner, sizes of type points. Bars and squares are asked for by what they say:
the printer's program draws them at its own dots.
"""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.units import mm

from zhanggui.papers.labels import LabelDesign, draw_label
from zhanggui.papers.pen import CENTRE, HAIRLINE, LEFT, RULE, Pen
from zhanggui.papers.text import LEADING, Fitted
from zhanggui.papers.values import LabelPaper

Command = dict[str, Any]


class CommandPen(Pen):
    """Keeps the commands of one page."""

    def __init__(self, *, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.commands: list[Command] = []

    def lines(
        self, fitted: Fitted, *, x: float, y: float, width: float, bold: bool = False, align: float = LEFT
    ) -> None:
        step = fitted.size * LEADING / mm
        for place, text in enumerate(fitted.lines):
            self._write(
                "text", x=x, y=y + place * step, width=width, height=step,
                text=text, size=fitted.size, bold=bold, align=align,
            )  # fmt: skip

    def rule(self, *, x: float, y: float, width: float, thick: float = RULE) -> None:
        self._write("rule", x=x, y=y, width=width, height=0, thick=thick)

    def upright(self, *, x: float, y: float, height: float, thick: float = RULE) -> None:
        self._write("rule", x=x, y=y, width=0, height=height, thick=thick)

    def dashes(self, *, y: float) -> None:
        self._write("dashes", x=0, y=y, width=self.width, height=0, thick=HAIRLINE)

    def code128(self, text: str, *, x: float, y: float, width: float, height: float, align: float = CENTRE) -> None:
        self._write("code128", x=x, y=y, width=width, height=height, text=text)

    def qr(self, text: str, *, x: float, y: float, side: float) -> None:
        self._write("qr", x=x, y=y, width=side, height=side, text=text)

    def _write(self, what: str, **how: Any) -> None:
        self.commands.append(
            {"do": what} | {name: round(value, 2) if isinstance(value, float) else value for name, value in how.items()}
        )


def label_commands(labels: Sequence[tuple[LabelPaper, LabelDesign]]) -> list[list[Command]]:
    """What is drawn on each label, in the order given."""
    pages = []
    for label, design in labels:
        pen = CommandPen(width=design.size.value.width, height=design.size.value.height)
        draw_label(pen, label, design)
        pages.append(pen.commands)
    return pages
