"""The order files of Pinduoduo, Douyin and JD, made as importers describe them: every encoding and wrapping."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from zhanggui.connectors.files.layouts import douyin, jd, pinduoduo
from zhanggui.connectors.files.orders import read_orders
from zhanggui.connectors.files.tests.making import cells_of, csv_bytes, xlsx_bytes
from zhanggui.kernel.doors.channel import ChannelState, PaymentMode, RefundState

PINDUODUO = {
    "商品": "真空保温杯",
    "订单号": "\t261111-123456789012345",
    "订单状态": "待发货",
    "商品总价(元)": "80.00",
    "邮费(元)": "6.00",
    "店铺优惠折扣(元)": "5.00",
    "平台优惠折扣(元)": "3.00",
    "多多支付立减金额(元)": "0.50",
    "用户实付金额(元)": "77.50",
    "商家实收金额(元)": "81.00",
    "商品数量(件)": "2",
    "商品id": "\t601099512345678",
    "商品规格": "红色,500ml",
    "样式ID": "\t1101099512345678",
    "商家编码-规格维度": "CUP-1",
    "商家编码-商品维度": "CUP",
    "商家备注": "",
    "售后状态": "无售后或售后取消",
    "订单成交时间": "2026-11-11 09:00:00",
    "省": "浙江省",
    "市": "杭州市",
    "区": "余杭区",
    "街道/镇": "仓前街道",
}
DOUYIN = {
    "主订单编号": "\t6912345678901234567",
    "子订单编号": "\t6912345678901234567",
    "选购商品": "圆领T恤",
    "商品规格": "白 L",
    "商品数量": "1",
    "商品ID": "\t3412345678901234567",
    "商家编码": "TEE-1",
    "商品单价": "59.00",
    "订单应付金额": "55.00",
    "运费": "0.00",
    "收件人": "##abcdEFGH12345678==##",
    "收件人手机号": "$$MTM4MDAxMzgwMDA=$$",
    "省": "浙江省",
    "市": "杭州市",
    "区": "余杭区",
    "街道": "-",
    "详细地址": "文一西路***",
    "买家留言": "-",
    "订单提交时间": "2026/11/11 09:00:00",
    "支付完成时间": "1794358860",
    "订单状态": "待发货",
    "承诺发货时间": "2026-11-13 09:00:00",
    "售后状态": "-",
    "支付方式": "微信支付",
}
JD = {
    "订单号": "301234567890",
    "商品ID": "100012345678",
    "商品名称": "台灯",
    "订购数量": "1",
    "支付方式": "4-在线支付",
    "下单时间": "2026-11-11 09:00:00",
    "京东价": "100.00",
    "订单金额": "150.00",
    "结算金额": "156.00",
    "应付金额": "156.00",
    "订单状态": "等待出库",
    "下单帐号": "jd_4f2a",
    "客户姓名": '="王**"',
    "客户地址": "浙江杭州市余杭区文一西路969号",
    "联系电话": '="138****8000"',
    "订单备注": "",
    "运费金额": "6.00",
    "付款确认时间": "2026-11-11 09:01:00",
    "货号": "LAMP",
    "商家SKUID": "LAMP-1",
}
CASES = {"pinduoduo": (pinduoduo, PINDUODUO), "douyin": (douyin, DOUYIN), "jd": (jd, JD)}


def headers_of(room):
    return [*room.COLUMNS, *getattr(room, "OPTIONAL", ())]


def file_of(room, *rows, encoding="gb18030", **style):
    headers = headers_of(room)
    return csv_bytes(headers, cells_of(headers, rows), encoding=encoding, **style)


def read(content):
    file = read_orders(content)
    return list(file.orders), file.row_errors, file.layout.name


def only(content):
    orders, errors, _ = read(content)
    assert errors == []
    (order,) = orders
    return order


@pytest.mark.parametrize("encoding", ["gb18030", "gbk", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("name", CASES)
def test_the_layout_is_known_by_its_headings_in_every_encoding(name, encoding):
    room, row = CASES[name]
    orders, errors, layout = read(file_of(room, row, encoding=encoding))
    assert (len(orders), errors, layout) == (1, [], room.LAYOUTS[0].name)


@pytest.mark.parametrize("name", CASES)
def test_a_workbook_gives_the_same_order(name):
    room, row = CASES[name]
    headers = headers_of(room)
    book = xlsx_bytes({"订单": [headers, *cells_of(headers, [row])]})
    assert only(book) == only(file_of(room, row))


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("wrap", ['="{}"', "\t{}", "'{}", "{}\t", "{}"])
def test_long_numbers_keep_every_digit_in_every_wrapping(name, wrap):
    room, row = CASES[name]
    field = room.LAYOUTS[0].fields
    heading = next(iter(field.values()))[0]
    number = row[heading].strip()
    assert only(file_of(room, row | {heading: wrap.format(number)})).number == number


@pytest.mark.parametrize(
    ("name", "damaged"), [("douyin", "6.91235E+18"), ("jd", "3.01235E+11"), ("douyin", "6912345678901230000")]
)
def test_a_number_a_spreadsheet_damaged_is_refused_with_its_row(name, damaged):
    room, row = CASES[name]
    heading = next(iter(room.LAYOUTS[0].fields.values()))[0]
    orders, errors, _ = read(file_of(room, row | {heading: damaged}))
    assert orders == []
    assert (errors[0].row, errors[0].column, errors[0].code) == (2, heading, "damaged_number")


def test_columns_in_another_order_and_unknown_ones():
    headers = [*reversed(headers_of(jd)), "新出现的列"]
    assert only(csv_bytes(headers, cells_of(headers, [JD]))).number == "301234567890"


def test_pinduoduo_tells_what_is_paid_not_what_a_piece_costs():
    order = only(file_of(pinduoduo, PINDUODUO))
    (line,) = order.lines
    assert (line.price, line.amount, line.quantity, line.sku_code) == (Decimal("40.00"), Decimal("71.50"), 2, "CUP-1")
    assert (order.paid, order.freight, order.discount) == (Decimal("77.50"), 6, Decimal("8.50"))
    assert order.state is ChannelState.AWAITING_SHIPMENT
    assert (order.receiver.district, order.receiver.town) == ("余杭区", "仓前街道")


def test_pinduoduo_without_a_moment_is_placed_on_the_day_of_its_number():
    order = only(file_of(pinduoduo, PINDUODUO | {"订单成交时间": ""}))
    assert order.placed_at == datetime(2026, 11, 10, 16, tzinfo=UTC)
    orders, errors, _ = read(file_of(pinduoduo, PINDUODUO | {"订单成交时间": "", "订单号": "X1"}))
    assert (orders, errors[0].code) == ([], "missing_value")


@pytest.mark.parametrize(
    ("words", "refund", "state"),
    [
        ("已发货，待签收", RefundState.NONE, ChannelState.SHIPPED),
        ("未发货，退款成功", RefundState.SUCCEEDED, ChannelState.CLOSED_REFUNDED),
        ("已取消", RefundState.NONE, ChannelState.CANCELLED),
    ],
)
def test_words_of_pinduoduo(words, refund, state):
    aftersale = "退款成功" if refund is RefundState.SUCCEEDED else "无售后或售后取消"
    order = only(file_of(pinduoduo, PINDUODUO | {"订单状态": words, "售后状态": aftersale}))
    assert (order.state, order.lines[0].refund) == (state, refund)


def test_douyin_hides_its_receivers():
    order = only(file_of(douyin, DOUYIN))
    assert (order.receiver.name, order.receiver.mobile) == ("", "")
    assert order.receiver.cipher == "##abcdEFGH12345678==##|$$MTM4MDAxMzgwMDA=$$"
    assert order.paid_at == datetime(2026, 11, 11, 1, 1, tzinfo=UTC)
    assert order.buyer_message == ""
    long = only(file_of(douyin, DOUYIN | {"收件人": f"##{'a' * 300}##"}))
    assert long.receiver.cipher.startswith("digest:")


def test_sub_orders_of_douyin_add_up():
    second = DOUYIN | {
        "子订单编号": "\t6912345678901234568",
        "商家编码": "TEE-2",
        "订单应付金额": "30.00",
        "运费": "5.00",
    }
    order = only(file_of(douyin, DOUYIN, second))
    assert [line.amount for line in order.lines] == [55, 25]
    assert (order.paid, order.freight) == (85, 5)


def test_money_of_an_order_of_jd_counts_once():
    second = JD | {"商品ID": "100012345679", "京东价": "50.00", "商家SKUID": "LAMP-2", "货号": "LAMP"}
    order = only(file_of(jd, JD, second))
    assert [line.amount for line in order.lines] == [100, 50]
    assert (order.paid, order.freight) == (156, 6)
    assert (order.receiver.name, order.receiver.state, order.receiver.city) == ("王**", "浙江省", "杭州市")


def test_rows_of_one_order_of_jd_that_disagree_are_refused():
    second = JD | {"商品ID": "2", "商家SKUID": "X", "应付金额": "1.00"}
    orders, errors, _ = read(file_of(jd, JD, second))
    assert (orders, {error.row for error in errors}) == ([], {2, 3})


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("(删除)等待出库", ChannelState.CANCELLED),
        ("（删除）等待出库", ChannelState.CANCELLED),
        ("(删除)锁定", ChannelState.CANCELLED),
        ("(删除)等待确认收货", ChannelState.SHIPPED),
        ("(删除)完成", ChannelState.COMPLETED),
        ("锁定", ChannelState.ON_HOLD),
    ],
)
def test_words_of_jd(words, state):
    assert only(file_of(jd, JD | {"订单状态": words})).state is state


@pytest.mark.parametrize("mode", ["货到付款", "1-货到付款"])
def test_cash_on_delivery_of_jd(mode):
    order = only(file_of(jd, JD | {"支付方式": mode, "付款确认时间": ""}))
    assert (order.cash_on_delivery, order.payment_mode, order.paid_at) == (True, PaymentMode.COD, None)
    assert only(file_of(jd, JD)).payment_mode is PaymentMode.PAID


@pytest.mark.parametrize(("level", "flag"), [("1", 1), ("等级5", 5), ("", 0), ("0", 0), ("加急", 0)])
def test_the_level_of_a_memo_of_jd_is_its_flag(level, flag):
    heading = "商家备注等级（等级1-5为由高到低）"
    assert only(file_of(jd, JD | {heading: level})).seller_flag == flag


@pytest.mark.parametrize(("colour", "flag"), [("红", 1), ("黄色", 2), ("\t紫旗", 5), ("灰", 0), ("-", 0)])
def test_the_flag_of_douyin(colour, flag):
    assert only(file_of(douyin, DOUYIN | {"旗帜颜色": colour})).seller_flag == flag


def test_an_order_that_pinduoduo_still_examines_is_held():
    state = {word: only(file_of(pinduoduo, PINDUODUO | {"是否审核中": word})).state for word in ("是", "否", "")}
    assert state == {
        "是": ChannelState.ON_HOLD,
        "否": ChannelState.AWAITING_SHIPMENT,
        "": ChannelState.AWAITING_SHIPMENT,
    }
    assert (
        only(file_of(pinduoduo, PINDUODUO | {"是否审核中": "是", "订单状态": "已取消"})).state is ChannelState.CANCELLED
    )


def test_a_changed_address_of_douyin_is_asked_about_where_its_words_are_hidden():
    changed = DOUYIN | {"是否修改过地址": "是"}
    plain = changed | {"收件人": "王芳", "收件人手机号": "13800138000", "详细地址": "文一西路969号"}
    assert [only(file_of(douyin, row)).address_change_asked for row in (DOUYIN, changed, plain)] == [False, True, False]


TEMPLATE = {name: text for name, text in DOUYIN.items() if name not in {"子订单编号", "商家编码", "商品单价"}} | {
    "货号": "TEE-1;TEE-2",
    "选购商品": "圆领T恤;圆领T恤",
    "商品规格": "白 L；白 M",
    "商品数量": "1;2",
    "商品ID": "\t3412345678901234567;3412345678901234568",
    "订单应付金额": "95.00",
    "运费": "5.00",
    "快递信息": "-",
}


def template(*rows, without=()):
    headers = [column for column in douyin.ORDER_COLUMNS if column not in without]
    return csv_bytes(headers, cells_of(headers, [TEMPLATE | row for row in rows]), encoding="utf-8-sig")


def test_a_row_of_the_order_template_of_douyin_is_an_order_with_all_its_goods():
    orders, errors, layout = read(template({"商品单价": "40.00;30.00"}))
    assert (errors, layout) == ([], "douyin_orders")
    (order,) = orders
    told = [(line.sku_code, line.spec, line.quantity, line.price, line.amount) for line in order.lines]
    assert told == [("TEE-1", "白 L", 1, 40, Decimal("36.00")), ("TEE-2", "白 M", 2, 30, Decimal("54.00"))]
    assert (order.paid, order.freight, order.state) == (95, 5, ChannelState.AWAITING_SHIPMENT)
    assert len({line.number for line in order.lines}) == 2


def test_without_prices_the_pieces_of_an_order_cost_the_same():
    order = only(template({}, without=("商品单价",)))
    assert [(line.price, line.amount) for line in order.lines] == [(30, 30), (30, 60)]


def test_an_order_of_one_kind_of_goods_keeps_the_signs_in_its_title():
    one = {"货号": "TEE-1", "选购商品": "T恤;加厚", "商品规格": "白", "商品数量": "2", "商品ID": "3"}
    (line,) = only(template(one)).lines
    assert (line.title, line.quantity, line.amount) == ("T恤;加厚", 2, 90)


def test_goods_that_cannot_be_told_apart_refuse_their_order():
    orders, errors, _ = read(template({"货号": "TEE-1;TEE-2;TEE-3"}))
    assert (orders, [(error.row, error.column, error.code) for error in errors]) == (
        [],
        [(2, "货号", "goods_disagree")],
    )
    orders, errors, _ = read(template({}, {}))
    assert (orders, {error.code for error in errors}) == ([], {"order_twice", "order_spoiled"})


def test_a_closed_order_of_douyin_that_was_paid_was_given_back():
    assert only(template({"订单状态": "已关闭"})).state is ChannelState.CLOSED_REFUNDED
    assert only(template({"订单状态": "已关闭", "支付完成时间": ""})).state is ChannelState.CANCELLED
