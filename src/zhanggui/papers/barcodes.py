"""Code 128 and QR symbols as modules, for the papers, and as SVG, for print pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

import zxingcpp

from zhanggui.kernel.refusal import Refusal

CODE_128_QUIET = 10
QR_QUIET = 4
SVG_BAR_HEIGHT = 40


class BarcodeUnprintable(Refusal):
    """“{text}” cannot be printed as a barcode: it may hold only plain letters, digits and signs."""


class BarcodeTooWide(Refusal):
    """“{text}” is too long for a barcode on this paper: a scanner could not read it."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """Black modules as (row, first column, count), without quiet zone."""

    columns: int
    rows: int
    runs: tuple[tuple[int, int, int], ...]


@lru_cache(maxsize=2048)
def code128(text: str) -> Symbol:
    """The bars of a Code 128: one row."""
    if not text or not text.isascii() or not text.isprintable():
        raise BarcodeUnprintable(text=text)
    return _symbol(text, zxingcpp.BarcodeFormat.Code128)


@lru_cache(maxsize=2048)
def qr(text: str) -> Symbol:
    """A QR code at level M: a quarter of a thermal label may be smeared before it stops reading."""
    if not text:
        raise BarcodeUnprintable(text=text)
    try:
        return _symbol(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    except ValueError as problem:
        raise BarcodeTooWide(text=text) from problem


def code128_svg(text: str) -> str:
    """An inline SVG of the Code 128 of the text, quiet zone included; give it its width in CSS."""
    return _svg(code128(text), quiet=CODE_128_QUIET, height=SVG_BAR_HEIGHT, stretch=True)


def qr_svg(text: str) -> str:
    """An inline SVG of the QR code of the text, quiet zone included."""
    symbol = qr(text)
    return _svg(symbol, quiet=QR_QUIET, height=symbol.rows + 2 * QR_QUIET, stretch=False)


def _symbol(text: str, kind: zxingcpp.BarcodeFormat, **options: str) -> Symbol:
    # Any: the image offers the buffer protocol, which its type stub leaves out.
    image: Any = zxingcpp.create_barcode(text, kind, **options).to_image(scale=1, add_quiet_zones=False)
    height, columns = image.shape
    rows = 1 if kind == zxingcpp.BarcodeFormat.Code128 else height
    pixels = memoryview(image).tobytes()
    lines = (pixels[row * columns : (row + 1) * columns] for row in range(rows))
    runs = tuple((row, start, count) for row, line in enumerate(lines) for start, count in _black_runs(line))
    return Symbol(columns, rows, runs)


def _black_runs(line: bytes) -> Iterator[tuple[int, int]]:
    start = 0
    for pixel, same in groupby(line):
        count = len(list(same))
        if pixel == 0:
            yield start, count
        start += count


def _svg(symbol: Symbol, *, quiet: int, height: int, stretch: bool) -> str:
    width = symbol.columns + 2 * quiet
    top, tall = (0, height) if stretch else (quiet, 1)
    path = "".join(f"M{start + quiet} {row + top}h{count}v{tall}h-{count}z" for row, start, count in symbol.runs)
    ratio = ' preserveAspectRatio="none"' if stretch else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"{ratio} shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{width}v{height}H0z"/><path d="{path}"/></svg>'
    )
