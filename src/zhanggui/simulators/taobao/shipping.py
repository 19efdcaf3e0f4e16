"""What a trade looks like once some of its sub orders have left, or were closed."""

from datetime import timedelta

from .moments import read, written
from .store import Doc, Trade

CLOSED = frozenset({"TRADE_CLOSED", "TRADE_CLOSED_BY_TAOBAO"})


def mark_shipped(trade: Trade, orders: list[Doc], *, company: str, number: str, at: str) -> None:
    """These sub orders are on their way; the trade is shipped when nothing waits any more, else partly."""
    for order in orders:
        order |= {
            "status": "WAIT_BUYER_CONFIRM_GOODS",
            "consign_time": at,
            "logistics_company": company,
            "invoice_no": number,
        }
    trade.doc.setdefault("consign_time", at)
    if any(order["status"] == "WAIT_SELLER_SEND_GOODS" for order in trade.orders):
        trade.doc["is_part_consign"] = True
    settle(trade, at)


def settle(trade: Trade, at: str) -> None:
    """The trade's own status follows from its paid sub orders."""
    open_states = {order["status"] for order in trade.orders} - CLOSED
    if not open_states:
        trade.doc |= {"status": "TRADE_CLOSED", "end_time": at}
    elif open_states == {"TRADE_FINISHED"}:
        trade.doc |= {"status": "TRADE_FINISHED", "end_time": at}
    elif open_states == {"WAIT_BUYER_CONFIRM_GOODS"}:
        trade.doc["status"] = "WAIT_BUYER_CONFIRM_GOODS"
        trade.doc["timeout_action_time"] = later(at, days=10)
    elif "WAIT_SELLER_SEND_GOODS" in open_states and len(open_states) > 1:
        trade.doc["status"] = "SELLER_CONSIGNED_PART"


def later(at: str, *, days: int) -> str:
    return written(read(at) + timedelta(days=days))
