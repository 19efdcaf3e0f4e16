"""Orders of every layout, whatever the encoding, kind of file, order of columns or of rows."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from zhanggui.connectors.files.layouts import taobao
from zhanggui.connectors.files.layouts.known import LAYOUTS
from zhanggui.connectors.files.layouts.layout import Kind
from zhanggui.connectors.files.orders import read_orders
from zhanggui.connectors.files.summary import summarise
from zhanggui.connectors.files.tests.making import (
    ITEMS,
    NUMBER,
    ORDER,
    SIMPLE,
    cells_of,
    csv_bytes,
    simple_csv,
    xlsx_bytes,
)
from zhanggui.kernel.doors.channel import ChannelState, Receiver, RefundState

ORDER_LISTS = [layout for layout in LAYOUTS.values() if layout.kind is Kind.ORDERS]
ITEM_LISTS = [layout for layout in LAYOUTS.values() if layout.kind is Kind.ITEMS]
PAID_AT = datetime(2025, 3, 4, 1, 1, 10, tzinfo=UTC)


def as_file(headers, rows, form):
    if form == "xlsx":
        return xlsx_bytes({"订单报表": [headers, *rows]})
    return csv_bytes(headers, rows, encoding=form, quoting=1)


@pytest.mark.parametrize("form", ["gb18030", "gbk", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "xlsx"])
@pytest.mark.parametrize("items", ITEM_LISTS, ids=lambda layout: layout.name)
@pytest.mark.parametrize("orders", ORDER_LISTS, ids=lambda layout: layout.name)
def test_order_list_and_item_list(orders, items, form):
    order_file = as_file(orders.headers, cells_of(orders.headers, [ORDER]), form)
    item_file = as_file(items.headers, cells_of(items.headers, ITEMS), form)

    file = read_orders(order_file, items=item_file)
    (order,) = file.orders

    assert [table.layout.name for table in file.tables] == [orders.name, items.name]
    assert file.row_errors == []
    assert order.number == NUMBER
    assert order.state is ChannelState.AWAITING_SHIPMENT
    assert order.paid_at == order.modified_at == PAID_AT
    assert (order.paid, order.freight) == (Decimal("125.00"), Decimal("5.00"))
    assert order.buyer_message == "周末送货\n门口有狗"
    assert order.receiver == Receiver(
        name="王**",
        mobile="13800000000",
        state="浙江省",
        city="杭州市",
        district="西湖区",
        address="示例路1号",
        postcode="310000",
    )
    assert [(line.sku_code, line.quantity) for line in order.lines] == [("TEE-W", 2), ("HAT", 1)]
    assert sum(line.amount for line in order.lines) == Decimal("120.00")


def test_item_list_gives_amounts_and_numbers_of_lines():
    orders = csv_bytes(taobao.V4, cells_of(taobao.V4, [ORDER]))
    items = csv_bytes(taobao.D2, cells_of(taobao.D2, ITEMS))
    (order,) = read_orders(items, items=orders).orders
    assert [line.number for line in order.lines] == ["3312345678901234568", "3312345678901234569"]
    assert [line.amount for line in order.lines] == [Decimal("90.00"), Decimal("30.00")]
    assert order.discount == Decimal("10.00")


def test_newer_item_list_alone():
    (order,) = read_orders(csv_bytes(taobao.D2, cells_of(taobao.D2, ITEMS), encoding="gbk")).orders
    assert order.state is ChannelState.AWAITING_SHIPMENT
    assert order.receiver == Receiver()
    assert order.paid == Decimal("120.00")


def test_one_workbook_with_both_lists():
    book = xlsx_bytes(
        {
            "订单报表": [taobao.V4, *cells_of(taobao.V4, [ORDER])],
            "销售明细": [taobao.D2, *cells_of(taobao.D2, ITEMS)],
            "发货报表": [["物流单号"], ["1"]],
        }
    )
    (order,) = read_orders(book).orders
    assert len(order.lines) == 2


def test_order_list_alone_knows_orders_of_one_kind_of_goods():
    sole = {**ORDER, "订单编号": '="3312345678901234570"', "宝贝种类": "1", "宝贝标题": "示例T恤"}
    file = read_orders(csv_bytes(taobao.V1, cells_of(taobao.V1, [ORDER, sole]), encoding="gbk"))
    (order,) = file.orders
    (line,) = order.lines
    assert (line.number, line.quantity, line.amount) == (order.number, 3, Decimal("120.00"))
    assert [(error.row, error.code) for error in file.row_errors] == [(2, "lines_missing")]


def test_shuffled_columns_are_the_same_order():
    headers = list(reversed(taobao.V3))
    shuffled = read_orders(csv_bytes(headers, cells_of(headers, [{**ORDER, "宝贝种类": "1"}])))
    straight = read_orders(csv_bytes(taobao.V3, cells_of(taobao.V3, [{**ORDER, "宝贝种类": "1"}])))
    assert list(shuffled.orders) == list(straight.orders)


def test_the_same_rows_in_any_form_are_the_same_order():
    files = [simple_csv(encoding=code) for code in ("gbk", "utf-8-sig", "utf-16")]
    files += [simple_csv(delimiter=";"), simple_csv(delimiter="\t"), simple_csv(quoting=1)]
    files.append(xlsx_bytes({"Sheet1": [list(SIMPLE), list(SIMPLE.values())]}))
    orders = [order for data in files for order in read_orders(data).orders]
    assert len(orders) == 7
    assert len(set(orders)) == 1


def test_rows_of_an_order_need_not_stand_together():
    file = read_orders(simple_csv({}, {"订单编号": "A-2"}, {"商家编码": "HAT", "买家留言": "快"}, {"订单编号": "A-3"}))
    orders = {order.number: order for order in file.orders}
    assert [line.sku_code for line in orders["A-1"].lines] == ["TEE-W", "HAT"]
    assert [line.number for line in orders["A-1"].lines] == ["A-1-6a24f20e-1", "A-1-f3305139-1"]
    assert orders["A-1"].freight == Decimal("5.00")  # of the order, not of each row
    assert orders["A-1"].paid == Decimal("196.00")
    assert orders["A-1"].buyer_message == "快"
    assert set(orders) == {"A-1", "A-2", "A-3"}


def test_english_headers_title_rows_footers_and_blank_rows():
    text = (
        "orders of March,,,,\n\nOrder Number,SKU Code,Quantity,Price,Placed At\n"
        "A-1,TEE,2,1.50,2025-03-04 09:00:00\n,,,,\n合计,,2,3.00,\n"
    )
    file = read_orders(text.encode())
    (order,) = file.orders
    assert file.row_errors == []
    assert order.state is ChannelState.PENDING_PAYMENT
    assert order.lines[0].amount == Decimal("3.00")


def test_a_mapping_of_ones_own():
    text = "单号,货号,件数,单价,下单,情况\nX1,TEE,1,9.90,2025年3月4日 9:30,配货中\n".encode("gbk")
    mapping = """{"number": "单号", "sku_code": "货号", "quantity": "件数", "price": "单价", "placed_at": "下单",
                  "state": "情况", "states": {"配货中": "awaiting_shipment"}}"""
    file = read_orders(text, mapping=mapping)
    (order,) = file.orders
    assert file.layout.name == "custom"
    assert order.state is ChannelState.AWAITING_SHIPMENT
    assert order.placed_at == datetime(2025, 3, 4, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("paid_at", "state", "refund"),
    [
        ("", ChannelState.CANCELLED, RefundState.NONE),
        ("2025-03-04 09:01:10", ChannelState.CLOSED_REFUNDED, RefundState.SUCCEEDED),
    ],
)
def test_closed_before_or_after_payment(paid_at, state, refund):
    closed = {**ORDER, "订单状态": "交易关闭", "订单付款时间": paid_at, "宝贝种类": "1"}
    (order,) = read_orders(csv_bytes(taobao.V2, cells_of(taobao.V2, [closed]))).orders
    assert order.state is state
    assert order.lines[0].refund is refund


def test_money_asked_back_before_shipping_stops_the_lines():
    asked = {**ORDER, "退款金额": "10.00", "宝贝种类": "1", "修改后的收货地址": "浙江省 宁波市"}
    (order,) = read_orders(csv_bytes(taobao.V2, cells_of(taobao.V2, [asked]))).orders
    assert order.lines[0].refund.is_open
    assert order.address_change_asked


def test_summary_is_a_dry_run():
    file = read_orders(simple_csv({}, {"订单编号": "A-2", "购买数量": "0"}))
    summary = summarise(file)
    assert (summary.orders, summary.lines, summary.units) == (1, 1, 2)
    assert summary.amount == Decimal("95.50")
    assert summary.first_at == summary.last_at == datetime(2025, 3, 4, 1, 0, tzinfo=UTC)
    assert [error.row for error in file.row_errors] == [3]


def test_rows_in_another_order_are_the_same_order():
    rows = [{}, {"商家编码": "HAT"}, {"商家编码": "HAT", "购买数量": "3"}, {"商家编码": "CAP"}]
    (one,) = read_orders(simple_csv(*rows)).orders
    (other,) = read_orders(simple_csv(*reversed(rows))).orders
    assert sorted(one.lines, key=lambda line: line.number) == sorted(other.lines, key=lambda line: line.number)
    assert len({line.number for line in one.lines}) == 4
    assert one.raw == other.raw
