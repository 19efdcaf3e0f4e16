"""The courier's part of a label, band by band from the top: carrier, big mark, waybill, receiver, sender."""

from django.utils.translation import pgettext

from zhanggui.papers.captions import print_mark
from zhanggui.papers.label_sizes import MARGIN, LabelLayout
from zhanggui.papers.pen import CENTRE, RIGHT, Pen
from zhanggui.papers.values import Contact, LabelPaper


def draw_head(pen: Pen, label: LabelPaper, layout: LabelLayout) -> None:
    """Who carries it and under which agreement; a reprint says so where the courier looks first."""
    scale, top, inner = layout.scale, 1.0, layout.inner
    middle = top + (layout.head - 6.2 * scale) / 2
    used = pen.line(label.carrier, x=MARGIN, y=middle, width=inner * 0.5, size=14 * scale, bold=True)
    right = f"{print_mark(label.print_number)}  {label.service}".strip()
    room = inner - used - 2
    pen.line(right, x=MARGIN + used + 2, y=middle + 1 * scale, width=room, size=10 * scale, bold=True, align=RIGHT)


def draw_mark(pen: Pen, label: LabelPaper, layout: LabelLayout) -> None:
    """The big mark sorters read from two metres, with the package centre beneath it."""
    scale, top, inner = layout.scale, 1 + layout.head, layout.inner
    pen.rule(x=MARGIN, y=top, width=inner)
    pen.line(label.big_mark, x=MARGIN, y=top + 0.2, width=inner, size=25 * scale, bold=True, align=CENTRE)
    under = top + layout.mark - 4.6 * scale
    share = inner / 2 - 1
    centre = f"{pgettext('label', 'Package centre')} {label.package_centre}" if label.package_centre else ""
    pen.line(centre, x=MARGIN, y=under, width=share, size=9.5 * scale, bold=True)
    pen.line(label.collect, x=MARGIN + share + 2, y=under, width=share, size=9.5 * scale, bold=True, align=RIGHT)


def draw_waybill(pen: Pen, label: LabelPaper, layout: LabelLayout) -> None:
    """The waybill as bars over the full width, and in figures for the day the bars are torn."""
    top = 1 + layout.head + layout.mark
    figures = 5 * layout.scale
    pen.rule(x=MARGIN, y=top, width=layout.inner)
    pen.code128(label.waybill, x=0, y=top + 1.5, width=layout.width, height=layout.code - figures - 2.25)
    below = top + layout.code - figures - 0.5
    pen.line(label.waybill, x=MARGIN, y=below, width=layout.inner, size=11 * layout.scale, bold=True, align=CENTRE)


def draw_receiver(pen: Pen, label: LabelPaper, layout: LabelLayout) -> None:
    top = 1 + layout.head + layout.mark + layout.code
    sign = pgettext("label", "To")
    _draw_contact(pen, label.receiver, layout, sign=sign, top=top, height=layout.receiver, size=11.5, bold=True)


def draw_sender(pen: Pen, label: LabelPaper, layout: LabelLayout) -> None:
    top = 1 + layout.head + layout.mark + layout.code + layout.receiver
    sign = pgettext("label", "From")
    _draw_contact(pen, label.sender, layout, sign=sign, top=top, height=layout.sender, size=8, bold=False)


def _draw_contact(
    pen: Pen, contact: Contact, layout: LabelLayout, *, sign: str, top: float, height: float, size: float, bold: bool
) -> None:
    size *= layout.scale
    first = size * 0.46
    pen.rule(x=MARGIN, y=top, width=layout.inner)
    gutter = 8 * layout.scale
    sign_size = min(18 * layout.scale, size * 1.6)
    pen.line(
        sign, x=MARGIN, y=top + height / 2 - sign_size * 0.215, width=gutter, size=sign_size, bold=True, align=CENTRE
    )
    pen.upright(x=MARGIN + gutter, y=top, height=height)
    x, width = MARGIN + gutter + 1.5, layout.inner - gutter - 1.5
    # The phone is measured first: however long the name, the courier can call.
    phone = pen.measure(contact.phone, size=size, bold=True)
    used = pen.line(contact.name, x=x, y=top + 0.75, width=max(width - phone - 2, width / 2), size=size, bold=True)
    pen.line(contact.phone, x=x + used + 2, y=top + 0.75, width=width - used - 2, size=size, bold=True)
    room = height - first - 1.5
    pen.block(contact.address, x=x, y=top + 0.75 + first, width=width, height=room, size=size, bold=bold)
