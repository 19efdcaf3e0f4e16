"""A pen on pages measured in millimetres from their top left corner, in black only.

Bars are drawn at whole dots of a 203 dpi print head (8 dots to the millimetre), placed on whole dots, so that a thermal
printer never rounds one bar wider than its neighbour.
"""

from collections.abc import Iterable
from io import BytesIO
from threading import Lock

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
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

Picture = bytes
"""A PNG or JPEG. Inside the pen `bytes` is what it has drawn."""

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
        self._images: dict[bytes, ImageReader] = {}

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
        down = y * mm + fitted.size * (ASCENT + (LEADING - 1) / 2)
        for line in fitted.lines:
            at = x * mm + (width * mm - face.width(line, fitted.size)) * align if align else x * mm
            for name, part in face.runs(line):
                self._letters(part, font=name, size=fitted.size, x=at, baseline=down)
                at += face.width(part, fitted.size)
            down += fitted.size * LEADING

    def rule(self, *, x: float, y: float, width: float, thick: float = RULE) -> None:
        """A level rule hanging from y."""
        self._fill([(x, y, width, thick)])

    def upright(self, *, x: float, y: float, height: float, thick: float = RULE) -> None:
        """An upright rule standing right of x."""
        self._fill([(x, y, thick, height)])

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
        self._fill(((left + start * module, y, count * module, height) for _, start, count in symbol.runs), apart=HAIR)

    def qr(self, text: str, *, x: float, y: float, side: float) -> None:
        """A QR code in whole dots in the middle of a square, quiet zone included."""
        symbol = qr(text)
        dots = int(side / DOT) // (symbol.columns + 2 * QR_QUIET)
        if dots < NARROWEST_BAR:
            raise BarcodeTooWide(text=text)
        module = dots * DOT
        margin = (side - symbol.columns * module) / 2
        left, top = _on_dot(x + margin), _on_dot(y + margin)
        squares = (
            (left + start * module, top + row * module, count * module, module) for row, start, count in symbol.runs
        )
        self._fill(squares, apart=HAIR)

    def picture(self, picture: Picture, *, x: float, y: float, width: float, height: float) -> float:
        """A picture as large as its place allows, from the top left; gives the millimetres it took to the right."""
        image = self._images.get(picture)
        if image is None:
            image = self._images[picture] = ImageReader(BytesIO(picture))
        pixels_wide, pixels_high = image.getSize()
        scale = min(width / pixels_wide, height / pixels_high)
        wide, tall = pixels_wide * scale, pixels_high * scale
        self._paint(image, x=x, y=y, width=wide, height=tall)
        return wide

    # What follows touches the page; every other pen puts its own in place of it.

    def _letters(self, text: str, *, font: str, size: float, x: float, baseline: float) -> None:
        """Letters of one font, in points from the top left."""
        self._canvas.setFont(font, size)
        self._canvas.drawString(x, self.height * mm - baseline, text)

    def _fill(self, rectangles: Iterable[tuple[float, float, float, float]], *, apart: float = 0) -> None:
        path = self._canvas.beginPath()
        for x, y, width, height in rectangles:
            bottom = self.height - y - height + apart
            path.rect((x + apart) * mm, bottom * mm, (width - 2 * apart) * mm, (height - 2 * apart) * mm)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def _paint(self, image: ImageReader, *, x: float, y: float, width: float, height: float) -> None:
        self._canvas.drawImage(image, x * mm, (self.height - y - height) * mm, width * mm, height * mm)


def _on_dot(place: float) -> float:
    return round(place / DOT) * DOT
