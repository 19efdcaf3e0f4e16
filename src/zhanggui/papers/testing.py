"""For tests of whoever prints: papers to fill, and printed pages read back as a scanner sees them."""

import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from pypdf import PdfReader
from zxingcpp import BarcodeFormat, BarcodeFormats, read_barcodes

from zhanggui.papers.values import Contact, GoodsLine, LabelPaper

PRINTED_AT = datetime(2026, 11, 21, 8, 5, tzinfo=UTC)
PRINT_HEAD_DPI = 203.2

LABEL = LabelPaper(
    waybill="SF1234567890123",
    carrier="顺丰速运",
    receiver=Contact("龚喆", "138****5678", "浙江省杭州市余杭区仓前街道文一西路969号 3幢2单元1502室"),
    sender=Contact("掌柜旗舰店", "0571-88001234", "浙江省金华市义乌市福田街道城北路J99号"),
    printed_at=PRINTED_AT,
    big_mark="571A-B02 031",
    package_centre="杭州萧山集",
    goods=(GoodsLine("纯棉圆领短袖T恤", 2, "白色 XL"), GoodsLine("帆布托特包", 1, "米白")),
    remark="客户要求改发灰色，已修改妥当 — 小美",
    wave="W2611210003",
    cell="27",
    sequence=17,
)


def make_label(**changes: Any) -> LabelPaper:
    """A complete label with the given fields changed."""
    return replace(LABEL, **changes)


def rasterised(pdf: bytes, *, dpi: float = PRINT_HEAD_DPI) -> list[Image.Image]:
    """The pages in pure black and white, as a print head burns them."""
    if not shutil.which("pdftoppm"):
        raise RuntimeError("pdftoppm is not installed. Install it: apt-get install poppler-utils")
    with TemporaryDirectory() as folder:
        paper = Path(folder, "paper.pdf")
        paper.write_bytes(pdf)
        command = ["pdftoppm", "-r", str(dpi), "-mono", str(paper), str(paper.with_suffix(""))]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return [Image.open(BytesIO(page.read_bytes())) for page in sorted(Path(folder).glob("*.pbm"))]


def scanned(page: Image.Image, kind: BarcodeFormat) -> list[str]:
    """What a scanner reads on the page."""
    return [barcode.text for barcode in read_barcodes(page.convert("L"), formats=BarcodeFormats(kind))]


def printed_texts(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of each page in millimetres, to a tenth."""
    boxes = [page.mediabox for page in PdfReader(BytesIO(pdf)).pages]
    return [(round(float(box.width) / 72 * 25.4, 1), round(float(box.height) / 72 * 25.4, 1)) for box in boxes]
