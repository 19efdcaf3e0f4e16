"""A sale in the platform's words. Money is fen, times are seconds; a first line has the number of its order."""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Any

from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.money import shared
from zhanggui.simulators.market.sales import Case, Sale, SentParcel, SoldLine, Stage

from .receivers import shown
from .tokens import SHOP_ID, SHOP_NAME

WAITING, REVIEWED, TO_SHIP, PART_SHIPPED, SHIPPED, CANCELLED, DONE = 1, 105, 2, 101, 3, 4, 5
REFUNDED_BEFORE, REFUNDED_AFTER = 21, 22
SHIP_WITHIN_S = 172_800
PURPLE_TO_RED = {0: "灰", 1: "紫", 2: "青", 3: "绿", 4: "橙", 5: "红"}

STATUS = {
    Stage.UNPAID: WAITING,
    Stage.HELD: REVIEWED,
    Stage.PAID: TO_SHIP,
    Stage.PART_SHIPPED: PART_SHIPPED,
    Stage.SHIPPED: SHIPPED,
    Stage.DELIVERED: SHIPPED,
    Stage.DONE: DONE,
    Stage.CANCELLED: CANCELLED,
    Stage.CLOSED: CANCELLED,
}
STATUS_TEXT = {
    WAITING: "待支付",
    REVIEWED: "已支付",
    TO_SHIP: "备货中",
    PART_SHIPPED: "部分发货",
    SHIPPED: "已发货",
    CANCELLED: "已关闭",
    DONE: "已完成",
}
AFTER_SALE = {
    Case.ASKED: (6, 1),
    Case.TO_RETURN: (7, 1),
    Case.RETURNED: (11, 1),
    Case.REFUSED: (27, 1),
    Case.WITHDRAWN: (28, 1),  # the status of the money stays "waiting" for ever
    Case.PAID_BACK: (12, 3),
}
"""Of the case and of its money."""


def number_from(rng: Random) -> str:
    """An order number of the platform: nineteen digits, its lines count on from it."""
    return f"69{rng.randrange(10**15, 10**16)}0"


def line_numbers(number: str, lines: int) -> Sequence[str]:
    return [str(int(number) + nth) for nth in range(lines)]


def seconds(at: datetime | None) -> int:
    return int(at.timestamp()) if at else 0


def case_type(case_with_goods: bool, sale: Sale) -> int:
    """0 goods come back, 1 only money after shipping, 2 money before it."""
    return 0 if case_with_goods else 1 if sale.parcels else 2


def told(market: Market, sale: Sale) -> dict[str, Any]:
    """The order as lists and details show it."""
    discount = sum(line.price * line.pieces - line.amount for line in sale.lines)
    status = STATUS[sale.stage]
    order: dict[str, Any] = {
        "shop_id": SHOP_ID,
        "shop_name": SHOP_NAME,
        "order_id": sale.number,
        "order_level": 2,
        "biz": 2,
        "order_type": 0,
        "order_status": status,
        "order_status_desc": STATUS_TEXT[status],
        "main_status": _main_status(sale),
        "pay_type": 2,
        "create_time": seconds(sale.placed_at),
        "pay_time": seconds(sale.paid_at),
        "update_time": seconds(sale.modified_at),
        "finish_time": seconds(sale.modified_at) if sale.stage is Stage.DONE else 0,
        "ship_time": seconds(sale.parcels[0].sent_at) if sale.parcels else 0,
        "exp_ship_time": seconds(sale.paid_at) + SHIP_WITHIN_S if sale.paid_at else 0,
        "cancel_reason": "",
        "buyer_words": sale.message,
        "seller_words": sale.memo,
        "seller_remark_stars": sale.flag,
        "order_amount": sale.total + discount,
        "pay_amount": sale.total,
        "post_amount": sale.freight,
        "modify_amount": 0,
        "promotion_amount": discount,
        "promotion_shop_amount": discount,
        "promotion_platform_amount": 0,
        "promotion_talent_amount": 0,
        "promotion_pay_amount": 0,
        "shop_cost_amount": discount,
        "platform_cost_amount": 0,
        "doudian_open_id": sale.buyer.open_uid,
        "logistics_info": [_parcel(sale, parcel) for parcel in sale.parcels],
        "order_phase_list": [],
        "sku_order_list": _lines(sale),
        **shown(sale.buyer.receiver, sale.number),
    }
    return _spoiled(order, market.spoiled.get(sale.number, ""))


