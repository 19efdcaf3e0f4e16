import re
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from itertools import pairwise
from time import sleep

import pytest
from PIL import ImageChops
from pypdf import PdfReader
from reportlab.pdfbase.ttfonts import TTFontParser
from zxingcpp import BarcodeFormat

from zhanggui.papers.barcodes import BarcodeTooWide, BarcodeUnprintable
from zhanggui.papers.label_sizes import LabelSize
from zhanggui.papers.labels import check_waybill, labels_pdf
from zhanggui.papers.testing import LABEL, make_label, page_sizes, printed_texts, rasterised, scanned
from zhanggui.papers.values import Contact, GoodsLine, NothingToPrint

WAYBILLS = [
    "SF1234567890123",
    "YT8800112233445",
    "78912345678901",
    "JDVA12345678901",
    "9876543210123",
    "773123456789012-1-3",
]

CROWDED = make_label(
    carrier="顺丰速运" * 6,
    big_mark="571A-B02 031 " * 4,
    package_centre="杭州萧山集" * 6,
    service="标快 月结 " * 6,
    collect="代收 ¥1,280.00 " * 4,
    receiver=Contact("欧阳" * 20, "13800001111 转 8899", "浙江省杭州市余杭区仓前街道文一西路969号西溪银泰城" * 9),
    sender=Contact("掌柜旗舰店" * 9, "0571-88001234", "SupercalifragilisticExpialidocious" * 9),
    goods=tuple(GoodsLine("超长商品名称" * 9, number * 100, "规格" * 9) for number in range(1, 60)),
    remark="务必轻放" * 60,
    order_numbers=("2411280001234567890",) * 9,
    wave="W" * 60,
    cell="A-12-08-33-71",
    parcel_index=118,
    parcel_count=120,
    print_number=12,
    sequence=123456789,
)


@pytest.mark.parametrize("size", LabelSize)
@pytest.mark.parametrize("dpi", [203, 203.2])
def test_waybill_reads_back_from_a_thermal_print(size, dpi):
    pages = rasterised(labels_pdf([make_label(waybill=waybill) for waybill in WAYBILLS], size=size), dpi=dpi)
    assert [scanned(page, BarcodeFormat.Code128) for page in pages] == [[waybill] for waybill in WAYBILLS]
    assert [scanned(page, BarcodeFormat.QRCode) for page in pages] == [[waybill] for waybill in WAYBILLS]


def test_bars_stand_on_whole_dots():
    [page] = rasterised(labels_pdf([LABEL]))
    row = page.convert("L").crop((0, 260, page.width, 261)).tobytes()
    edges = [column for column, (left, right) in enumerate(pairwise(row)) if left != right]
    assert len(edges) > 50
    assert {(right - left) % 3 for left, right in pairwise(edges)} == {0}


@pytest.mark.parametrize("size", LabelSize)
def test_one_page_of_the_stock_size_per_label(size):
    pages = page_sizes(labels_pdf([LABEL, CROWDED, make_label(goods=())], size=size))
    assert pages == [(size.value.width, size.value.height)] * 3


def test_says_who_what_and_which_print():
    [text] = printed_texts(labels_pdf([make_label(print_number=2, parcel_count=3)]))
    for expected in ("SF1234567890123", "顺丰速运", "571A-B02 031", "杭州萧山集", "138****5678", "掌柜旗舰店"):
        assert expected in text
    for expected in ("纯棉圆领短袖T恤 白色 XL", "×2", "2026-11-21 16:05", "W2611210003", "27", "已修改妥当"):
        assert expected in text


@pytest.mark.parametrize("name", ["龚䶮", "㛃喆", "㼆", "张喆"])
def test_rare_names_are_printed(name):
    [text] = printed_texts(labels_pdf([make_label(receiver=Contact(name, "1", "杭州"))]))
    assert name in text


def test_names_beyond_the_basic_plane_are_drawn():
    """Their text cannot be extracted from a PDF, so each must leave its own picture."""
    names = ["𠅤", "𫖯", "𬭎", "𬱖", "〓", ""]
    pages = rasterised(labels_pdf([make_label(receiver=Contact(name, "", "")) for name in names]))
    pictures = {page.tobytes() for page in pages}
    assert len(pictures) == len(names)


