"""Each paper as its template has it, and its first page as a picture that says the same."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from django.utils import translation
from PIL import Image
from zxingcpp import BarcodeFormat

from zhanggui.papers.first_page import first_page_png, paper_pdf
from zhanggui.papers.fonts import MISSING_LETTER, typeface
from zhanggui.papers.label_sizes import LabelSize
from zhanggui.papers.labels import LabelDesign, designed_labels_pdf
from zhanggui.papers.logos import LARGEST, LogoTooLarge, NoLogo, printable_logo
from zhanggui.papers.templates import HAND, LABEL, LIST, NOTE, SORT, USUAL
from zhanggui.papers.testing import make_label, page_sizes, printed_texts, rasterised, sample_papers, scanned
from zhanggui.papers.values import Contact

SAMPLES = sample_papers()
PAPERS = (NOTE, LIST, SORT, HAND, LABEL)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def drawn(width: int, height: int, kind: str = "PNG", mode: str = "RGB") -> bytes:
    file = BytesIO()
    Image.new(mode, (width, height), "red").save(file, kind)
    return file.getvalue()


def pages_of(paper: str, **changes: Any) -> list[str]:
    return printed_texts(paper_pdf(SAMPLES[paper].paper, replace(USUAL[paper], **changes)))


@pytest.mark.parametrize("paper", PAPERS)
def test_the_codes_of_every_paper_are_read_back_from_print_and_from_its_picture(paper):
    sample = SAMPLES[paper]
    printed = rasterised(paper_pdf(sample.paper, USUAL[paper]))
    assert [scanned(page, BarcodeFormat.Code128) for page in printed] == [[sample.code]] * len(printed)
    picture = Image.open(BytesIO(first_page_png(sample.paper, USUAL[paper])))
    assert picture.size == pytest.approx(printed[0].size, abs=1)
    assert scanned(picture, BarcodeFormat.Code128) == [sample.code]
    if paper == LABEL:
        assert scanned(picture, BarcodeFormat.QRCode) == scanned(printed[0], BarcodeFormat.QRCode) == [sample.code]


@pytest.mark.parametrize("name", ["㐂", "龘", "䶮", "㛃", "喆", "㼆", "𬭎", "𫖯", "𬱖", "𠮷"])
def test_rare_letters_are_in_both_weights_so_on_every_paper(name):
    assert not typeface().missing(name)
    assert not typeface(bold=True).missing(name)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_letter_no_font_holds_is_marked_on_every_paper(paper):
    text = "".join(printed_texts(paper_pdf(SAMPLES[paper].named("王한"), USUAL[paper])))
    assert f"王{MISSING_LETTER}" in text


@pytest.mark.parametrize("paper", PAPERS)
def test_heading_words_and_signatures_are_the_company_s(paper):
    is_signed = paper in (LIST, SORT, HAND)
    changes = {"heading": "大掌柜商贸", "words": "有问题请找小美"} | (
        {"signers": ("甲方", "乙方")} if is_signed else {}
    )
    (first, *_) = (texts := pages_of(paper, **changes))
    assert "大掌柜商贸" in first
    assert "有问题请找小美" in texts[-1]
    assert ("甲方" in first and "乙方" in first) == is_signed


def test_columns_of_a_sort_sheet_are_chosen_and_ordered():
    (text,) = pages_of(SORT, columns=("code", "quantity"))
    assert "帆布托特包" not in text
    assert text.index("TS-0001") < text.index("×2")


def test_a_hand_over_sheet_has_its_copies_and_columns():
    both = pages_of(HAND)
    assert [mark in text for mark, text in zip(("White", "Yellow", "Red"), both, strict=True)] == [True] * 3
    (text,) = pages_of(HAND, copies=("red",), columns=("parcel", "waybill", "scanned"))
    assert "Red: driver" in text
    assert text.index("P2611210000001") < text.index("SF0000000000001")
    assert "150 g" not in text


@pytest.mark.parametrize(
    ("columns", "there", "gone"),
    [
        (("goods", "message"), ("纯棉圆领短袖T恤", "周末送"), ("W2611210003", "已修改妥当", "刻字")),
        (("requests", "remark"), ("刻字", "已修改妥当"), ("纯棉圆领短袖T恤", "周末送")),
        ((), (), ("纯棉圆领短袖T恤", "已修改妥当", "周末送")),
    ],
)
def test_the_slip_of_a_label_says_what_was_chosen(columns, there, gone):
    (text,) = pages_of(LABEL, columns=columns)
    assert [words in text for words in there] == [True] * len(there)
    assert not any(words in text for words in gone)


def test_very_long_words_leave_room_for_the_goods_and_stay_on_the_label():
    label = make_label(remark="务必轻放" * 60, message="周末送" * 60, requests=("刻字" * 60,))
    slip = replace(USUAL[LABEL], columns=("remark", "message", "requests", "goods"), heading="小票", words="谢谢" * 50)
    for size in LabelSize:
        pdf = designed_labels_pdf([(label, LabelDesign(size, slip))])
        assert page_sizes(pdf) == [(size.value.width, size.value.height)]
        (text,) = printed_texts(pdf)
        assert "3 pcs" in text
        assert scanned(rasterised(pdf)[0], BarcodeFormat.Code128) == [label.waybill]


def test_labels_of_several_stocks_come_out_in_the_order_given():
    designs = [LabelDesign(size) for size in (LabelSize.MM_100_180, LabelSize.MM_76_130, LabelSize.MM_100_150)]
    pdf = designed_labels_pdf([(make_label(receiver=Contact("甲", "1", "杭州")), design) for design in designs])
    assert page_sizes(pdf) == [(100.0, 180.0), (76.0, 130.0), (100.0, 150.0)]


@pytest.mark.parametrize("paper", [NOTE, HAND])
def test_a_logo_is_printed_and_stands_in_the_picture(paper):
    paper_with = replace(SAMPLES[paper].paper, logo=printable_logo(drawn(300, 120)))
    page = Image.open(BytesIO(first_page_png(paper_with, USUAL[paper])))
    assert max(page.convert("HSV").getchannel("S").tobytes()) > 200
    assert paper_pdf(paper_with, USUAL[paper]) != paper_pdf(SAMPLES[paper].paper, USUAL[paper])
    printed = rasterised(paper_pdf(paper_with, USUAL[paper]))
    assert scanned(printed[0], BarcodeFormat.Code128) == [SAMPLES[paper].code]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_is_kept_small_and_on_white(kind):
    kept = Image.open(BytesIO(printable_logo(drawn(3000, 1500, kind))))
    assert (kept.format, kept.mode, kept.size) == ("PNG", "RGB", (800, 400))
    through = Image.open(BytesIO(printable_logo(drawn(10, 10, "PNG", "LA"))))
    assert through.mode == "RGB"


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", NoLogo),
        (b"GIF89a" + bytes(50), NoLogo),
        (drawn(9, 9, "GIF"), NoLogo),
        (drawn(9, 9, "WEBP"), NoLogo),
        (drawn(40, 40)[:60], NoLogo),
        (bytes(LARGEST + 1), LogoTooLarge),
        (drawn(6000, 5000), LogoTooLarge),
    ],
)
def test_what_is_no_logo_is_refused(content, refusal):
    with pytest.raises(refusal):
        printable_logo(content)


@pytest.mark.parametrize("paper", [NOTE, LIST, SORT, HAND])
def test_a_paper_speaks_its_own_language(paper):
    (text, *_) = pages_of(paper, language="zh-hans")
    titles = {NOTE: "发货单", LIST: "配货单", SORT: "二次分拣单", HAND: "交接单"}
    assert titles[paper] in text
    assert "Page 1" not in text
