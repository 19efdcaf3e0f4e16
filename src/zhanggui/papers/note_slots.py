"""One place on the paper holding a delivery note, or a part of one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext

from zhanggui.papers.captions import moment, named, pieces, print_mark
from zhanggui.papers.pen import CENTRE, RIGHT, Pen
from zhanggui.papers.sheets import Block, paged
from zhanggui.papers.tables import Column, column_head, table_row
from zhanggui.papers.text import count
from zhanggui.papers.values import DeliveryNotePaper, NoteCopy, NoteLine

NARROW = 120
HEAD = 33.0
NARROW_HEAD = 36.5
COLUMN_HEAD = 6.5
FOOT = 14.0
LOGO_SHARE, LOGO_HEIGHT = 0.4, 16.5


@dataclass(frozen=True, slots=True)
class NoteSlot:
    """The rows of a note that stand in one place, with that place's number."""

    note: DeliveryNotePaper
    copy: NoteCopy
    columns: Sequence[Column]
    rows: Sequence[Block]
    with_amounts: bool
    part: int
    parts: int


def slots_of(
    note: DeliveryNotePaper, copy: NoteCopy, *, width: float, height: float, columns: Sequence[str]
) -> list[NoteSlot]:
    """The places a note needs: one, unless its lines are too many. On a narrow paper the code stands with the goods."""
    is_narrow = width < NARROW
    names = [name for name in columns if not (is_narrow and name == "code")]
    joins_code = is_narrow and "code" in columns
    shown = _columns(names, width - 2 * _margin(width), is_narrow=is_narrow)
    rows = [
        table_row(shown, [_value(name, line, joins_code=joins_code) for name in names], left=_margin(width), pad=0.6)
        for line in note.lines
    ]
    parts = paged(rows, room=height - _head_height(width) - COLUMN_HEAD - FOOT) or [[]]
    with_amounts = bool({"price", "amount"} & set(columns))
    return [
        NoteSlot(note, copy, shown, part, with_amounts, index, len(parts)) for index, part in enumerate(parts, start=1)
    ]


def draw_slot(pen: Pen, slot: NoteSlot, *, top: float, height: float) -> None:
    left = _margin(pen.width)
    _draw_head(pen, slot, left=left, top=top + 5)
    y = top + _head_height(pen.width)
    column_head(slot.columns, left=left).draw(pen, y)
    y += COLUMN_HEAD
    for row in slot.rows:
        row.draw(pen, y)
        y += row.height
    _draw_foot(pen, slot, left=left, top=top + height - FOOT + 1)


def _draw_head(pen: Pen, slot: NoteSlot, *, left: float, top: float) -> None:
    note = slot.note
    inner = pen.width - 2 * left
    code_width = min(72.0, inner * 0.56)
    text_width = inner - code_width - 3
    words_left = left
    if note.logo:
        taken = pen.picture(note.logo, x=left, y=top, width=text_width * LOGO_SHARE, height=LOGO_HEIGHT) + 2
        words_left, text_width = left + taken, text_width - taken
    pen.line(gettext("Delivery note"), x=words_left, y=top - 0.5, width=text_width, size=15, bold=True)
    pen.line(note.shop, x=words_left, y=top + 6.5, width=text_width, size=10, bold=True)
    mark = f"{_copy_name(slot.copy)} {print_mark(note.print_number)}".strip()
    wide = min(text_width, pen.measure(mark, size=9, bold=True) + 4)
    pen.box(x=words_left, y=top + 11.5, width=wide, height=5.5)
    pen.line(mark, x=words_left + 1, y=top + 12.25, width=wide - 2, size=9, bold=True, align=CENTRE)
    right = left + inner - code_width
    pen.code128(note.parcel_number, x=right, y=top, width=code_width, height=10, align=RIGHT)
    part = f"{slot.part}/{slot.parts}" if slot.parts > 1 else ""
    number = f"{note.parcel_number} {part}".strip()
    pen.line(number, x=right, y=top + 10.5, width=code_width, size=9.5, bold=True, align=RIGHT)
    sent = f"{note.carrier} {note.waybill}".strip()
    pen.line(sent, x=right, y=top + 14.25, width=code_width, size=8, align=RIGHT)
    who = f"{gettext('Receiver')} {note.receiver.name} {note.receiver.phone} {note.receiver.address}"
    below = top + _head_height(pen.width) - 10
    pen.block(who, x=left, y=top + 18.75, width=inner, height=below - top - 18.75, size=8.5)
    orders = gettext("Order {numbers}").format(numbers=" ".join(note.order_numbers)) if note.order_numbers else ""
    printed = moment(note.printed_at)
    stamp = pen.measure(printed, size=8) + 2
    pen.line(orders, x=left, y=below, width=inner - stamp, size=8)
    pen.line(printed, x=left + inner - stamp, y=below, width=stamp, size=8, align=RIGHT)


