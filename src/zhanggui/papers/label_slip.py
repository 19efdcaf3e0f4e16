"""The lower part of a label, for the warehouse: cell, QR code, goods, remark, and the line that tells prints apart."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext, ngettext, pgettext
from reportlab.lib.units import mm

from zhanggui.papers.captions import moment, named, pieces, print_mark
from zhanggui.papers.fonts import typeface
from zhanggui.papers.label_sizes import MARGIN, LabelLayout
from zhanggui.papers.pen import CENTRE, RIGHT, RULE, Pen
from zhanggui.papers.templates import PaperTemplate
from zhanggui.papers.text import LEADING, SMALLEST, count, wrap
from zhanggui.papers.values import LabelPaper

HEAVY = 0.5
HEADING = 5.0
SAID_SIZE, WORDS_SIZE = 9.5, 8.0
MOST_LINES, MOST_WORDS = 4, 7.5
LEAST_GOODS = 8.0


def draw_slip(pen: Pen, label: LabelPaper, layout: LabelLayout, template: PaperTemplate) -> None:
    """What the template chose, in its order, between its heading and its words."""
    scale, top = layout.scale, layout.slip_top
    pen.rule(x=MARGIN, y=top, width=layout.inner, thick=HEAVY)
    top += HEAVY
    if template.heading:
        pen.line(template.heading, x=MARGIN, y=top + 0.5, width=layout.inner, size=10 * scale, bold=True, align=CENTRE)
        top += HEADING * scale
        pen.rule(x=MARGIN, y=top, width=layout.inner)
    head = 18.25 * scale
    _draw_head(pen, label, layout, template.columns, top=top, height=head)
    foot = layout.bottom - 4 * scale
    _draw_foot(pen, label, layout, top=foot)
    if template.words:
        wanted = _lines(template.words, layout, size=WORDS_SIZE, bold=False) * WORDS_SIZE * scale * LEADING / mm + 1
        height = min(wanted, MOST_WORDS * scale)
        foot -= height
        pen.block(
            template.words, x=MARGIN, y=foot + 0.25, width=layout.inner, height=height - 0.5, size=WORDS_SIZE * scale
        )
    _draw_body(pen, label, layout, template.columns, top=top + head, foot=foot)


def _draw_body(
    pen: Pen, label: LabelPaper, layout: LabelLayout, columns: Sequence[str], *, top: float, foot: float
) -> None:
    """Goods and words in their order. Words take what they need, as long as there is room left for the goods."""
    said = {name: words for name, words in _said(label).items() if name in columns and words}
    wanted = {name: _wanted(name, words, layout) for name, words in said.items()}
    least = LEAST_GOODS * layout.scale if "goods" in columns and label.goods else 0
    room = foot - top - least
    shrunk = min(1.0, room / sum(wanted.values())) if wanted else 1.0
    for name in columns:
        if name == "goods":
            below = columns[columns.index(name) :]
            height = foot - top - sum(wanted[other] for other in below if other in wanted) * shrunk
            _draw_goods(pen, label, layout, top=top, height=height)
            top += height
        elif name in said:
            height = wanted[name] * shrunk
            _draw_words(pen, _caption(name), said[name], layout, top=top, height=height)
            top += height


def _said(label: LabelPaper) -> Mapping[str, str]:
    return {"remark": label.remark, "message": label.message, "requests": " · ".join(label.requests)}


def _caption(name: str) -> str:
    names = {"remark": gettext("Remark"), "message": gettext("Buyer"), "requests": pgettext("label", "Agreed")}
    return names[name]


def _wanted(name: str, words: str, layout: LabelLayout) -> float:
    """Millimetres the framed words take, at most a few lines."""
    lines = min(MOST_LINES, _lines(f"{_caption(name)}　{words}", layout, size=SAID_SIZE, bold=True))
    return lines * SAID_SIZE * layout.scale * LEADING / mm + 2.0


def _lines(words: str, layout: LabelLayout, *, size: float, bold: bool) -> int:
    face = typeface(bold=bold)
    width = (layout.inner - 3) * mm
    return len(wrap(face.clean(words), face=face, size=size * layout.scale, width=width))


def _draw_head(
    pen: Pen, label: LabelPaper, layout: LabelLayout, columns: Sequence[str], *, top: float, height: float
) -> None:
    """The cell as large as it can be; beside it what finds the parcel again; the QR code at the right."""
    scale = layout.scale
    pen.qr(label.waybill, x=layout.width - MARGIN - height, y=top, side=height)
    x = MARGIN
    if label.cell and "cell" in columns:
        wide = 21 * scale
        tall = height - 1.5
        pen.box(x=x, y=top + 0.75, width=wide, height=tall, thick=HEAVY)
        pen.line(gettext("Cell"), x=x + 1, y=top + 1.25, width=wide - 2, size=8 * scale, bold=True)
        pen.line(label.cell, x=x + 1, y=top + 3 * scale, width=wide - 2, size=33 * scale, bold=True, align=CENTRE)
        x += wide + 2
    room = layout.width - MARGIN - height - x
    orders = gettext("Order {numbers}").format(numbers=" ".join(label.order_numbers)) if label.order_numbers else ""
    told = {
        "parcel": gettext("Parcel {index} of {count}").format(index=label.parcel_index, count=label.parcel_count),
        "wave": gettext("Wave {number}").format(number=label.wave) if label.wave else "",
        "orders": orders,
    }
    shown = [name for name in columns if name in told]
    row = 4.3 * scale
    y = top + 0.75
    for place, name in enumerate(shown):
        size = (9.5 if name == "parcel" else 8) * scale
        if name == "orders":
            tall = height - 1 - row * (len(shown) - 1)
            pen.block(told[name], x=x, y=y, width=room, height=tall, size=size)
            y += tall if place < len(shown) - 1 else 0
        else:
            pen.line(told[name], x=x, y=y, width=room, size=size, bold=name == "parcel")
            y += row


def _draw_goods(pen: Pen, label: LabelPaper, layout: LabelLayout, *, top: float, height: float) -> None:
    """One line for each of the goods, in the largest type that holds them all; what is left out is counted. What they
    weigh stands beside their number."""
    goods = label.goods
    pen.rule(x=MARGIN, y=top, width=layout.inner)
    if not goods:
        return
    size = _goods_size(len(goods) + 1, height=height, largest=10 * layout.scale)
    row = size * LEADING / mm
    room = int((height - 0.75) / row)
    kinds = ngettext("{count} kind", "{count} kinds", len(goods)).format(count=len(goods))
    total = pieces(line.quantity for line in goods)
    head = f"{gettext('Goods')} {kinds} {total}"
    if label.weight:
        head = f"{head}  {label.weight}"
    pen.line(head, x=MARGIN, y=top + 0.5, width=layout.inner, size=size, bold=True)
    shown = goods if len(goods) < room else goods[: max(0, room - 2)]
    y = top + 0.5 + row
    quantity_width = 11 * layout.scale
    for line in shown:
        width = layout.inner - quantity_width - 1
        pen.line(named(line.name, line.spec), x=MARGIN, y=y, width=width, size=size, smallest=max(SMALLEST, size - 1))
        x = MARGIN + layout.inner - quantity_width
        quantity = f"×{count(line.quantity)}"
        pen.line(quantity, x=x, y=y, width=quantity_width, size=size, bold=True, align=RIGHT)
        y += row
    left_out = goods[len(shown) :]
    if left_out:
        more = ngettext("… and {count} more kind, {pieces}", "… and {count} more kinds, {pieces}", len(left_out))
        more = more.format(count=len(left_out), pieces=pieces(line.quantity for line in left_out))
        pen.line(more, x=MARGIN, y=y, width=layout.inner, size=size, bold=True)


def _goods_size(rows: int, *, height: float, largest: float) -> float:
    fitting = (height - 0.75) * mm / LEADING / rows
    return max(SMALLEST, min(largest, fitting))


def _draw_words(pen: Pen, caption: str, words: str, layout: LabelLayout, *, top: float, height: float) -> None:
    """What the buyer said or was promised: framed, because somebody must act on it."""
    scale = layout.scale
    pen.box(x=MARGIN, y=top, width=layout.inner, height=height - 0.5, thick=HEAVY)
    used = pen.line(caption, x=MARGIN + 1.25, y=top + 0.75, width=16 * scale, size=9 * scale, bold=True)
    x = MARGIN + used + 2.5
    width = MARGIN + layout.inner - x - 1.25
    pen.block(words, x=x, y=top + 0.75, width=width, height=height - 1.5, size=SAID_SIZE * scale, bold=True)


def _draw_foot(pen: Pen, label: LabelPaper, layout: LabelLayout, *, top: float) -> None:
    """When, as which print, and at which place of the run: enough to print a jammed range again."""
    pen.rule(x=MARGIN, y=top - RULE, width=layout.inner)
    half = layout.inner / 2
    size = 7.5 * layout.scale
    printed = f"{moment(label.printed_at)}  {print_mark(label.print_number)}".strip()
    pen.line(printed, x=MARGIN, y=top + 0.25, width=layout.inner * 0.72, size=size)
    if label.sequence is not None:
        number = pgettext("label", "No. {number}").format(number=label.sequence)
        pen.line(number, x=MARGIN + half, y=top + 0.25, width=half, size=size, bold=True, align=RIGHT)
