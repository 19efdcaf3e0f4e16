"""What payment changes on a trade."""

from .shipping import later
from .store import Trade


def mark_paid(trade: Trade, at: str) -> None:
    """The trade is paid in full and waits for the seller to ship."""
    trade.doc |= {
        "status": "WAIT_SELLER_SEND_GOODS",
        "pay_time": at,
        "modified": at,
        "alipay_no": f"{at[:10].replace('-', '')}22001{trade.tid % 10**15:015d}",
        "timeout_action_time": later(at, days=2),
    }
    for order in trade.orders:
        order["status"] = "WAIT_SELLER_SEND_GOODS"
