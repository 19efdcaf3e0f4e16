"""What payment changes on a trade: at once, or a deposit first and the tail later."""

from zhanggui.simulators.market.money import fen, yuan

from .shipping import later
from .store import Trade

DEPOSIT_SHARE = 5


def mark_paid(trade: Trade, at: str) -> None:
    """The trade is paid in full and waits for the seller to ship."""
    trade.doc |= {
        "status": "WAIT_SELLER_SEND_GOODS",
        "pay_time": at,
        "modified": at,
        "alipay_no": f"{at[:10].replace('-', '')}22001{trade.tid % 10**15:015d}",
        "timeout_action_time": later(at, days=2),
    }
    if trade.doc["type"] == "step":
        trade.doc["step_trade_status"] = "FRONT_PAID_FINAL_PAID"
    for order in trade.orders:
        order["status"] = "WAIT_SELLER_SEND_GOODS"


def sell_in_steps(trade: Trade) -> None:
    """The trade is a pre-sale: a fifth of it is the deposit."""
    trade.doc |= {"type": "step", "step_trade_status": "FRONT_NOPAID_FINAL_NOPAID", "step_paid_fee": "0.00"}


def mark_deposit_paid(trade: Trade, at: str) -> None:
    """The deposit is there; the trade still waits for the buyer to pay the tail."""
    trade.doc |= {
        "step_trade_status": "FRONT_PAID_FINAL_NOPAID",
        "step_paid_fee": yuan(fen(trade.doc["payment"]) // DEPOSIT_SHARE),
        "modified": at,
    }


def mark_tail_taken_back(trade: Trade) -> None:
    """The payment of the tail did not hold: the platform shows the deposit alone."""
    trade.doc |= {"step_trade_status": "FRONT_PAID_FINAL_NOPAID", "status": "WAIT_BUYER_PAY", "pay_time": ""}
    for order in trade.orders:
        order["status"] = "WAIT_BUYER_PAY"
