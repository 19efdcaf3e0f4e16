"""Own waybill labels: many labels, one PDF, one page each."""

from collections.abc import Sequence

from django.utils.translation import gettext

from zhanggui.papers.barcodes import CODE_128_QUIET, BarcodeTooWide, code128
from zhanggui.papers.label_bands import draw_head, draw_mark, draw_receiver, draw_sender, draw_waybill
from zhanggui.papers.label_sizes import LabelLayout, LabelSize
from zhanggui.papers.label_slip import draw_slip
from zhanggui.papers.pen import DOT, NARROWEST_BAR, Pen
from zhanggui.papers.values import LabelPaper, NothingToPrint


def check_waybill(waybill: str, *, size: LabelSize = LabelSize.MM_76_130) -> None:
    """A waybill may be printed only if a scanner can read it back from this stock: ask before printing a run."""
    dots = (code128(waybill).columns + 2 * CODE_128_QUIET) * NARROWEST_BAR
    if dots * DOT > size.value.width:
        raise BarcodeTooWide(text=waybill)


def labels_pdf(labels: Sequence[LabelPaper], *, size: LabelSize = LabelSize.MM_76_130) -> bytes:
    """A PDF with exactly one page of the stock's size per label, in the order given."""
    if not labels:
        raise NothingToPrint
    layout = size.value
    pen = Pen(title=gettext("Waybill labels"), width=layout.width, height=layout.height)
    for label in labels:
        draw_label(pen, label, layout)
        pen.next_page()
    return pen.bytes()


def draw_label(pen: Pen, label: LabelPaper, layout: LabelLayout) -> None:
    draw_head(pen, label, layout)
    draw_mark(pen, label, layout)
    draw_waybill(pen, label, layout)
    draw_receiver(pen, label, layout)
    draw_sender(pen, label, layout)
    draw_slip(pen, label, layout)
