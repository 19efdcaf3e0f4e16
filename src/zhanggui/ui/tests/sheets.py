"""A sheet with one of everything."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.ui.desk import Column
from zhanggui.ui.sheet import Badge, Fields, Lines, Sheet
from zhanggui.ui.tests.desks import BasketDesk, masked
from zhanggui.ui.tests.models import Basket, BasketState
from zhanggui.ui.timeline import Event


def own_values(document: Basket, actor: Actor) -> dict[str, Any]:
    return vars(document)


def lines_of(document: Basket, actor: Actor) -> list[dict[str, Any]]:
    return [
        {"sku": f"SKU-{number:03}", "goods": document.goods, "pieces": number, "amount": document.paid / 3}
        for number in (1, 2, 3)
    ]


ORDER_FIELDS = [
    Column("shop_id", "店铺"),
    Column("paid", "实付", kind="money"),
    Column("cost", "成本", kind="money", grant="see_cost"),
    Column("paid_at", "付款时间", kind="moment"),
    Column("note", "备注"),
]
LINE_COLUMNS = [
    Column("sku", "商品编码"),
    Column("goods", "商品"),
    Column("pieces", "数量", kind="quantity"),
    Column("amount", "金额", kind="money"),
]
RECEIVER_FIELDS = [
    Column("buyer", "姓名", mask=masked, unmask="see_buyers"),
    Column("mobile", "手机"),
    Column("city", "地区"),
]


class BasketSheet(Sheet):
    desk = BasketDesk
    sections = [
        Fields("订单", ORDER_FIELDS, own_values),
        Lines("明细", LINE_COLUMNS, lines_of),
    ]
    side = [Fields("收货人", RECEIVER_FIELDS, own_values)]

    def badges(self, document: Basket, actor: Actor) -> Sequence[Badge]:
        return [Badge(BasketState(document.state).label, "info"), Badge("买家留言", "warn")]

    def timeline(self, document: Basket, actor: Actor) -> Sequence[Event]:
        at = now()
        return [
            Event(at, "李娜", "包裹 TC0001 已称重：1.250 kg。", "称重台 2", "good"),
            Event(at - timedelta(minutes=12), "王强", "验货完成，3 件全部扫描。", "验货台 1", "good"),
            Event(at - timedelta(hours=1), "审单规则", "挂起：客户要求改地址。", tone="warn"),
            Event(at - timedelta(hours=2), "淘宝旗舰店", "订单已导入。"),
        ]
