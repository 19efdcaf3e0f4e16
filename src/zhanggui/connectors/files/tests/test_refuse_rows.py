"""A bad row refuses its order, names itself, and lets the others go on."""

import csv

import pytest

from zhanggui.connectors.files.layouts import taobao
from zhanggui.connectors.files.orders import read_orders
from zhanggui.connectors.files.refused import write_refused_rows
from zhanggui.connectors.files.tests.making import ITEMS, ORDER, SIMPLE, cells_of, csv_bytes, simple_csv, xlsx_bytes


def faults(file):
    orders = [order.number for order in file.orders]
    return orders, [(error.row, error.column, error.code) for error in file.row_errors]


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("订单编号", "3.31235E+18", "damaged_number"),
        ("订单编号", "3312345678901230000", "damaged_number"),
        ("订单编号", "", "missing_value"),
        ("订单编号", "A 1", "bad_number"),
        ("子订单编号", "3.3E+18", "damaged_number"),
        ("商家编码", "6.92E+12", "damaged_number"),
        ("联系手机", "1.38E+10", "damaged_number"),
        ("购买数量", "0", "bad_quantity"),
        ("购买数量", "-1", "bad_quantity"),
        ("购买数量", "1.5", "bad_quantity"),
        ("购买数量", "", "bad_quantity"),
        ("购买数量", "两件", "bad_quantity"),
        ("价格", "12.345", "bad_money"),
        ("价格", "-1", "bad_money"),
        ("价格", "1,23", "bad_money"),
        ("邮费", "包邮", "bad_money"),
        ("订单创建时间", "", "missing_value"),
        ("订单创建时间", "2025-02-30 09:00:00", "bad_moment"),
        ("订单创建时间", "3/4/2025", "bad_moment"),
        ("订单付款时间", "昨天", "bad_moment"),
    ],
)
def test_one_bad_cell(column, text, code):
    file = read_orders(simple_csv({"订单编号": "A-1"}, {"订单编号": "A-2", column: text}, {"订单编号": "A-3"}))
    orders, errors = faults(file)
    assert orders == ["A-1", "A-3"]
    assert errors == [(3, column, code)]


def test_empty_price_and_amount():
    assert faults(read_orders(simple_csv({"价格": "", "实付金额": ""})))[1] == [(2, "价格", "missing_value")]


def test_every_fault_of_a_row_is_told():
    errors = faults(read_orders(simple_csv({"购买数量": "0", "价格": "x", "邮费": "y"})))[1]
    assert {code for _, _, code in errors} == {"bad_quantity", "bad_money"}
    assert len(errors) == 3


def test_an_order_is_refused_whole():
    orders, errors = faults(read_orders(simple_csv({}, {"购买数量": "0"}, {}, {"订单编号": "A-2"})))
    assert orders == ["A-2"]
    assert sorted(errors) == [
        (2, "", "order_spoiled"),
        (3, "购买数量", "bad_quantity"),
        (4, "", "order_spoiled"),
    ]


def test_rows_that_disagree_about_their_order():
    errors = faults(read_orders(simple_csv({}, {"邮费": "8"})))[1]
    assert (3, "邮费", "rows_disagree") in errors


def test_the_same_value_written_otherwise_agrees():
    assert faults(read_orders(simple_csv({}, {"邮费": "5.00元", "订单创建时间": "2025-03-04 09:00:00"}))) == (
        ["A-1"],
        [],
    )


def test_a_line_number_twice():
    errors = faults(read_orders(simple_csv({"子订单编号": "L1"}, {"子订单编号": "L1"})))[1]
    assert (3, "子订单编号", "line_twice") in errors


def test_unknown_state_is_not_guessed():
    rows = cells_of(taobao.V4, [{**ORDER, "订单状态": "神秘状态", "宝贝种类": "1"}])
    assert faults(read_orders(csv_bytes(taobao.V4, rows)))[1] == [(2, "订单状态", "unknown_state_text")]


def test_items_without_their_order_and_orders_without_items():
    orders = csv_bytes(taobao.V4, cells_of(taobao.V4, [{**ORDER, "订单编号": '="1"'}]))
    items = csv_bytes(taobao.D2, cells_of(taobao.D2, ITEMS))
    file = read_orders(orders, items=items)
    assert list(file.orders) == []
    assert [(error.table, error.row, error.code) for error in file.row_errors] == [
        ("upload", 2, "lines_missing"),
        ("items", 2, "order_row_missing"),
        ("items", 3, "order_row_missing"),
    ]


def test_a_numeric_cell_that_lost_digits():
    headers = list(SIMPLE)
    numbers = [3312345678901234567, 13800000000, 1234567890123450]
    rows = [[*({**SIMPLE, "订单编号": number}.values())] for number in numbers]
    orders, errors = faults(read_orders(xlsx_bytes({"Sheet1": [headers, *rows]})))
    assert orders == ["13800000000"]
    assert errors == [(2, "订单编号", "damaged_number"), (4, "订单编号", "damaged_number")]


def test_a_row_with_too_many_cells():
    data = simple_csv() + ("A-2" + "," * 20 + "over\r\n").encode()
    errors = faults(read_orders(data))[1]
    assert (3, "", "row_too_wide") in errors


def test_refused_rows_are_mended_and_read_again(tmp_path):
    number = "3312345678901234567"
    file = read_orders(
        simple_csv(
            {}, {"订单编号": number, "价格": "x"}, {"订单编号": "3.31E+18", "买家留言": "=1+1"}, {"订单编号": "A-9"}
        )
    )
    assert [order.number for order in file.orders] == ["A-1", "A-9"]
    (path,) = write_refused_rows(file, tmp_path)

    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as text:
        heading, first, second = csv.reader(text)
    assert heading[:-1] == list(SIMPLE)
    assert first[0] == f'="{number}"'
    assert second[15] == "'=1+1"
    assert "x" in first[-1]

    mended = read_orders(data.replace(b",x,", b",50,"))
    assert [order.number for order in mended.orders] == [number]
    assert [error.code for error in mended.row_errors] == ["damaged_number"]
