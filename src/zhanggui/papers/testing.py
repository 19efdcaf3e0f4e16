"""For tests of whoever prints: papers to fill, and printed pages read back as a scanner sees them."""

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from PIL import Image
from pypdf import PdfReader
from zxingcpp import BarcodeFormat, BarcodeFormats, read_barcodes

from zhanggui.papers.values import (
    Contact,
    DeliveryNotePaper,
    GoodsLine,
    HandOverPaper,
    HandOverRow,
    LabelPaper,
    NoteLine,
    PickListPaper,
    PickRow,
    SortCell,
    SortItem,
    SortParcel,
    SortSheetPaper,
)

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


class Sample(NamedTuple):
    """A paper, the bars on it, and the same paper with a name on it that is given."""

    paper: Any
    code: str
    named: Callable[[str], Any]


def sample_papers() -> dict[str, Sample]:
    """One of each kind that has a template."""
    goods = tuple(NoteLine(f"TS-{at:04}", "帆布托特包", 2, "米白", Decimal("19.90")) for at in range(3))
    note = DeliveryNotePaper("P2611210000123", "掌柜旗舰店", LABEL.receiver, goods, PRINTED_AT)
    rows = tuple(PickRow(f"A01-{at:03}", f"TS-{at:04}", "帆布托特包", 3, "米白") for at in range(1, 6))
    wave = ("W2611210003", "义乌3号仓", "顺丰速运", PRINTED_AT)
    pick_list = PickListPaper(*wave, rows)
    items = tuple(SortItem(f"TS-{at:04}", "帆布托特包", 2, "米白", f"A01-{at:03}") for at in (1, 2))
    sort_sheet = SortSheetPaper(*wave, (_cell("龚**", items),))
    van = tuple(
        HandOverRow(f"SF{at:013}", f"P261121{at:07}", "浙江省杭州市", f"{at * 150} g", "16:05") for at in range(1, 6)
    )
    hand_over = HandOverPaper(
        number="M2611210001", warehouse="义乌3号仓", carrier="顺丰速运", pickup="16:00", state="", is_final=True,
        listed=5, scanned=5, shipped=5, closed_by="小美", driver="", rows=van, gaps=(), printed_at=PRINTED_AT,
    )  # fmt: skip
    label = make_label(message="周末送", requests=("刻字：生日快乐",))
    return {
        "note": Sample(note, note.parcel_number, lambda name: replace(note, receiver=Contact(name, "1", "杭州"))),
        "list": Sample(pick_list, wave[0], lambda name: replace(pick_list, rows=(replace(rows[0], name=name),))),
        "sort": Sample(sort_sheet, wave[0], lambda name: replace(sort_sheet, cells=(_cell(name, items),))),
        "hand": Sample(hand_over, hand_over.number, lambda name: replace(hand_over, closed_by=name)),
        "label": Sample(label, label.waybill, lambda name: replace(label, receiver=Contact(name, "1", "杭州"))),
    }


def _cell(receiver: str, items: tuple[SortItem, ...]) -> SortCell:
    return SortCell("1", (SortParcel("P2611210000001", "SF0000000000001", receiver, items),))
