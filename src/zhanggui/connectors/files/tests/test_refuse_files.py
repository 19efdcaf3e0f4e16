"""Files that cannot be read are refused whole, before the first order, in a sentence that helps."""

import pytest
from django.utils.translation import override

from zhanggui.connectors.files.binding import AmbiguousColumn
from zhanggui.connectors.files.layouts import taobao
from zhanggui.connectors.files.layouts.custom import BadMapping, MappingIncomplete, UnknownField
from zhanggui.connectors.files.layouts.known import MissingColumn, NoSuchLayout, UnknownLayout
from zhanggui.connectors.files.orders import FilesDoNotFit, OrderListMissing, read_orders
from zhanggui.connectors.files.tests.making import SIMPLE, csv_bytes, simple_csv, xlsx_bytes
from zhanggui.kernel.tables.encoding import EncodingUnknown
from zhanggui.kernel.tables.table import EmptyFile, UnreadableFile


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\r\n\r\n", "\n".encode("utf-16"), xlsx_bytes({"空": []})])
def test_empty_file(data):
    with pytest.raises(EmptyFile):
        read_orders(data)


def test_heading_without_rows_is_a_file_of_no_orders():
    assert list(read_orders(csv_bytes(list(SIMPLE), [])).orders) == []


def test_truncated_workbook():
    whole = xlsx_bytes({"订单报表": [list(SIMPLE), list(SIMPLE.values())]})
    for length in (len(whole) // 2, len(whole) - 30, 10):
        with pytest.raises(UnreadableFile):
            read_orders(whole[:length])


@pytest.mark.parametrize("data", [b"<html><table></table></html>", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)])
def test_not_a_table(data):
    with pytest.raises(UnreadableFile):
        read_orders(data)


def test_no_such_file(tmp_path):
    with pytest.raises(UnreadableFile):
        read_orders(tmp_path / "missing.csv")


def test_encoding_that_is_none():
    with pytest.raises((EncodingUnknown, UnknownLayout)):
        read_orders(b"\xff\x80\x81" * 300 + b",\x00\n")


def test_text_broken_in_the_middle_of_the_file():
    data = simple_csv(*({"订单编号": f"A-{n}"} for n in range(50)))
    cut = data[:2000] + b"\xff\xfe\xff" + data[2000:]
    with pytest.raises((EncodingUnknown, UnknownLayout)):
        read_orders(cut)


def test_quote_that_never_closes():
    with pytest.raises(UnreadableFile):
        read_orders(simple_csv({}, {}) + b'"A-2,1\r\nA-3,2\r\n')


def test_unknown_layout_names_headers_and_the_nearest():
    headers = [header for header in taobao.V4 if header != "订单创建时间"]
    with pytest.raises(UnknownLayout) as refused, override("en"):
        read_orders(csv_bytes(headers, [["1"] * len(headers)]))
    assert refused.value.data["nearest"] == "Taobao order list"
    assert refused.value.data["missing"] == "订单创建时间"
    assert "买家会员昵称" in refused.value.data["headers"]


def test_layout_asked_for_that_is_not_there():
    with pytest.raises(MissingColumn) as refused:
        read_orders(simple_csv(), layout="taobao_items_d2")
    assert "主订单编号" in refused.value.data["missing"]
    with pytest.raises(NoSuchLayout):
        read_orders(simple_csv(), layout="ebay")


def test_a_column_twice():
    headers = [*SIMPLE, "价格"]
    with pytest.raises(AmbiguousColumn):
        read_orders(csv_bytes(headers, [["1"] * len(headers)]))


def test_older_item_list_needs_its_order_list():
    with pytest.raises(OrderListMissing):
        read_orders(csv_bytes(taobao.D1, []))


def test_files_that_do_not_belong_together():
    with pytest.raises(FilesDoNotFit):
        read_orders(simple_csv(), items=csv_bytes(taobao.D1, []))


@pytest.mark.parametrize(
    ("mapping", "refusal"),
    [
        ("{", BadMapping),
        ("[1]", BadMapping),
        ({"number": "单号", "colour": "颜色"}, UnknownField),
        ({"sku_code": "货号"}, MappingIncomplete),
        ({"number": "a", "placed_at": "b", "states": {"x": "nowhere"}}, BadMapping),
    ],
)
def test_mapping_that_does_not_work(mapping, refusal):
    with pytest.raises(refusal):
        read_orders(simple_csv(), mapping=mapping)
