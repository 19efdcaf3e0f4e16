"""taobao.logistics.dummy.send: goods that need no parcel count as sent."""

from typing import Any

from ..call import Call
from ..moments import written
from ..refused import NotPossible, business
from ..shipping import mark_shipped

WORDS = {"B01": "订单不存在", "B02": "订单状态不允许发货", "B04": "订单已发货或已关闭"}


def answer(call: Call) -> dict[str, Any]:
    try:
        with call.platform.changing(call.integer("tid", least=1)) as trade:
            if trade.status == "WAIT_BUYER_CONFIRM_GOODS" or trade.status.startswith("TRADE_"):
                raise _refused("B04")
            waiting = [order for order in trade.orders if order["status"] == "WAIT_SELLER_SEND_GOODS"]
            if trade.status not in ("WAIT_SELLER_SEND_GOODS", "SELLER_CONSIGNED_PART") or not waiting:
                raise _refused("B02")
            mark_shipped(trade, waiting, company="", number="", at=written(call.now))
    except NotPossible:
        raise _refused("B01") from None
    return {"shipping": {"is_success": True}}


def _refused(suffix: str) -> Exception:
    return business(f"isv.logistics-dummy-service-error:{suffix}", WORDS[suffix])
