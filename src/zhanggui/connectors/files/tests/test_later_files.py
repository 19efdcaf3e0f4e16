"""A platform's file says nothing of when an order was modified: what is handed in later is newer."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from zhanggui.catalog.models import Product, Sku
from zhanggui.channels.models import ShopLink
from zhanggui.connectors.files.dating import dated
from zhanggui.connectors.files.layouts.unconfirmed import DOUYIN_BETWEEN
from zhanggui.connectors.files.orders import read_orders
from zhanggui.connectors.files.tests.making import SIMPLE, csv_bytes
from zhanggui.connectors.files.tests.test_other_platforms import DOUYIN, JD, PINDUODUO
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Hold, Order, OrderLine
from zhanggui.orders.receivers.sealed import receivers_of
from zhanggui.orders.testing import ACTOR, AT, make_shop

pytestmark = pytest.mark.django_db
Row = dict[str, str]
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
NINE = datetime(2026, 11, 12, 1, 0, tzinfo=UTC)

OWN_ROW = SIMPLE | {"商家编码": "TS-A", "订单状态": "买家已付款，等待卖家发货"}
PINDUODUO_ROW = PINDUODUO | {
    "商家编码-规格维度": "TS-A", "收货人": "王伟", "手机": "13800138000", "详细地址": "文一西路1号",
    "支付时间": "2026-11-11 09:01:00",
}  # fmt: skip
DOUYIN_ROW = DOUYIN | {
    "商家编码": "TS-A", "收件人": "张三", "收件人手机号": "13800138000", "详细地址": "文一西路1号",
    "支付完成时间": "2026/11/11 09:01:00", "商家备注": "",
}  # fmt: skip
JD_ROW = JD | {"商家SKUID": "TS-A", "客户姓名": "王伟", "联系电话": "13800138000", "商家备注": ""}
ROWS = {"own": OWN_ROW, "pinduoduo": PINDUODUO_ROW, "douyin": DOUYIN_ROW, "jd": JD_ROW}
MEMO = {"own": "卖家备注"}
ADDRESS = {"own": "收货地址", "jd": "客户地址"}
CANCELLED = {
    "own": {"订单状态": "交易关闭", "订单付款时间": ""},
    "pinduoduo": {"订单状态": "已取消"},
    "douyin": {"订单状态": "已关闭"},
    "jd": {"订单状态": "(删除)等待出库"},
}
STATES = {"own": "订单状态", "pinduoduo": "订单状态", "douyin": "订单状态", "jd": "订单状态"}
LEFT = {"own": "卖家已发货，等待买家确认", "pinduoduo": "已发货,待收货", "douyin": "已发货", "jd": "等待确认收货"}


@pytest.fixture
def shop():
    product = Product.objects.create(code="TS", name="T-shirt")
    skus = [Sku.objects.create(product=product, code=code, spec=code, weight_g=200) for code in ("TS-A", "TS-B")]
    make_stock(make_warehouse(), {sku.pk: 50 for sku in skus})
    return make_shop()


def load(shop, *rows: Row, hour: int = 0) -> Order:
    """The rows as a file handed in so many hours after nine are in."""
    file = read_orders(csv_bytes(list(rows[0]), [list(row.values()) for row in rows]))
    orders = list(dated(file.orders, shop_id=shop.pk, handed_in_at=NINE + timedelta(hours=hour)))
    assert not file.row_errors
    assert not import_orders(shop_id=shop.pk, orders=orders, source="file", **BY).refused
    return Order.objects.get()


def holds() -> set[str]:
    return set(Hold.objects.values_list("reason", flat=True))


@pytest.mark.parametrize("platform", ROWS)
def test_a_memo_of_a_later_file_is_a_memo_and_stops_nothing(shop, platform):
    take_to("printed", [load(shop, ROWS[platform]).pk])
    order = load(shop, ROWS[platform] | {MEMO.get(platform, "商家备注"): "老客户"}, hour=1)
    assert (order.stop_reason, order.seller_memo, holds()) == ("", "老客户", set())


@pytest.mark.parametrize("platform", ROWS)
def test_the_same_file_once_more_changes_nothing(shop, platform):
    before = load(shop, ROWS[platform])
    after = load(shop, ROWS[platform], hour=1)
    assert (after.version, after.modified_at) == (before.version, before.modified_at)


@pytest.mark.parametrize("platform", ROWS)
def test_an_address_of_a_later_file_is_taken(shop, platform):
    load(shop, ROWS[platform])
    order = load(shop, ROWS[platform] | {ADDRESS.get(platform, "详细地址"): "浙江省杭州市余杭区五常大道2号"}, hour=1)
    assert receivers_of([order.pk])[order.pk].address.endswith("五常大道2号")
    assert holds() == set()


@pytest.mark.parametrize("platform", ROWS)
def test_an_order_that_a_later_file_shows_as_closed_is_cancelled(shop, platform):
    load(shop, ROWS[platform])
    assert load(shop, ROWS[platform] | CANCELLED[platform], hour=1).state == "cancelled"


@pytest.mark.parametrize("platform", ["pinduoduo", "douyin"])
def test_a_refund_holds_the_order_from_the_file_that_tells_it_until_the_file_that_ends_it(shop, platform):
    asked = ROWS[platform] | {"售后状态": "退款中"}
    order = load(shop, ROWS[platform])
    load(shop, asked, hour=1)
    assert (OrderLine.objects.get().refund, holds()) == ("requested", {"refund"})
    release_orders(order_ids=[order.pk], **BY)
    load(shop, asked, hour=2)
    assert review_orders(order_ids=[order.pk], **BY).done == []
    load(shop, ROWS[platform], hour=3)
    assert (OrderLine.objects.get().refund, holds()) == ("none", set())
    assert review_orders(order_ids=[order.pk], **BY).done == [order.pk]


def test_a_file_without_stamp_read_twice_in_one_moment_is_believed_in_the_order_it_comes(shop):
    for memo in ("一", "二", "一"):
        file = read_orders(csv_bytes(list(JD_ROW), [list((JD_ROW | {"商家备注": memo}).values())]))
        import_orders(shop_id=shop.pk, orders=list(file.orders), source="file", **BY)
    assert (Order.objects.get().seller_memo, holds()) == ("一", set())


def test_a_file_handed_in_before_is_older_however_late_it_runs(shop):
    load(shop, JD_ROW | {"商家备注": "新"}, hour=2)
    assert load(shop, JD_ROW | {"商家备注": "旧"}, hour=1).seller_memo == "新"


@pytest.mark.parametrize("platform", ROWS)
def test_an_old_export_does_not_call_back_what_has_left(shop, platform):
    load(shop, ROWS[platform] | {STATES[platform]: LEFT[platform]})
    before = Order.objects.get()
    after = load(shop, ROWS[platform] | {MEMO.get(platform, "商家备注"): "旧"}, hour=1)
    assert (after.channel_state, after.seller_memo, after.version) == ("shipped", "", before.version)


def test_an_examination_of_a_later_file_begins_and_ends(shop):
    load(shop, PINDUODUO_ROW | {"是否审核中": "否"})
    assert load(shop, PINDUODUO_ROW | {"是否审核中": "是"}, hour=1).channel_state == "on_hold"
    assert holds() == {"platform"}
    assert load(shop, PINDUODUO_ROW | {"是否审核中": "否"}, hour=2).channel_state == "awaiting_shipment"
    assert holds() == set()


def test_a_linked_shop_knows_its_moments_itself(shop):
    ShopLink.objects.create(shop=shop, secrets=b"", covered_to=AT)
    load(shop, JD_ROW)
    order = load(shop, JD_ROW | {"商家备注": "新"}, hour=1)
    assert (order.seller_memo, holds()) == ("", {"conflict"})


def test_goods_are_known_by_what_they_sell_in_a_file_without_line_numbers(shop):
    """Item template, then order template of Douyin: nothing changed, nothing stops."""
    second = DOUYIN_ROW | {"子订单编号": "\t692", "商家编码": "TS-B", "订单应付金额": "45.00"}
    take_to("printed", [load(shop, DOUYIN_ROW, second).pk])
    before = list(OrderLine.objects.order_by("pk").values())
    whole = {
        ("货号" if name == "商家编码" else name): text for name, text in DOUYIN_ROW.items() if name != "子订单编号"
    }
    for name in ("选购商品", "商品规格", "商品数量", "商品ID", "商品单价"):
        whole[name] = f"{whole[name]}{DOUYIN_BETWEEN}{whole[name]}"
    whole |= {"货号": f"TS-A{DOUYIN_BETWEEN}TS-B", "订单应付金额": "100.00", "快递信息": ""}
    order = load(shop, whole, hour=1)
    assert (order.stop_reason, holds()) == ("", set())
    assert list(OrderLine.objects.order_by("pk").values()) == before


OWN_TWO = (OWN_ROW | {"子订单编号": "L1"}, OWN_ROW | {"子订单编号": "L2", "商家编码": "TS-B", "购买数量": "1"})


def without_numbers(*rows: Row) -> list[Row]:
    return [{name: text for name, text in row.items() if name != "子订单编号"} for row in rows]


def test_lines_of_a_file_without_numbers_stay_the_lines_they_are(shop):
    take_to("printed", [load(shop, *OWN_TWO).pk])
    before = list(OrderLine.objects.order_by("pk").values())
    order = load(shop, *reversed(without_numbers(*OWN_TWO)), hour=1)
    assert (list(OrderLine.objects.order_by("pk").values()), order.stop_reason) == (before, "")


def test_only_the_line_that_differs_changes(shop):
    load(shop, *OWN_TWO)
    first, second = without_numbers(*OWN_TWO)
    load(shop, second | {"购买数量": "3"}, first, hour=1)
    assert list(OrderLine.objects.order_by("pk").values_list("number", "ordered", "is_cancelled")) == [
        ("L1", 2, False),
        ("L2", 3, False),
    ]


def test_a_line_that_a_file_without_numbers_no_longer_has_is_cancelled(shop):
    load(shop, *OWN_TWO)
    load(shop, *without_numbers(OWN_TWO[1]), hour=1)
    assert list(OrderLine.objects.order_by("pk").values_list("number", "is_cancelled")) == [("L1", True), ("L2", False)]
