"""One call to 快递鸟: a request type and its data in, the answer out, every failure a `CallFailed`."""

from collections.abc import Callable, Mapping
from typing import Any

import httpx

from zhanggui.connectors.asking.answers import compact, is_true, read_object, text
from zhanggui.connectors.asking.failing import SETTING, CallFailed
from zhanggui.connectors.asking.line import AddressWrong, Line
from zhanggui.connectors.asking.patience import Patience, pace_of
from zhanggui.connectors.kdniao.failing import failure
from zhanggui.connectors.kdniao.signing import sign

LABEL = "KDNiao"
GATEWAY = "https://api.kdniao.com"
ORDERS = "/api/EOrderService"
TRACKS = "/Ebusiness/EbusinessOrderHandle.aspx"
SUBSCRIPTIONS = "/api/dist"
CALLS_PER_SECOND = 20  # for each account; UNCONFIRMED
TIMEOUT = httpx.Timeout(25, connect=5)  # a number waits for the carrier behind it

Settings = Mapping[str, str]


class KdniaoClient:
    """Calls over kept connections. Every one of them may be made again. Safe to use from several threads."""

    def __init__(self, sleep: Callable[[float], None], timeout: httpx.Timeout) -> None:
        self._line = Line(timeout=timeout)
        self.patience = Patience(sleep)

    def call(
        self, settings: Settings, secrets: Settings, path: str, request_type: str, data: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """The answer. Raises CallFailed when it says that it did not succeed; `given` is the answer all the same."""
        ebusiness_id, app_key = needed(settings, "ebusiness_id"), needed(secrets, "app_key")
        written = compact(data)
        form = {
            "RequestData": written,
            "EBusinessID": ebusiness_id,
            "RequestType": request_type,
            "DataSign": sign(written, app_key),
            "DataType": "2",
        }
        url = (settings.get("gateway") or GATEWAY).rstrip("/") + path

        per_second = pace_of(settings, usual=CALLS_PER_SECOND)

        def once() -> Mapping[str, Any]:
            try:
                answer = read_object(self._line.post_form(url, form))
            except AddressWrong as fault:
                raise CallFailed(SETTING, "gateway") from fault
            if not is_true(answer.get("Success")):
                raise failure(text(answer, "ResultCode"), text(answer, "Reason"), answer)
            return answer

        return self.patience.call(once, turn=ebusiness_id, per_second=per_second)

    def close(self) -> None:
        self._line.close()


def needed(values: Settings, setting: str) -> str:
    """The value of a setting without which nothing can be called."""
    value = values.get(setting)
    if not value:
        raise CallFailed(SETTING, setting)
    return value
