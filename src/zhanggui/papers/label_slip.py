"""The lower part of a label, for the warehouse: cell, QR code, goods, remark, and the line that tells prints apart."""

from django.utils.translation import gettext, ngettext, pgettext
from reportlab.lib.units import mm

from zhanggui.papers.captions import moment, named, pieces, print_mark
from zhanggui.papers.label_sizes import MARGIN, LabelLayout
from zhanggui.papers.pen import CENTRE, RIGHT, RULE, Pen
from zhanggui.papers.text import LEADING, SMALLEST, count
from zhanggui.papers.values import LabelPaper

HEAVY = 0.5


def draw_slip(pen: Pen, label: LabelPaper, layout: LabelLayout) -> None:
    scale, top = layout.scale, layout.slip_top
    pen.rule(x=MARGIN, y=top, width=layout.inner, thick=HEAVY)
    head = 18.25 * scale
    foot = layout.bottom - 4 * scale
    remark = 8.5 * scale if label.remark else 0
    _draw_head(pen, label, layout, top=top + HEAVY, height=head)
    goods_top = top + HEAVY + head
    _draw_goods(pen, label, layout, top=goods_top, height=foot - remark - goods_top)
    if label.remark:
        _draw_remark(pen, label.remark, layout, top=foot - remark, height=remark)
    _draw_foot(pen, label, layout, top=foot)


def _draw_head(pen: Pen, label: LabelPaper, layout: LabelLayout, *, top: float, height: float) -> None:
    """The cell as large as it can be; beside it what finds the parcel again; the QR code at the right."""
    scale = layout.scale
    pen.qr(label.waybill, x=layout.width - MARGIN - height, y=top, side=height)
    x = MARGIN
    if label.cell:
        wide = 21 * scale
        tall = height - 1.5
        pen.box(x=x, y=top + 0.75, width=wide, height=tall, thick=HEAVY)
        pen.line(gettext("Cell"), x=x + 1, y=top + 1.25, width=wide - 2, size=8 * scale, bold=True)
        pen.line(label.cell, x=x + 1, y=top + 3 * scale, width=wide - 2, size=33 * scale, bold=True, align=CENTRE)
        x += wide + 2
    room = layout.width - MARGIN - height - x
    parcel = gettext("Parcel {index} of {count}").format(index=label.parcel_index, count=label.parcel_count)
    wave = gettext("Wave {number}").format(number=label.wave) if label.wave else ""
    row = 4.3 * scale
    pen.line(parcel, x=x, y=top + 0.75, width=room, size=9.5 * scale, bold=True)
    pen.line(wave, x=x, y=top + 0.75 + row, width=room, size=8 * scale)
    orders = gettext("Order {numbers}").format(numbers=" ".join(label.order_numbers)) if label.order_numbers else ""
    pen.block(orders, x=x, y=top + 0.75 + 2 * row, width=room, height=height - 2 * row - 1, size=8 * scale)


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


def _draw_remark(pen: Pen, remark: str, layout: LabelLayout, *, top: float, height: float) -> None:
    """What service promised the buyer: framed, because somebody must act on it."""
    scale = layout.scale
    pen.box(x=MARGIN, y=top, width=layout.inner, height=height - 0.5, thick=HEAVY)
    caption = gettext("Remark")
    used = pen.line(caption, x=MARGIN + 1.25, y=top + 0.75, width=16 * scale, size=9 * scale, bold=True)
    x = MARGIN + used + 2.5
    width = MARGIN + layout.inner - x - 1.25
    pen.block(remark, x=x, y=top + 0.75, width=width, height=height - 1.5, size=9.5 * scale, bold=True)


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