def _draw_foot(pen: Pen, slot: NoteSlot, *, left: float, top: float) -> None:
    note = slot.note
    inner = pen.width - 2 * left
    pen.rule(x=left, y=top, width=inner)
    total = gettext("Total {pieces}").format(pieces=pieces(line.quantity for line in note.lines))
    if slot.with_amounts:
        total = f"{total} ¥{_sum(note.lines):,.2f}"
    used = pen.measure(total, size=10, bold=True) + 2
    pen.line(total, x=left + inner - used, y=top + 0.75, width=used, size=10, bold=True, align=RIGHT)
    remark = " · ".join([*note.requests, *([f"{gettext('Remark')} {note.remark}"] if note.remark else [])])
    room = 4.75 if note.thanks else FOOT - 3
    pen.block(remark, x=left, y=top + 0.9, width=inner - used - 2, height=room, size=9, bold=True)
    pen.block(note.thanks, x=left, y=top + 5.75, width=inner, height=6.5, size=8.5)


def _head_height(width: float) -> float:
    """A narrow paper needs a second line for the address."""
    return NARROW_HEAD if width < NARROW else HEAD


def _margin(width: float) -> float:
    return 4.0 if width < NARROW else 12.0


def _columns(names: Sequence[str], inner: float, *, is_narrow: bool) -> list[Column]:
    """The columns in the order of their names; the goods take what the others leave."""
    wide = 17 if is_narrow else 24
    known = {
        "code": Column(gettext("SKU code"), 38, size=8),
        "goods": Column(gettext("Goods"), 0, size=9, lines=3 if is_narrow else 2),
        "quantity": Column(gettext("Quantity"), 14 if is_narrow else 18, size=10, bold=True, align=RIGHT),
        "price": Column(gettext("Price"), wide, size=8.5, align=RIGHT),
        "amount": Column(gettext("Amount"), wide, size=8.5, align=RIGHT),
    }
    left = inner - sum(known[name].width for name in names)
    return [replace(known[name], width=left) if name == "goods" else known[name] for name in names]


def _value(name: str, line: NoteLine, *, joins_code: bool) -> str:
    if name == "goods":
        goods = named(line.name, line.spec)
        return named(goods, line.sku_code) if joins_code else goods
    if name == "code":
        return line.sku_code
    if name == "quantity":
        return count(line.quantity)
    if line.price is None:
        return ""
    return f"{line.price if name == 'price' else line.price * line.quantity:,.2f}"


def _sum(lines: Sequence[NoteLine]) -> Decimal:
    return sum((line.price * line.quantity for line in lines if line.price is not None), Decimal(0))


def _copy_name(copy: NoteCopy) -> str:
    names = {
        NoteCopy.WHITE: gettext("White copy: in the box"),
        NoteCopy.YELLOW: gettext("Yellow copy: crate maker"),
        NoteCopy.RED: gettext("Red copy: driver"),
    }
    return names[copy]
