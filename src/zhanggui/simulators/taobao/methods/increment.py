"""taobao.trades.sold.increment.get: trades by their last change, latest change first, a window of a day at most."""

from datetime import timedelta
from typing import Any

from ..call import Call
from ..refused import invalid
from .listing import list_trades

WIDEST = timedelta(days=1)


def answer(call: Call) -> dict[str, Any]:
    start, end = call.needed_moment("start_modified"), call.needed_moment("end_modified")
    if end - start > WIDEST:
        raise invalid("end_modified", "开始时间与结束时间的间隔不能超过一天")
    return list_trades(call, by="modified", start=start, end=end)
