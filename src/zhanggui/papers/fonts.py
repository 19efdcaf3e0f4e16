"""The typefaces papers are set in.

Each weight is a chain of TrueType files: Noto Sans SC first, then any other font laid into the fonts folder. Noto Sans
HK and JP lie there for some two thousand rare characters of names that SC lacks, 𠮷 among them. What no file of the
chain can draw never reaches a page as an empty box: symbols such as emoji are left out, and a letter
becomes the printer's mark 〓, so that somebody asks what stood there.
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from zhanggui.kernel.refusal import Refusal

FOLDER = Path(__file__).parent / "fonts"
REGULAR = "NotoSansSC-Regular.ttf"
BOLD = "NotoSansSC-Bold.ttf"
MISSING_LETTER = "〓"

# Never drawn, whatever a font's table says: controls, joiners, private use, surrogates, unassigned.
UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn"}
SYMBOLS = {"So", "Sk"}


class FontsMissing(Refusal):
    """The print fonts are not installed. Run “make setup”."""

    http_state = 503


class Typeface:
    """A chain of fonts that measures text, cleans it to what can be drawn, and says which font draws which part."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.names = [_registered(file) for file in files]
        self._widths: dict[int, float] = {}
        self._extra: dict[int, str] = {}
        for name in self.names:
            face = pdfmetrics.getFont(name).face
            for point in face.charToGlyph:
                if point in self._widths or not _is_drawable(point):
                    continue
                self._widths[point] = face.charWidths.get(point, face.defaultWidth)
                if name != self.names[0]:
                    self._extra[point] = name

    def covers(self, text: str) -> bool:
        return self._widths.keys() >= set(map(ord, text))

    def clean(self, text: str) -> str:
        """The text on one line, holding only characters this typeface draws."""
        text = " ".join(text.split())
        if self.covers(text):
            return text
        return " ".join("".join(map(self._drawn, text)).split())

    def missing(self, text: str) -> str:
        """The letters that would be printed as 〓: check names before printing them."""
        return "".join(sorted({letter for letter in text if self._drawn(letter) == MISSING_LETTER}))

    def width(self, text: str, size: float) -> float:
        """Points that cleaned text takes at this size."""
        return sum(map(self._widths.__getitem__, map(ord, text))) * size / 1000

    def runs(self, text: str) -> list[tuple[str, str]]:
        """Cleaned text cut into (font name, part): usually one."""
        if not self._extra or self._extra.keys().isdisjoint(map(ord, text)):
            return [(self.names[0], text)]
        by_font = groupby(text, key=lambda letter: self._extra.get(ord(letter), self.names[0]))
        return [(name, "".join(part)) for name, part in by_font]

    def _drawn(self, letter: str) -> str:
        if ord(letter) in self._widths:
            return letter
        category = unicodedata.category(letter)
        if category == "Cc":
            return " "
        is_left_out = category in UNSEEN or category in SYMBOLS or _is_variation(ord(letter)) or letter == "\u20e3"
        return "" if is_left_out else MISSING_LETTER


def load_typeface(folder: Path, *, bold: bool) -> Typeface:
    """The chain of one weight: its own file, the other weight, then what else lies in the folder by name."""
    first, second = (BOLD, REGULAR) if bold else (REGULAR, BOLD)
    others = sorted(file for file in folder.glob("*.ttf") if file.name not in {REGULAR, BOLD})
    files = [folder / first, folder / second, *others]
    try:
        return Typeface(files)
    except (TTFError, OSError) as problem:
        raise FontsMissing from problem


@lru_cache(maxsize=2)
def typeface(*, bold: bool = False) -> Typeface:
    """The regular or bold typeface of all papers, read once per process."""
    return load_typeface(FOLDER, bold=bold)


def _registered(file: Path) -> str:
    name = str(file)
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, name))
    return name


def _is_drawable(point: int) -> bool:
    return unicodedata.category(chr(point)) not in UNSEEN and not _is_variation(point)


def _is_variation(point: int) -> bool:
    return 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF
