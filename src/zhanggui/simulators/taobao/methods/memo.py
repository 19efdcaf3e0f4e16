"""taobao.trade.memo.update: the seller's memo and flag on a trade."""

from typing import Any

from ..call import Call
from ..refused import NotPossible, business, trade_unknown

LONGEST = 1000


def answer(call: Call) -> dict[str, Any]:
    tid = call.integer("tid", least=1)
    memo = call.text("memo", "")
    flag = call.integer("flag", -1, least=-1, most=5)
    reset = call.flag("reset")
    if len(memo.encode()) > LONGEST:
        raise business("isv.invalid-parameter:memo", "备注长度不能超过1000个字节")
    try:
        with call.platform.changing(tid) as trade:
            if reset:
                trade.doc["seller_memo"] = ""
            elif memo:
                trade.doc["seller_memo"] = memo
            if flag >= 0:
                trade.doc["seller_flag"] = flag
            changed = trade
    except NotPossible:
        raise trade_unknown() from None
    return {"trade": {"tid": tid, "modified": changed.doc["modified"]}}
