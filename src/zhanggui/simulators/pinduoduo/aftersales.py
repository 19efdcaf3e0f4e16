"""What buyers want back, listed by the moment it changed."""

from datetime import timedelta
from typing import Any

from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.money import yuan
from zhanggui.simulators.market.sales import RefundCase, Sale, Stage

from .gateway import Given, paging, span, whole
from .orders import after_sales_of

LONGEST = timedelta(minutes=30)
ALL, ONLY_MONEY, WITH_GOODS = 1, 2, 3


def refunds(market: Market, given: Given) -> dict[str, Any]:
    """One page, newest first; of one order all its cases, whatever else is asked."""
    window = span(given, "start_updated_at", "end_updated_at", longest=LONGEST)
    kind, status = whole(given, "after_sales_type", least=1, most=9), whole(given, "after_sales_status", most=99)
    start, size = paging(given)
    order = given.get("order_sn", "")
    if order:
        with market.lock:
            found = [(sale, case) for sale in market.sales.values() if sale.number == order for case in sale.cases]
    else:
        found = [
            (sale, case)
            for sale, case in reversed(market.cases(*window))
            if kind in (ALL, _kind(case)) and status in (ALL, after_sales_of(case))
        ]
    rows = [_row(*pair) for pair in found[start : start + size]]
    return {"refund_increment_get_response": {"refund_list": rows, "total_count": len(found)}}


def _kind(case: RefundCase) -> int:
    return WITH_GOODS if case.with_goods else ONLY_MONEY


def _row(sale: Sale, case: RefundCase) -> dict[str, Any]:
    line = sale.line(case.line) if case.line else sale.lines[0]
    has_arrived = sale.stage in {Stage.DELIVERED, Stage.DONE}
    return {
        "id": int(case.number),
        "order_sn": sale.number,
        "after_sales_type": _kind(case),
        "after_sales_status": after_sales_of(case),
        "after_sale_reason": case.reason,
        "refund_amount": yuan(case.amount),
        "order_amount": yuan(sale.total),
        "discount_amount": yuan(line.price * line.pieces - line.amount),
        "goods_id": int(line.item),
        "sku_id": line.sku,
        "goods_name": line.title,
        "goods_number": str(line.pieces),
        "goods_price": yuan(line.price),
        "good_image": "https://img.example.test/1.jpg",
        "outer_id": line.code,
        "outer_goods_id": "",
        "tracking_number": case.waybill,
        "shipping_name": case.carrier,
        "user_shipping_status": "2" if has_arrived else "1",
        "confirm_time": _seconds(sale.paid_at or sale.placed_at),
        "created_time": _seconds(case.asked_at),
        "updated_time": _seconds(case.modified_at),
        "speed_refund_flag": 0,
        "speed_refund_status": "0",
        "dispute_refund_status": 0,
    }


def _seconds(at: Any) -> str:
    return str(int(at.timestamp()))
