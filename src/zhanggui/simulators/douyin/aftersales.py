"""Wishes for money or other goods, listed by the moment they were told or changed."""

from typing import Any

from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.sales import Case, RefundCase, Sale, Stage

from .gateway import Asked, Refused, invalid
from .listing import asked_page, span
from .orders import AFTER_SALE, case_type, seconds

DECIDE_WITHIN_S = 172_800
BY_CHANGE = ("update_time asc", "update_time desc")


def cases(market: Market, asked: Asked) -> dict[str, Any]:
    """One page of the cases told or changed in a span; by the change only in that order."""
    page, size = asked_page(asked)
    updated = span(asked, "update_start_time", "update_end_time")
    told = span(asked, "start_time", "end_time")
    order = asked.get("order_by") or []
    if updated and (not isinstance(order, list) or not order or order[0] not in BY_CHANGE):
        raise invalid(11000, "参数错误")
    found = _found(market, asked)
    if updated:
        found = [pair for pair in found if updated[0] <= pair[1].modified_at <= updated[1]]
        found.sort(key=lambda pair: (pair[1].modified_at, pair[1].number), reverse=order[0].endswith("desc"))
    if told:
        found = [pair for pair in found if told[0] <= pair[1].asked_at < told[1]]
    rows = found[page * size : (page + 1) * size]
    return {
        "items": [_row(*pair) for pair in rows],
        "has_more": (page + 1) * size < len(found),
        "total": len(found),
        "page": page,
        "size": len(rows),
    }


def _found(market: Market, asked: Asked) -> list[tuple[Sale, RefundCase]]:
    """Those of one order or one number, where that is asked for."""
    with market.lock:
        pairs = [(sale, case) for sale in market.sales.values() for case in sale.cases]
    order, number = str(asked.get("order_id") or ""), str(asked.get("aftersale_id") or "")
    wanted = asked.get("standard_aftersale_status") or []
    if not isinstance(wanted, list):
        raise Refused(40003, "非法的参数", "isv.parameter-invalid", "standard_aftersale_status不合法")
    return [
        (sale, case)
        for sale, case in pairs
        if (not order or sale.number == order)
        and (not number or case.number == number)
        and (not wanted or AFTER_SALE[case.state][0] in wanted)
    ]


def _row(sale: Sale, case: RefundCase) -> dict[str, Any]:
    status, money = AFTER_SALE[case.state]
    lines = [line for line in sale.lines if case.line in ("", line.number)]
    pieces = sum(line.pieces for line in lines)
    info = {
        "aftersale_id": case.number,
        "aftersale_order_type": 1 if case.line else 2,
        "aftersale_type": case_type(case.with_goods, sale),
        "aftersale_status": status,
        "refund_status": money,
        "refund_amount": case.amount,
        "refund_post_amount": 0 if case.line else sale.freight,
        "aftersale_num": pieces,
        "related_id": case.line or sale.number,
        "apply_time": seconds(case.asked_at),
        "create_time": seconds(case.asked_at),
        "update_time": seconds(case.modified_at),
        "status_deadline": seconds(case.modified_at) + DECIDE_WITHIN_S if case.state is Case.ASKED else 0,
        "return_logistics_code": case.waybill,
        "return_logistics_company_name": case.carrier,
    }
    related = [
        {
            "sku_order_id": line.number,
            "order_status": 2 if sale.stage in {Stage.PAID, Stage.HELD} else 3,
            "pay_amount": line.amount,
            "item_num": line.pieces,
            "shop_sku_code": line.code,
        }
        for line in lines
    ]
    return {
        "aftersale_info": info,
        "order_info": {"shop_order_id": sale.number, "related_order_info": related, "order_flag": sale.flag},
        "text_part": {"reason_text": case.reason, "aftersale_status_text": case.state},
    }
