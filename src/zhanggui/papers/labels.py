"""Own waybill labels: many labels, one PDF, one page each."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from zhanggui.papers.barcodes import CODE_128_QUIET, BarcodeTooWide, code128
from zhanggui.papers.label_bands import draw_head, draw_mark, draw_receiver, draw_sender, draw_waybill
from zhanggui.papers.label_sizes import LabelSize
from zhanggui.papers.label_slip import draw_slip
from zhanggui.papers.pen import DOT, NARROWEST_BAR, Pen
from zhanggui.papers.templates import LABEL, USUAL, PaperTemplate
from zhanggui.papers.values import LabelPaper, NothingToPrint


def check_waybill(waybill: str, *, size: LabelSize = LabelSize.MM_76_130) -> None:
    """A waybill may be printed only if a scanner can read it back from this stock: ask before printing a run."""
    dots = (code128(waybill).columns + 2 * CODE_128_QUIET) * NARROWEST_BAR
    if dots * DOT > size.value.width:
        raise BarcodeTooWide(text=waybill)


@dataclass(frozen=True, slots=True)
class LabelDesign:
    """The stock of a label, and what stands on its slip."""

    size: LabelSize = LabelSize.MM_76_130
    slip: PaperTemplate = USUAL[LABEL]


def labels_pdf(labels: Sequence[LabelPaper], *, size: LabelSize = LabelSize.MM_76_130) -> bytes:
    """A PDF with exactly one page of the stock's size per label, in the order given."""
    return designed_labels_pdf([(label, LabelDesign(size)) for label in labels])


def designed_labels_pdf(labels: Sequence[tuple[LabelPaper, LabelDesign]]) -> bytes:
    """The same, each label of its own design: one page of its own size."""
    if not labels:
        raise NothingToPrint
    first = labels[0][1].size.value
    pen = Pen(title=gettext("Waybill labels"), width=first.width, height=first.height)
    for label, design in labels:
        pen.resize(width=design.size.value.width, height=design.size.value.height)
        draw_label(pen, label, design)
        pen.next_page()
    return pen.bytes()


def draw_label(pen: Pen, label: LabelPaper, design: LabelDesign) -> None:
    layout = design.size.value
    draw_head(pen, label, layout)
    draw_mark(pen, label, layout)
    draw_waybill(pen, label, layout)
    draw_receiver(pen, label, layout)
    draw_sender(pen, label, layout)
    draw_slip(pen, label, layout, design.slip)
