"""One call of the gateway: parameters in, the answer's content out, every failure as a refusal of the door."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from zhanggui.connectors.asking.answers import read_object, text
from zhanggui.connectors.asking.calling import check_complete, incomplete, on_the_line
from zhanggui.connectors.asking.line import Line
from zhanggui.connectors.asking.refusing import PAUSE, refusal_for
from zhanggui.connectors.asking.tables import action_for
from zhanggui.connectors.cainiao.signing import METHODS, sign
from zhanggui.kernel.doors.waybills import ProviderDown, ProviderLoginExpired, WaybillAccount
from zhanggui.kernel.refusal import Refusal

LABEL = "Cainiao"
GATEWAY = "https://eco.taobao.com/router/rest"

_BEIJING = ZoneInfo("Asia/Shanghai")
_SECONDS = re.compile(r"(\d{1,6})\s*(?:more\s+)?(?:seconds?|秒)", re.IGNORECASE)


def call(
    line: Line,
    account: WaybillAccount,
    method: str,
    parameters: Mapping[str, str],
    *,
    clock: Callable[[], datetime],
    carrier: str = "",
    waybill: str = "",
) -> Mapping[str, Any]:
    """What stands below the root of the answer. `carrier` and `waybill` are what a refusal is about."""
    form = _signed(account, method, parameters, clock())
    with on_the_line(LABEL, account):
        answer = read_object(line.post_form(account.settings.get("gateway") or GATEWAY, form))
    error = answer.get("error_response")
    if isinstance(error, dict):
        raise _refusal(error, account=account, carrier=carrier, waybill=waybill)
    content = answer.get(method.replace(".", "_") + "_response")
    if not isinstance(content, dict):
        raise ProviderDown(provider=LABEL, reason="an answer to something else")
    return content


def _signed(account: WaybillAccount, method: str, parameters: Mapping[str, str], now: datetime) -> Mapping[str, str]:
    settings, secrets = account.settings, account.secrets
    sign_method = settings.get("sign_method") or METHODS[0]
    if sign_method not in METHODS:
        raise incomplete(LABEL, account, "sign_method")
    check_complete(LABEL, account, settings=["app_key"], secrets=["app_secret"])
    if not secrets.get("session"):
        raise ProviderLoginExpired(provider=LABEL, account=account.code)
    form = {name: value for name, value in parameters.items() if value} | {
        "method": method,
        "app_key": settings["app_key"],
        "session": secrets["session"],
        "timestamp": now.astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M:%S"),
        "format": "json",
        "v": "2.0",
        "sign_method": sign_method,
    }
    return form | {"sign": sign(form, secret=secrets["app_secret"], method=sign_method)}


def _refusal(error: Mapping[str, Any], *, account: WaybillAccount, carrier: str, waybill: str) -> Refusal:
    code, sub_code = text(error, "code"), text(error, "sub_code")
    told = _SECONDS.search(f"{text(error, 'sub_msg')} {text(error, 'msg')}")
    return refusal_for(
        action_for(__package__, code, sub_code),
        provider=LABEL,
        account=account,
        reason=sub_code or code,
        sentence=text(error, "sub_msg") or text(error, "msg"),
        carrier=carrier,
        waybill=waybill,
        seconds=int(told[1]) if told else PAUSE,
    )
