"""taobao.user.seller.get and taobao.time.get: who the session belongs to, and what time it is there."""

from typing import Any

from ..call import Call
from ..fields import select
from ..moments import written


def answer(call: Call) -> dict[str, Any]:
    user = {"user_id": 2200000001234, "nick": call.platform.nick, "type": "B", "status": "normal", "has_shop": True}
    return {"user": select(user, call.fields())}


def answer_time(call: Call) -> dict[str, Any]:
    return {"time": written(call.now)}
