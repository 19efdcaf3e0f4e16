"""Wishes for money in the three places where the platform tells them.

Applications to cancel before the goods left (their money is fen), after-sales services, and the money of one service.
"""

from datetime import timedelta
from typing import Any

from zhanggui.simulators.market.market import Market
from zhanggui.simulators.market.money import yuan
from zhanggui.simulators.market.sales import Case, RefundCase, Sale
from zhanggui.simulators.stage.clock import written

from .gateway import Asked, Failed, span, whole
from .orders import is_application

MOST_ON_A_PAGE, MOST_PAGES = 50, 100
LONGEST_APPLIED, LONGEST_APPROVED = timedelta(days=7), timedelta(days=10)
APPLICATIONS = {
    Case.ASKED: 0,
    Case.TO_RETURN: 1,
    Case.RETURNED: 10,
    Case.REFUSED: 2,
    Case.WITHDRAWN: 2,
    Case.PAID_BACK: 3,
}
SERVICES = {
    Case.ASKED: 10001,
    Case.TO_RETURN: 10005,
    Case.RETURNED: 10007,
    Case.REFUSED: 10004,
    Case.WITHDRAWN: 10011,
    Case.PAID_BACK: 10010,
}
REFUNDED, NOT_YET = 13, 1

Pair = tuple[Sale, RefundCase]


def applications(market: Market, asked: Asked) -> dict[str, Any]:
    """A page of applications, by the moment they were made or decided."""
    try:
        page, size = whole(asked, "pageIndex", most=MOST_PAGES), whole(asked, "pageSize", most=MOST_ON_A_PAGE)
        found = _found(market, asked, ("applyTimeStart", "applyTimeEnd"), ("checkTimeStart", "checkTimeEnd"))
    except Failed as failed:
        return {"queryResult": {"success": False, "errorCode": failed.code, "totalCount": 0, "result": []}}
    wanted, ids = str(asked.get("status", "") or ""), str(asked.get("ids") or "")
    found = [
        (sale, case)
        for sale, case in found
        if is_application(sale, case)
        and (not wanted or str(APPLICATIONS[case.state]) == wanted)
        and (not ids or case.number in ids.split(","))
    ]
    rows = [_application(*pair) for pair in found[(page - 1) * size : page * size]]
    return {"queryResult": {"success": True, "totalCount": len(found), "result": rows}}


def services(market: Market, asked: Asked) -> dict[str, Any]:
    """A page of after-sales services with their refunds."""
    try:
        page, size = whole(asked, "pageNumber", most=10**6), whole(asked, "pageSize", most=MOST_ON_A_PAGE, default=10)
        _check_windows(asked)
        found = _found(market, asked, ("applyTimeBegin", "applyTimeEnd"), ("approveTimeBegin", "approveTimeEnd"))
    except Failed as failed:
        return {"pageResult": {"success": False, "code": failed.code, "msg": failed.sentence}}
    found = [pair for pair in found if not is_application(*pair)]
    rows = [_service(*pair) for pair in found[(page - 1) * size : page * size]]
    told = {"success": True, "code": "00000", "msg": "", "totalCount": len(found), "pageNumber": page, "pageSize": size}
    return {"pageResult": told | {"data": rows}}


def money(market: Market, asked: Asked) -> dict[str, Any]:
    """What was paid back for a service, or may be paid at most; in yuan."""
    number = str(asked.get("afsServiceId", ""))
    for sale, case in _pairs(market):
        if case.number == number and not is_application(sale, case):
            paid = case.state is Case.PAID_BACK
            branch = (
                {"afsActualRefundDetail": {"actualRefundAmount": yuan(case.amount)}}
                if paid
                else {"afsEstimateRefundDetail": {"maxRefundAmount": yuan(case.amount)}}
            )
            return {"result": {"success": True, "errorCode": 200, "data": {"orderId": int(sale.number), **branch}}}
    return {"result": {"success": False, "errorCode": 404, "errorMsg": "服务单不存在"}}


def _found(market: Market, asked: Asked, applied: tuple[str, str], decided: tuple[str, str]) -> list[Pair]:
    """Cases of an order, or by their moments; both ends of a window are inside."""
    made, checked, order = span(asked, *applied), span(asked, *decided), str(asked.get("orderId") or "")
    found = [(sale, case) for sale, case in _pairs(market) if not order or sale.number == order]
    if made:
        found = [pair for pair in found if made[0] <= pair[1].asked_at <= made[1]]
    if checked:
        found = [
            pair
            for pair in found
            if pair[1].state is not Case.ASKED and checked[0] <= pair[1].modified_at <= checked[1]
        ]
    return sorted(found, key=lambda pair: (pair[1].asked_at, pair[1].number))


def _check_windows(asked: Asked) -> None:
    made, checked = span(asked, "applyTimeBegin", "applyTimeEnd"), span(asked, "approveTimeBegin", "approveTimeEnd")
    if made is None and checked is None and not asked.get("orderId"):
        raise Failed("10001", "查询条件不能为空")
    if (made and made[1] - made[0] > LONGEST_APPLIED) or (checked and checked[1] - checked[0] > LONGEST_APPROVED):
        raise Failed("10002", "查询时间跨度超过限制")


def _pairs(market: Market) -> list[Pair]:
    with market.lock:
        return [(sale, case) for sale in market.sales.values() for case in sale.cases]


def _application(sale: Sale, case: RefundCase) -> dict[str, Any]:
    is_decided = case.state is not Case.ASKED
    return {
        "id": int(case.number),
        "buyerId": sale.buyer.nick,
        "buyerName": "",
        "applyTime": written(case.asked_at),
        "applyRefundSum": case.amount,
        "status": APPLICATIONS[case.state],
        "checkTime": written(case.modified_at) if is_decided else None,
        "checkUserName": "示例" if is_decided else None,
        "orderId": sale.number,
        "reason": case.reason,
        "systemId": 1,
    }


def _service(sale: Sale, case: RefundCase) -> dict[str, Any]:
    line = sale.line(case.line) if case.line else sale.lines[0]
    paid = case.state is Case.PAID_BACK
    bill = {
        "serviceId": int(case.number),
        "orderId": int(sale.number),
        "wareId": int(line.sku),
        "wareName": line.title,
        "serviceState": SERVICES[case.state],
        "customerExpect": 10 if case.with_goods else 0,
        "afsApplyTime": written(case.asked_at),
        "approveDate": None if case.state is Case.ASKED else written(case.modified_at),
        "applyReason": case.reason,
        "questionDesc": case.reason,
        "serviceCount": line.pieces,
    }
    return {
        "sameOrderServiceBill": bill,
        "afsRefundId": int(case.number) + 1 if paid else None,
        "refoundAmount": yuan(case.amount) if paid else None,
        "completeTime": written(case.modified_at) if paid else None,
        "status": REFUNDED if paid else NOT_YET,
    }
