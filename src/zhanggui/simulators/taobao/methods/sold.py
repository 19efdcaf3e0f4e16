"""taobao.trades.sold.get: trades by creation, newest first, at most three months back."""

from datetime import timedelta
from typing import Any

from ..call import Call
from ..refused import invalid
from .listing import list_trades

REACH = timedelta(days=92)


def answer(call: Call) -> dict[str, Any]:
    start, end = call.moment("start_created"), call.moment("end_created")
    oldest = call.now - REACH
    if (start and start < oldest) or (end and end < oldest):
        raise invalid("start_created", "只能查询三个月以内的订单")
    return list_trades(call, by="created", start=start or oldest, end=end)