def _main_status(sale: Sale) -> int:
    if sale.stage is Stage.CLOSED:
        return REFUNDED_AFTER if sale.parcels else REFUNDED_BEFORE
    return STATUS[sale.stage]


def _lines(sale: Sale) -> list[dict[str, Any]]:
    """What was paid for a line has its share of the freight in it."""
    freights = shared(sale.freight, [line.amount for line in sale.lines])
    return [_line(sale, line, freight) for line, freight in zip(sale.lines, freights, strict=True)]


def _line(sale: Sale, line: SoldLine, freight: int) -> dict[str, Any]:
    goods = line.price * line.pieces
    status = _line_status(sale, line)
    return {
        "order_id": line.number,
        "parent_order_id": sale.number,
        "order_level": 3,
        "product_id": int(line.item),
        "product_id_str": line.item,
        "product_name": line.title,
        "sku_id": int(line.sku),
        "code": line.code,
        "out_sku_id": "0",
        "spec": [{"name": "规格", "value": line.spec}] if line.spec else [],
        "item_num": line.pieces,
        "origin_amount": line.price,
        "sum_amount": goods,
        "order_amount": goods + freight,
        "post_amount": freight,
        "promotion_amount": goods - line.amount,
        "pay_amount": line.amount + freight,
        "order_status": status,
        "main_status": status,
        "given_product_type": "MASTER",
        "after_sale_info": _after_sale(sale, line),
        "inventory_list": [],
    }


def _line_status(sale: Sale, line: SoldLine) -> int:
    case = sale.case_of(line.number)
    if sale.stage in {Stage.PAID, Stage.PART_SHIPPED, Stage.SHIPPED} and case and case.state is Case.PAID_BACK:
        return CANCELLED
    if sale.stage is Stage.PART_SHIPPED:
        return SHIPPED if line.shipped >= line.pieces else PART_SHIPPED if line.shipped else TO_SHIP
    return STATUS[sale.stage]


def _after_sale(sale: Sale, line: SoldLine) -> dict[str, int]:
    case = sale.case_of(line.number)
    if case is None:
        cancelled = sale.stage in {Stage.CLOSED, Stage.CANCELLED}
        status, kind, money = 51 if cancelled else 0, 4 if cancelled else 0, 3 if sale.stage is Stage.CLOSED else 0
    else:
        kind = case_type(case.with_goods, sale)
        status, money = AFTER_SALE[case.state]
    return {"after_sale_status": status, "after_sale_type": kind, "refund_status": money}


def _parcel(sale: Sale, parcel: SentParcel) -> dict[str, Any]:
    return {
        "tracking_no": parcel.waybill,
        "company": parcel.carrier,
        "company_name": parcel.carrier,
        "ship_time": seconds(parcel.sent_at),
        "delivery_id": parcel.number,
        "product_info": [
            {
                "sku_order_id": number,
                "product_count": pieces,
                "product_name": sale.line(number).title,
                "sku_id": int(sale.line(number).sku),
            }
            for number, pieces in parcel.pieces.items()
        ],
    }


def _spoiled(order: dict[str, Any], how: str) -> dict[str, Any]:
    match how:
        case "unknown_state":
            return order | {"order_status": 777, "main_status": 777}
        case "three_decimals":  # of a yuan
            return order | {"pay_amount": order["pay_amount"] + 0.5}
        case "bad_time":
            return order | {"create_time": "yesterday"}
        case "control":
            return order | {"buyer_words": "ring\ttwice\n"}
    return order
