"""A refund's way: asked for, withdrawn, refused, agreed, goods sent back, money returned."""

from typing import Any

import orjson

from zhanggui.simulators.market.money import fen, yuan

from .platform import Platform
from .refused import NotPossible
from .shipping import CLOSED, settle
from .store import Doc, Trade

FIRST_REFUND = 210_000_000_000_000_000
UNPAID = frozenset({"WAIT_BUYER_PAY", "TRADE_NO_CREATE_PAY"})
PENDING = frozenset(
    {"WAIT_SELLER_AGREE", "WAIT_BUYER_RETURN_GOODS", "WAIT_SELLER_CONFIRM_GOODS", "SELLER_REFUSE_BUYER"}
)
# What each step needs the refund to be in.
STEPS = {
    "withdraw_refund": PENDING,
    "agree_refund": frozenset({"WAIT_SELLER_AGREE", "SELLER_REFUSE_BUYER"}),
    "refuse_refund": frozenset({"WAIT_SELLER_AGREE", "WAIT_SELLER_CONFIRM_GOODS"}),
    "send_back": frozenset({"WAIT_BUYER_RETURN_GOODS"}),
    "confirm_return": frozenset({"WAIT_SELLER_CONFIRM_GOODS"}),
}


def ask_refund(
    platform: Platform, tid: int, *, oid: int | None = None, reason: str = "", return_goods: bool | None = None
) -> None:
    """The buyer wants the money of one line, or of every line, back; the seller has to answer."""
    with platform.changing(tid) as trade:
        lines = [order for order in trade.orders if oid in (None, order["oid"])]
        open_lines = [o for o in lines if o["status"] not in CLOSED | UNPAID and o["refund_status"] not in PENDING]
        if not open_lines:
            raise NotPossible("nothing_to_refund", f"trade {tid} has no paid line without a refund there")
        for order in open_lines:
            shipped = order["status"] != "WAIT_SELLER_SEND_GOODS"
            doc = _new_refund(platform, trade, order, reason, shipped if return_goods is None else return_goods)
            order |= {"refund_status": doc["status"], "refund_id": doc["refund_id"]}
            platform.store.keep_refund(doc)


def answer_refund(platform: Platform, tid: int, step: str, *, oid: int | None = None, waybill: str = "") -> None:
    """One step of the refund of one line, or of every line that may take the step."""
    with platform.changing(tid) as trade:
        chosen = [o for o in trade.orders if oid in (None, o["oid"]) and o["refund_status"] in STEPS[step]]
        if not chosen:
            raise NotPossible("no_such_refund", f"trade {tid} has no refund that could take the step {step}")
        for order in chosen:
            doc = platform.store.refund(order["refund_id"])
            if doc is None:
                raise NotPossible("no_such_refund", f"refund {order['refund_id']} is unknown")
            _move(platform, trade, order, doc, _next(step, doc), waybill)


def refunds_of(platform: Platform, tids: list[int]) -> list[Doc]:
    """Every refund of these trades, newest change first."""
    marks = ",".join("?" * len(tids))
    rows = platform.store.rows(f"SELECT doc FROM refund WHERE tid IN ({marks}) ORDER BY modified DESC", tids)
    return [orjson.loads(row["doc"]) for row in rows]


def _next(step: str, doc: Doc) -> str:
    if step == "agree_refund":
        return "WAIT_BUYER_RETURN_GOODS" if doc["has_good_return"] else "SUCCESS"
    return {
        "withdraw_refund": "CLOSED",
        "refuse_refund": "SELLER_REFUSE_BUYER",
        "send_back": "WAIT_SELLER_CONFIRM_GOODS",
        "confirm_return": "SUCCESS",
    }[step]


def _move(platform: Platform, trade: Trade, order: Doc, doc: Doc, status: str, waybill: str) -> None:
    now = platform.written_now()
    doc |= {"status": status, "modified": now, "refund_version": doc["refund_version"] + 1}
    order["refund_status"] = status
    if status == "WAIT_SELLER_CONFIRM_GOODS":
        doc |= {"good_status": "BUYER_RETURNED_GOODS", "company_name": "圆通速递", "sid": waybill or "YT0000000000000"}
    if status == "SUCCESS":
        order |= {"status": "TRADE_CLOSED", "end_time": now}
        settle(trade, now)
    doc["order_status"] = order["status"]
    platform.store.keep_refund(doc)


def _new_refund(platform: Platform, trade: Trade, order: Doc, reason: str, return_goods: bool) -> dict[str, Any]:
    now = platform.written_now()
    last = platform.store.number("SELECT coalesce(max(refund_id), ?) FROM refund", [FIRST_REFUND])
    shipped = order["status"] != "WAIT_SELLER_SEND_GOODS"
    amount = fen(order["divide_order_fee"])
    if not shipped and len(trade.orders) == 1:
        amount += fen(trade.doc["post_fee"])
    return {
        "refund_id": last + 7919,
        "tid": trade.tid,
        "oid": order["oid"],
        "title": order["title"],
        "buyer_nick": trade.doc["buyer_nick"],
        "seller_nick": trade.doc["seller_nick"],
        "total_fee": trade.doc["payment"],
        "refund_fee": yuan(amount),
        "payment": order["payment"],
        "status": "WAIT_SELLER_AGREE",
        "created": now,
        "modified": now,
        "good_status": "BUYER_RECEIVED" if shipped and return_goods else "BUYER_NOT_RECEIVED",
        "has_good_return": return_goods,
        "reason": reason or ("七天无理由退换货" if shipped else "不想要了"),
        "desc": "",
        "order_status": order["status"],
        "refund_phase": "aftersale" if order["status"] == "TRADE_FINISHED" else "onsale",
        "dispute_type": "REFUND_AND_RETURN" if return_goods else "REFUND",
        "refund_version": 1,
        "num": order["num"],
        "sku": f"{order['sku_id']}|{order['sku_properties_name']}",
        "outer_id": order["outer_sku_id"],
        "operation_contraint": "refund_onweb",
    }