@pytest.mark.parametrize("size", LabelSize)
def test_nothing_is_drawn_outside_its_place(size):
    [page] = rasterised(labels_pdf([CROWDED], size=size))
    ink = ImageChops.invert(page.convert("L")).getbbox()
    assert ink is not None
    left, top, right, bottom = ink
    millimetre = 8
    assert min(left, top) >= millimetre
    assert right <= page.width - millimetre
    assert bottom <= page.height - millimetre
    assert scanned(page, BarcodeFormat.Code128) == scanned(page, BarcodeFormat.QRCode) == [LABEL.waybill]


def test_a_crowded_label_keeps_what_the_courier_needs_and_counts_the_goods_left_out():
    [text] = printed_texts(labels_pdf([CROWDED]))
    assert "13800001111 转 8899" in text
    shown = text.count("×")
    left_out = sum(line.quantity for line in CROWDED.goods[shown:])
    assert 0 < shown < len(CROWDED.goods)
    assert str(left_out) in text


def test_a_label_without_goods_cell_or_remark_still_prints():
    [page] = rasterised(labels_pdf([make_label(goods=(), cell="", remark="", wave="", sequence=None, big_mark="")]))
    assert scanned(page, BarcodeFormat.Code128) == [LABEL.waybill]


def test_emoji_leave_no_mark():
    plain = make_label(remark="要红色 谢谢")
    decorated = make_label(remark="要❤️红色 👍🏽谢谢👨‍👩‍👧")
    assert labels_pdf([plain]) == labels_pdf([decorated])


def test_same_labels_give_the_same_bytes():
    assert labels_pdf([LABEL, CROWDED]) == labels_pdf([LABEL, CROWDED])


@pytest.mark.parametrize("size", LabelSize)
def test_no_type_below_seven_points(size):
    pages = PdfReader(BytesIO(labels_pdf([LABEL, CROWDED], size=size))).pages
    contents = b"".join(content.get_data() for page in pages if (content := page.get_contents()) is not None)
    sizes = [float(found) for found in re.findall(rb"/F\S+ ([\d.]+) Tf", contents)]
    assert len(sizes) > 40
    assert min(sizes) >= 7


def test_black_only():
    pdf = labels_pdf([LABEL])
    assert set(rasterised(pdf)[0].convert("L").tobytes()) == {0, 255}


@pytest.mark.slow
def test_a_thousand_labels_are_all_different():
    waybills = [f"SF{number:013}" for number in range(1000)]
    pages = PdfReader(BytesIO(labels_pdf([make_label(waybill=waybill) for waybill in waybills]))).pages
    contents = [page.get_contents() for page in pages]
    assert len({content.get_data() for content in contents if content is not None}) == 1000
    assert all(waybills[at] in pages[at].extract_text() for at in (0, 1, 499, 998, 999))


def test_stations_print_at_the_same_time_without_mixing(monkeypatch):
    """Fonts are shared by all threads of a server: each document keeps its own glyph numbers, and its own letters.

    The thread that reads a letter is made to wait between finding its place in the font file and reading there, which
    a busy server does now and then by itself.
    """
    found_place = TTFontParser.seek

    def seek_and_wait(font: TTFontParser, place: int) -> None:
        found_place(font, place)
        sleep(0.0002)

    batches = [
        [make_label(receiver=Contact(chr(0x4E00 + at * 300 + step), "", "")) for step in range(9)] for at in range(8)
    ]
    alone = [labels_pdf(batch) for batch in batches]
    monkeypatch.setattr(TTFontParser, "seek", seek_and_wait)
    with ThreadPoolExecutor(4) as stations:
        assert list(stations.map(labels_pdf, batches)) == alone


@pytest.mark.parametrize("waybill", ["", "快递123", "SF12\n3"])
def test_a_waybill_that_is_no_barcode_is_refused(waybill):
    with pytest.raises(BarcodeUnprintable):
        check_waybill(waybill)


def test_a_waybill_too_long_to_scan_is_refused_before_and_while_printing():
    waybill = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    with pytest.raises(BarcodeTooWide):
        check_waybill(waybill)
    with pytest.raises(BarcodeTooWide):
        labels_pdf([make_label(waybill=waybill)])
    check_waybill(waybill, size=LabelSize.MM_100_180)


def test_no_labels_are_no_paper():
    with pytest.raises(NothingToPrint):
        labels_pdf([])
