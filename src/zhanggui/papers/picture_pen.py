"""A pen that paints the first page of a document as a picture: letters, bars and lengths are those of the paper."""

from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader

from zhanggui.papers.pen import DOT, Pen

# One pixel for each dot of a print head: bars are as wide as they are printed, and can be scanned from the screen.
PIXELS = 1 / DOT
_DASH, _GAP = 1.5, 1.0
_WHITE, _BLACK = "white", "black"


class PicturePen(Pen):
    """Paints until the first page ends; what is drawn on later pages leaves no mark."""

    def __init__(self, *, width: float, height: float) -> None:
        self._images: dict[bytes, ImageReader] = {}
        self._pages_ended = 0
        self.resize(width=width, height=height)

    def resize(self, *, width: float, height: float) -> None:
        self.width, self.height = width, height
        if not self._pages_ended:
            self._page = Image.new("RGB", (_pixels(width), _pixels(height)), _WHITE)
            self._draw = ImageDraw.Draw(self._page)

    def next_page(self) -> None:
        """Where more is drawn, it goes onto a sheet that nobody sees."""
        self._pages_ended += 1
        self._draw = ImageDraw.Draw(Image.new("RGB", (1, 1)))

    def bytes(self) -> bytes:
        """The first page as PNG."""
        out = BytesIO()
        self._page.save(out, "PNG", compress_level=3)
        return out.getvalue()

    def dashes(self, *, y: float) -> None:
        step = _DASH + _GAP
        places = (place * step for place in range(int(self.width / step) + 1))
        self._fill((x, y, min(_DASH, self.width - x), DOT) for x in places if x < self.width)

    def _letters(self, text: str, *, font: str, size: float, x: float, baseline: float) -> None:
        place = (x / mm * PIXELS, baseline / mm * PIXELS)
        self._draw.text(place, text, font=_font(font, size), fill=_BLACK, anchor="ls")

    def _fill(self, rectangles: Iterable[tuple[float, float, float, float]], *, apart: float = 0) -> None:
        for x, y, width, height in rectangles:
            left, top = _pixels(x), _pixels(y)
            right, bottom = max(left + 1, _pixels(x + width)), max(top + 1, _pixels(y + height))
            self._draw.rectangle((left, top, right - 1, bottom - 1), fill=_BLACK)

    def _paint(self, image: ImageReader, *, x: float, y: float, width: float, height: float) -> None:
        if self._pages_ended:
            return
        size = (max(1, _pixels(width)), max(1, _pixels(height)))
        picture = Image.frombytes("RGB", image.getSize(), image.getRGBData())
        self._page.paste(picture.resize(size), (_pixels(x), _pixels(y)))


def _pixels(length: float) -> int:
    return round(length * PIXELS)


@lru_cache(maxsize=64)
def _font(file: str, size: float) -> ImageFont.FreeTypeFont:
    """The fonts are registered under the names of their files."""
    return ImageFont.truetype(file, size / mm * PIXELS)
