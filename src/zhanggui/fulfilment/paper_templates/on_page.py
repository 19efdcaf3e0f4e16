"""Our own label as its template shows it on a page of the browser."""

from typing import Any

from django.utils.safestring import mark_safe

from zhanggui.papers.barcodes import code128_svg, qr_svg
from zhanggui.papers.labels import LabelDesign
from zhanggui.papers.values import LabelPaper


def stock_of(design: LabelDesign) -> str:
    """The class of the page it is printed on."""
    return f"label-{design.size.value.width}x{design.size.value.height}"


def on_page(label: LabelPaper, design: LabelDesign) -> dict[str, Any]:
    return {
        "label": label,
        "stock": stock_of(design),
        "slip": design.slip,
        "requests": " · ".join(label.requests),
        "bars": mark_safe(code128_svg(label.waybill)),
        "square": mark_safe(qr_svg(label.waybill)),
    }
