from dataclasses import replace
from decimal import Decimal

import pytest
from zxingcpp import BarcodeFormat

from zhanggui.papers.delivery_note import NoteSize, delivery_notes_pdf
from zhanggui.papers.picklist import pick_list_pdf
from zhanggui.papers.sort_sheet import sort_sheet_pdf
from zhanggui.papers.testing import LABEL, PRINTED_AT, page_sizes, printed_texts, rasterised, scanned
from zhanggui.papers.values import (
    CellShare,
    DeliveryNotePaper,
    NoteCopy,
    NoteLine,
    NothingToPrint,
    PickListPaper,
    PickRow,
    SortCell,
    SortItem,
    SortParcel,
    SortSheetPaper,
)

WAVE = "W2611210003"
A4 = (210.0, 297.0)


def pick_list(*rows: PickRow) -> PickListPaper:
    return PickListPaper(WAVE, "义乌3号仓", "顺丰速运", PRINTED_AT, rows, parcel_count=60)


def pick_row(number: int) -> PickRow:
    shares = (CellShare(str(number), 1), CellShare(str(number + 1), 2))
    return PickRow(f"A01-{number:03}", f"TS-{number:04}", "纯棉圆领短袖T恤", 3, "白色 XL", shares)


def delivery_note(lines: int, number: str = "P2611210000123") -> DeliveryNotePaper:
    goods = tuple(NoteLine(f"TS-{at:04}", "帆布托特包", 2, "米白", Decimal("19.90")) for at in range(lines))
    return DeliveryNotePaper(number, "掌柜旗舰店", LABEL.receiver, goods, PRINTED_AT, thanks="感谢惠顾")


def test_pick_list_keeps_the_path_and_its_cells_over_pages():
    pdf = pick_list_pdf(pick_list(*map(pick_row, range(1, 101))))
    texts = printed_texts(pdf)
    whole = "\n".join(texts)
    places = [whole.index(f"A01-{number:03}") for number in range(1, 101)]
    assert places == sorted(places)
    assert all(f"{number}×1, {number + 1}×2" in whole for number in range(1, 101))
    assert page_sizes(pdf) == [A4] * len(texts)
    assert len(texts) > 1
    for page in rasterised(pdf):
        assert scanned(page, BarcodeFormat.Code128) == [WAVE]
    assert all("义乌3号仓" in text and "2026-11-21 16:05" in text for text in texts)


def test_pick_row_for_very_many_cells_cuts_none_and_keeps_the_quantity():
    shares = tuple(CellShare(f"C{number}", 1) for number in range(1, 301))
    texts = printed_texts(pick_list_pdf(pick_list(PickRow("B1", "LONG-" * 12, "杯", 300, cells=shares))))
    whole = "".join(texts)
    assert all(f"C{number}×1" in whole for number in range(1, 301))
    assert whole.replace("\n", "").count("LONG-" * 12) == 5


def test_sort_sheet_names_each_cell_with_its_parcels():
    items = tuple(SortItem(f"TS-{at}", "男士运动袜", 2, "混色", f"A01-{at}") for at in range(3))
    cells = tuple(
        SortCell(str(cell), (SortParcel(f"P{cell}", f"SF{cell:013}", "龚䶮", items, "改地址" if cell == 2 else ""),))
        for cell in range(1, 31)
    )
    texts = printed_texts(sort_sheet_pdf(SortSheetPaper(WAVE, "义乌3号仓", "顺丰速运", PRINTED_AT, cells)))
    whole = "\n".join(texts)
    assert all(f"SF{cell:013}" in whole for cell in range(1, 31))
    assert "改地址" in whole
    assert "龚䶮" in whole


def test_the_words_of_several_orders_are_printed_whole():
    words = " / ".join(f"第{number}单：易碎轻放，请先电话联系，不要放门口" for number in range(1, 6))
    parcel = SortParcel("P1", "SF1", "龚**", (SortItem("TS-001", "T恤", 1),), remark=words)
    sheet = SortSheetPaper(WAVE, "义乌3号仓", "顺丰速运", PRINTED_AT, (SortCell("1", (parcel,)),))
    note = replace(delivery_note(1), remark=words, thanks="")
    for pdf in (sort_sheet_pdf(sheet), delivery_notes_pdf([note])):
        text = "".join(printed_texts(pdf)).replace("\n", "")
        assert all(f"第{number}单" in text for number in range(1, 6))


def test_sort_cell_longer_than_a_page_runs_on():
    items = tuple(SortItem(f"TS-{at:03}", "袜", 1) for at in range(100))
    sheet = SortSheetPaper(WAVE, "仓", "顺丰", PRINTED_AT, (SortCell("7", (SortParcel("P1", "SF1", "王", items),)),))
    texts = printed_texts(sort_sheet_pdf(sheet))
    assert len(texts) == 3
    assert all(f"TS-{at:03}" in "".join(texts) for at in range(100))


@pytest.mark.parametrize(
    ("size", "page", "pages"),
    [(NoteSize.TWO_ON_A4, A4, 2), (NoteSize.THREE_ON_A4, A4, 1), (NoteSize.MM_100_150, (100.0, 150.0), 3)],
)
def test_delivery_notes_share_a_sheet_and_scan(size, page, pages):
    numbers = ["P2611210000123", "P2611210000124", "P2611210000125"]
    pdf = delivery_notes_pdf([delivery_note(3, number) for number in numbers], size=size)
    assert page_sizes(pdf) == [page] * pages
    read = [code for sheet in rasterised(pdf) for code in scanned(sheet, BarcodeFormat.Code128)]
    assert sorted(read) == numbers


def test_delivery_note_shows_no_price_unless_asked():
    assert "19.90" not in "".join(printed_texts(delivery_notes_pdf([delivery_note(2)])))
    priced = "".join(
        printed_texts(delivery_notes_pdf([delivery_note(2)], columns=("code", "goods", "quantity", "price", "amount")))
    )
    assert "19.90" in priced
    assert "¥79.60" in priced


def test_long_delivery_note_runs_on_and_loses_no_line():
    text = "".join(printed_texts(delivery_notes_pdf([delivery_note(60)], size=NoteSize.MM_100_150)))
    assert all(f"TS-{at:04}" in text for at in range(60))
    assert "P2611210000123 1/" in text


def test_each_copy_is_printed():
    pdf = delivery_notes_pdf([delivery_note(1)], size=NoteSize.MM_100_150, copies=tuple(NoteCopy))
    assert len(set(printed_texts(pdf))) == 3


def test_empty_papers_are_refused():
    with pytest.raises(NothingToPrint):
        pick_list_pdf(pick_list())
    with pytest.raises(NothingToPrint):
        sort_sheet_pdf(SortSheetPaper(WAVE, "仓", "顺丰", PRINTED_AT, ()))
    with pytest.raises(NothingToPrint):
        delivery_notes_pdf([])
