"""A pen on pages measured in millimetres from their top left corner, in black only.

Bars are drawn at whole dots of a 203 dpi print head (8 dots to the millimetre), placed on whole dots, so that a thermal
printer never rounds one bar wider than its neighbour.
"""

from collections.abc import Iterable
from io import BytesIO
from threading import Lock

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from zhanggui.papers.barcodes import CODE_128_QUIET, QR_QUIET, BarcodeTooWide, code128, qr
from zhanggui.papers.fonts import typeface
from zhanggui.papers.text import LEADING, SMALLEST, Fitted, fit_block, fit_line

DOT = 0.125
# Printers blacken every dot a shape touches: a bar this much narrower than its dots cannot touch the next one.
HAIR = 0.002
WIDEST_BAR = 4
NARROWEST_BAR = 2
ASCENT = 0.88
HAIRLINE = 0.125
RULE = 0.25

LEFT, CENTRE, RIGHT = 0.0, 0.5, 1.0

# The end of a document cuts its letters out of the font files, and a font file has one reading place that all threads
# move: two documents ended at once would print each other's letters.
_CUTTING_LETTERS = Lock()


class Pen:
    """Draws pages of one size; `bytes()` ends the document."""

    def __init__(self, *, title: str, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._out = BytesIO()
        # Invariant: the same papers give the same bytes, so a repeated print can be compared.
        self._canvas = Canvas(self._out, pagesize=(width * mm, height * mm), invariant=1, pageCompression=1)
        self._canvas.setTitle(title)
        self._canvas.setCreator("Zhanggui")

    def resize(self, *, width: float, height: float) -> None:
        """The pages from here on have another size. Nothing is drawn on the page yet."""
        self.width, self.height = width, height
        self._canvas.setPageSize((width * mm, height * mm))

    def next_page(self) -> None:
        self._canvas.showPage()

    def bytes(self) -> bytes:
        with _CUTTING_LETTERS:
            self._canvas.save()
        return self._out.getvalue()

    def measure(self, text: str, *, size: float, bold: bool = False) -> float:
        """Millimetres the text takes on one line."""
        face = typeface(bold=bold)
        return face.width(face.clean(text), size) / mm

    def line(
        self,
        text: str,
        *,
        x: float,
        y: float,
        width: float,
        size: float,
        bold: bool = False,
        align: float = LEFT,
        smallest: float = SMALLEST,
    ) -> float:
        """One line whose top is y; gives the millimetres it took to the right."""
        face = typeface(bold=bold)
        fitted = fit_line(text, face=face, size=size, width=width * mm, smallest=smallest)
        # A shrunken line keeps the middle of the line it was meant to be.
        self.lines(fitted, x=x, y=y + (size - fitted.size) / 2 / mm, width=width, bold=bold, align=align)
        return face.width(fitted.lines[0], fitted.size) / mm

    def block(
        self,
        text: str,
        *,
        x: float,
        y: float,
        width: float,
        height: float,
        size: float,
        bold: bool = False,
        align: float = LEFT,
        smallest: float = SMALLEST,
    ) -> float:
        """Text wrapped inside a box; gives the millimetres it took downwards."""
        fitted = fit_block(
            text, face=typeface(bold=bold), size=size, width=width * mm, height=height * mm, smallest=smallest
        )
        self.lines(fitted, x=x, y=y, width=width, bold=bold, align=align)
        return len(fitted.lines) * fitted.size * LEADING / mm

    def lines(
        self, fitted: Fitted, *, x: float, y: float, width: float, bold: bool = False, align: float = LEFT
    ) -> None:
        """Lines fitted before to a box of this width."""
        face = typeface(bold=bold)
        baseline = (self.height - y) * mm - fitted.size * (ASCENT + (LEADING - 1) / 2)
        for line in fitted.lines:
            at = x * mm + (width * mm - face.width(line, fitted.size)) * align if align else x * mm
            for name, part in face.runs(line):
                self._canvas.setFont(name, fitted.size)
                self._canvas.drawString(at, baseline, part)
                at += face.width(part, fitted.size)
            baseline -= fitted.size * LEADING

    def rule(self, *, x: float, y: float, width: float, thick: float = RULE) -> None:
        """A level rule hanging from y."""
        self._canvas.rect(x * mm, (self.height - y - thick) * mm, width * mm, thick * mm, stroke=0, fill=1)

    def upright(self, *, x: float, y: float, height: float, thick: float = RULE) -> None:
        """An upright rule standing right of x."""
        self._canvas.rect(x * mm, (self.height - y - height) * mm, thick * mm, height * mm, stroke=0, fill=1)

    def dashes(self, *, y: float) -> None:
        """A dashed line across the page, to cut or fold along."""
        self._canvas.saveState()
        self._canvas.setLineWidth(HAIRLINE * mm)
        self._canvas.setDash(4, 3)
        self._canvas.line(0, (self.height - y) * mm, self.width * mm, (self.height - y) * mm)
        self._canvas.restoreState()

    def box(self, *, x: float, y: float, width: float, height: float, thick: float = RULE) -> None:
        """A frame inside the given corners."""
        self.rule(x=x, y=y, width=width, thick=thick)
        self.rule(x=x, y=y + height - thick, width=width, thick=thick)
        self.upright(x=x, y=y, height=height, thick=thick)
        self.upright(x=x + width - thick, y=y, height=height, thick=thick)

    def code128(self, text: str, *, x: float, y: float, width: float, height: float, align: float = CENTRE) -> None:
        """Bars as wide as whole dots allow with both quiet zones; refuses what would not scan.

        Aligned left or right, the bars reach that edge and the quiet zone lies in the margin beyond it.
        """
        symbol = code128(text)
        bar = min(WIDEST_BAR, int(width / DOT) // (symbol.columns + 2 * CODE_128_QUIET))
        if bar < NARROWEST_BAR:
            raise BarcodeTooWide(text=text)
        module = bar * DOT
        left = _on_dot(x + (width - symbol.columns * module) * align)
        self._fill((left + start * module, y, count * module, height) for _, start, count in symbol.runs)

    def qr(self, text: str, *, x: float, y: float, side: float) -> None:
        """A QR code in whole dots in the middle of a square, quiet zone included."""
        symbol = qr(text)
        dots = int(side / DOT) // (symbol.columns + 2 * QR_QUIET)
        if dots < NARROWEST_BAR:
            raise BarcodeTooWide(text=text)
        module = dots * DOT
        margin = (side - symbol.columns * module) / 2
        left, top = _on_dot(x + margin), _on_dot(y + margin)
        self._fill(
            (left + start * module, top + row * module, count * module, module) for row, start, count in symbol.runs
        )

    def _fill(self, rectangles: Iterable[tuple[float, float, float, float]]) -> None:
        path = self._canvas.beginPath()
        for x, y, width, height in rectangles:
            bottom = self.height - y - height + HAIR
            path.rect((x + HAIR) * mm, bottom * mm, (width - 2 * HAIR) * mm, (height - 2 * HAIR) * mm)
        self._canvas.drawPath(path, stroke=0, fill=1)


def _on_dot(place: float) -> float:
    return round(place / DOT) * DOT
