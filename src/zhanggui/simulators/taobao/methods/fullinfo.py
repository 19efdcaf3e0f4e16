"""taobao.trade.fullinfo.get: one trade with every field asked for."""

from typing import Any

from ..call import Call
from ..fields import select_trade
from ..receivers import OAID_FIELDS, oaid, shown
from ..refused import business, trade_unknown


def answer(call: Call) -> dict[str, Any]:
    wanted = call.fields()
    trade = call.platform.store.trade(call.integer("tid", least=1))
    if trade is None:
        raise trade_unknown()
    has_block = wanted >= OAID_FIELDS
    if call.flag("include_oaid") and not has_block:
        lacking = ",".join(sorted(OAID_FIELDS - wanted))
        raise business("isv.oaid-field-miss", f"获取oaid需要同时查询收件人字段，缺少：{lacking}")
    content = select_trade(shown(trade), wanted)
    if has_block:
        platform = call.platform
        content["oaid"] = oaid(trade.receiver, app_key=platform.app_key, nick=platform.nick, at=call.now)
    return {"trade": content}
