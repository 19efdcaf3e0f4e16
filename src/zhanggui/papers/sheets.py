"""A4 sheets: a head naming the sheet on every page, blocks that never break across pages, signatures, page n/m."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import translation
from django.utils.translation import gettext
from reportlab.lib.units import mm

from zhanggui.papers.fonts import typeface
from zhanggui.papers.pen import RIGHT, RULE, Pen
from zhanggui.papers.text import LEADING, wrap

WIDTH, HEIGHT = 210, 297
MARGIN = 12.0
INNER = WIDTH - 2 * MARGIN
BODY_TOP = 39.0
BODY_BOTTOM = HEIGHT - 21.0
CODE_WIDTH = 72.0
LOGO_WIDTH, LOGO_HEIGHT = 34.0, 16.0


@dataclass(frozen=True, slots=True)
class Head:
    """What every page says: the sheet's name, its number as text and bars, who it is for, and facts in a row."""

    title: str
    number: str
    mark: str
    facts: tuple[tuple[str, str], ...]
    signers: tuple[str, ...]
    heading: str = ""
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a sheet that stays on one page: its height, and how to draw it from a top."""

    height: float
    draw: Callable[[Pen, float], None]


class Sheet(NamedTuple):
    """What fills the pages of one sheet; the column head is repeated on each. No language: the reader's."""

    head: Head
    blocks: Sequence[Block]
    column_head: Block | None = None
    language: str = ""


def sheets_pdf(sheets: Sequence[Sheet]) -> bytes:
    """One sheet after the other, each with its own head and page numbers."""
    first = sheets[0].head
    pen = Pen(title=f"{first.title} {first.number}", width=WIDTH, height=HEIGHT)
    draw_sheets(pen, sheets)
    return pen.bytes()


def draw_sheets(pen: Pen, sheets: Sequence[Sheet]) -> None:
    for sheet in sheets:
        with translation.override(sheet.language or translation.get_language()):
            _draw_sheet(pen, sheet)


def _draw_sheet(pen: Pen, sheet: Sheet) -> None:
    head, column_head = sheet.head, sheet.column_head
    top = BODY_TOP + (column_head.height if column_head else 0)
    pages = paged(sheet.blocks, room=BODY_BOTTOM - top)
    for index, page in enumerate(pages, start=1):
        _draw_head(pen, head)
        if column_head:
            column_head.draw(pen, BODY_TOP)
        y = top
        for block in page:
            block.draw(pen, y)
            y += block.height
        _draw_foot(pen, head, page=index, pages=len(pages))
        pen.next_page()


def words_block(words: str) -> list[Block]:
    """A company's own words below everything else, as many lines as they take."""
    if not words:
        return []
    face, size = typeface(), 9.5
    lines = len(wrap(face.clean(words), face=face, size=size, width=INNER * mm))
    height = lines * size * LEADING / mm + 3

    def draw(pen: Pen, y: float) -> None:
        pen.block(words, x=MARGIN, y=y + 2, width=INNER, height=height - 2, size=size)

    return [Block(height, draw)]


def paged(blocks: Sequence[Block], *, room: float) -> list[list[Block]]:
    """Blocks filled into pages in order; a page is never empty."""
    pages: list[list[Block]] = []
    left = 0.0
    for block in blocks:
        if not pages or block.height > left:
            pages.append([])
            left = room
        pages[-1].append(block)
        left -= block.height
    return pages


def _draw_head(pen: Pen, head: Head) -> None:
    left, room = MARGIN, INNER - CODE_WIDTH - 4
    if head.logo:
        taken = pen.picture(head.logo, x=MARGIN, y=8, width=LOGO_WIDTH, height=LOGO_HEIGHT) + 3
        left, room = left + taken, room - taken
    top = 10.5 if head.heading else 9
    pen.line(head.heading, x=left, y=5.5, width=room, size=10, bold=True)
    used = pen.line(head.title, x=left, y=top, width=room * 0.6, size=22, bold=True)
    pen.line(head.mark, x=left + used + 4, y=top + 3, width=room - used - 4, size=11, bold=True)
    pen.code128(head.number, x=WIDTH - MARGIN - CODE_WIDTH, y=8, width=CODE_WIDTH, height=11, align=RIGHT)
    pen.line(head.number, x=WIDTH - MARGIN - CODE_WIDTH, y=19.5, width=CODE_WIDTH, size=11, bold=True, align=RIGHT)
    pen.rule(x=MARGIN, y=26, width=INNER, thick=0.5)
    share = INNER / len(head.facts)
    for index, (caption, value) in enumerate(head.facts):
        x = MARGIN + index * share
        pen.line(caption, x=x, y=27.5, width=share - 2, size=7.5)
        pen.line(value, x=x, y=30.75, width=share - 2, size=11, bold=True)


def _draw_foot(pen: Pen, head: Head, *, page: int, pages: int) -> None:
    y = HEIGHT - 15.0
    room = INNER - 30
    share = room / len(head.signers)
    for index, signer in enumerate(head.signers):
        x = MARGIN + index * share
        used = pen.line(signer, x=x, y=y, width=share / 2, size=9)
        pen.rule(x=x + used + 1.5, y=y + 4, width=share - used - 6, thick=RULE)
    numbers = gettext("Page {page} of {pages}").format(page=page, pages=pages)
    pen.line(numbers, x=WIDTH - MARGIN - 30, y=y, width=30, size=9, bold=True, align=RIGHT)


def tick_box(pen: Pen, *, x: float, y: float, side: float = 4.0) -> None:
    pen.box(x=x, y=y, width=side, height=side, thick=RULE)
