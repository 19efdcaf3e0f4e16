"""A4 sheets: a head naming the sheet on every page, blocks that never break across pages, signatures, page n/m."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from zhanggui.papers.pen import RIGHT, RULE, Pen

WIDTH, HEIGHT = 210, 297
MARGIN = 12.0
INNER = WIDTH - 2 * MARGIN
BODY_TOP = 39.0
BODY_BOTTOM = HEIGHT - 21.0
CODE_WIDTH = 72.0


@dataclass(frozen=True, slots=True)
class Head:
    """What every page says: the sheet's name, its number as text and bars, who it is for, and facts in a row."""

    title: str
    number: str
    mark: str
    facts: tuple[tuple[str, str], ...]
    signers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a sheet that stays on one page: its height, and how to draw it from a top."""

    height: float
    draw: Callable[[Pen, float], None]


def sheet_pdf(head: Head, blocks: Sequence[Block], *, column_head: Block | None = None) -> bytes:
    """The blocks on as many pages as they need, the column head repeated on each."""
    return sheets_pdf([(head, blocks, column_head)])


def sheets_pdf(sheets: Sequence[tuple[Head, Sequence[Block], Block | None]]) -> bytes:
    """One sheet after the other, each with its own head and page numbers."""
    first = sheets[0][0]
    pen = Pen(title=f"{first.title} {first.number}", width=WIDTH, height=HEIGHT)
    for head, blocks, column_head in sheets:
        top = BODY_TOP + (column_head.height if column_head else 0)
        pages = paged(blocks, room=BODY_BOTTOM - top)
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
    return pen.bytes()


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
    room = INNER - CODE_WIDTH - 4
    used = pen.line(head.title, x=MARGIN, y=9, width=room * 0.6, size=22, bold=True)
    pen.line(head.mark, x=MARGIN + used + 4, y=12, width=room - used - 4, size=11, bold=True)
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
