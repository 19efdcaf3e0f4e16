"""A sale in the platform's words. Money is yuan, as numbers or as text; times are text of Beijing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.money import yuan
from zhanggui.simulators.market.sales import Case, RefundCase, Sale, SoldLine, Stage
from zhanggui.simulators.stage.clock import GMT8, Clock, written

from .receivers import shown

TO_SHIP, SHIPPED, SIGNED = 1, 2, 3
NO_REFUND, IN_PROGRESS, REFUNDED = 1, 2, 4
SHIP_WITHIN = timedelta(hours=48)

STATUS = {Stage.PART_SHIPPED: SHIPPED, Stage.SHIPPED: SHIPPED, Stage.DELIVERED: SIGNED, Stage.DONE: SIGNED}
AFTER_SALES = {
    Case.ASKED: 2,
    Case.TO_RETURN: 7,
    Case.RETURNED: 7,
    Case.REFUSED: 6,
    Case.WITHDRAWN: 11,
    Case.PAID_BACK: 10,
}
ASKED_WITH_GOODS = 3
COLOURS = {1: "红色", 2: "黄色", 3: "绿色", 4: "蓝色", 5: "紫色"}


def numbering(clock: Clock) -> Callable[[Random], str]:
    """Numbers begin with the day."""
    return lambda rng: f"{clock().astimezone(GMT8):%y%m%d}-{rng.randrange(10**15):015d}"


def line_numbers(number: str, lines: int) -> list[str]:
    """The platform has none: these are the market's own."""
    return [f"{number}-{nth}" for nth in range(1, lines + 1)]


def told(market: Market, sale: Sale, *, as_text: bool) -> dict[str, Any]:
    """The order in full; some calls tell money as text, others as numbers."""
    money = _text if as_text else _number
    return _spoiled(_whole(sale, money), market.spoiled.get(sale.number, ""))


def status_of(sale: Sale) -> int:
    """Where the goods are: it does not tell of refunds."""
    return STATUS.get(sale.stage, SHIPPED if sale.parcels else TO_SHIP)


def refund_of(sale: Sale) -> int:
    """Whether money goes back."""
    newest = newest_case(sale)
    if sale.stage is Stage.CLOSED or (newest and newest.state is Case.PAID_BACK):
        return REFUNDED
    return IN_PROGRESS if newest and newest.state.is_open else NO_REFUND


def newest_case(sale: Sale) -> RefundCase | None:
    return max(sale.cases, key=lambda case: (case.modified_at, case.number), default=None)


def after_sales_of(case: RefundCase) -> int:
    if case.state is Case.ASKED and case.with_goods:
        return ASKED_WITH_GOODS
    return AFTER_SALES[case.state]


def _whole(sale: Sale, money: Callable[[int], Any]) -> dict[str, Any]:
    case = newest_case(sale)
    is_paid = sale.paid_at is not None
    main, extra = (sale.parcels[0] if sale.parcels else None), sale.parcels[1:]
    is_waiting = status_of(sale) == TO_SHIP and sale.stage is Stage.PAID
    return {
        "order_sn": sale.number,
        "order_status": status_of(sale),
        "refund_status": refund_of(sale),
        "after_sales_status": after_sales_of(case) if case else 0,
        "confirm_status": 2 if sale.stage is Stage.CANCELLED else int(is_paid),
        "group_status": int(is_paid),
        "risk_control_status": int(sale.stage is Stage.HELD),
        "trade_type": 0,
        "step_order_info": None,
        "created_time": written(sale.placed_at),
        "pay_time": _written(sale.paid_at),
        "confirm_time": _written(sale.paid_at),
        "shipping_time": _written(main.sent_at if main else None),
        "receive_time": _written(sale.modified_at if status_of(sale) == SIGNED else None),
        "updated_at": written(sale.modified_at),
        "last_ship_time": _written(sale.paid_at + SHIP_WITHIN if sale.paid_at else None),
        **_money(sale, money),
        "pay_no": f"pay{sale.number}" if is_paid else "",
        "pay_type": "WEIXIN",
        "buyer_memo": sale.message,
        "remark": sale.memo,
        "remark_tag": sale.flag,
        "remark_tag_name": sale.own.get("tag_name", ""),
        **shown(sale.buyer.receiver, sale.number, ciphered=is_waiting),
        "logistics_id": int(main.carrier) if main else 0,
        "tracking_number": main.waybill if main else "",
        "extra_delivery_list": [
            {"logistics_id": int(parcel.carrier), "tracking_number": parcel.waybill} for parcel in extra
        ],
        "gift_list": [],
        "item_list": [_item(line, money) for line in sale.lines],
        "order_tag_list": [{"name": "ship_hold", "value": 0}],
        "is_lucky_flag": 1,
        "is_pre_sale": 0,
        "pre_sale_time": "",
        "is_stock_out": 0,
        "stock_out_handle_status": -1,
        "invoice_status": 0,
        "self_contained": 0,
        "free_sf": 0,
        "mkt_biz_type": 0,
    }


def _money(sale: Sale, money: Callable[[int], Any]) -> dict[str, Any]:
    """A part of some discounts is the platform's."""
    goods = sum(line.price * line.pieces for line in sale.lines)
    discount = goods - sum(line.amount for line in sale.lines)
    theirs = discount * 3 // 8
    return {
        "goods_amount": money(goods),
        "platform_discount": money(theirs),
        "seller_discount": money(discount - theirs),
        "capital_free_discount": money(0),
        "discount_amount": money(discount),
        "order_change_amount": money(0),
        "duo_duo_pay_reduction": money(0),
        "postage": money(sale.freight),
        "pay_amount": money(sale.total),
    }


def _item(line: SoldLine, money: Callable[[int], Any]) -> dict[str, Any]:
    return {
        "goods_id": line.item,
        "sku_id": line.sku,
        "goods_name": line.title,
        "goods_spec": line.spec,
        "goods_count": line.pieces,
        "goods_price": money(line.price),
        "goods_img": "https://img.example.test/1.jpg",
        "outer_id": line.code,
        "outer_goods_id": "",
    }


def _text(fen: int) -> str:
    return yuan(fen)


def _number(fen: int) -> float:
    return fen / 100


def _written(at: datetime | None) -> str:
    return written(at) if at else ""


def _spoiled(order: dict[str, Any], how: str) -> dict[str, Any]:
    match how:
        case "unknown_state":
            return order | {"order_status": 777}
        case "three_decimals":
            return order | {"pay_amount": "1.234"}
        case "bad_time":
            return order | {"created_time": "yesterday"}
        case "control":
            return order | {"buyer_memo": "ring\ttwice\n"}
    return order
