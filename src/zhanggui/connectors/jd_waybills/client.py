"""One call of the gateway: parameters in, the answer's content out, every failure as a refusal of the door."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from zhanggui.connectors.asking.answers import compact, read_object, text
from zhanggui.connectors.asking.calling import check_complete, on_the_line
from zhanggui.connectors.asking.line import Line
from zhanggui.connectors.asking.refusing import Action, refusal_for
from zhanggui.connectors.asking.tables import action_for
from zhanggui.kernel.doors.waybills import ProviderDown, ProviderLoginExpired, WaybillAccount

LABEL = "JD"
GATEWAY = "https://api.jd.com/routerjson"
SUCCESS = "0"

_BEIJING = ZoneInfo("Asia/Shanghai")
_ROOTS = ("_responce", "_response")  # most methods misspell it, some do not


def sign(parameters: Mapping[str, str], *, secret: str) -> str:
    """Upper-case MD5 over all parameters, sorted by name and joined, with the secret at both ends."""
    joined = "".join(name + parameters[name] for name in sorted(parameters))
    return hashlib.md5(f"{secret}{joined}{secret}".encode(), usedforsecurity=False).hexdigest().upper()


def call(
    line: Line,
    account: WaybillAccount,
    method: str,
    parameters: Mapping[str, Any],
    *,
    clock: Callable[[], datetime],
) -> Mapping[str, Any]:
    """What stands below the root of the answer."""
    form = _signed(account, method, parameters, clock())
    with on_the_line(LABEL, account):
        answer = read_object(line.post_form(account.settings.get("gateway") or GATEWAY, form))
    error = answer.get("error_response")
    if isinstance(error, dict):
        code = text(error, "code")
        raise refusal_for(
            action_for(__package__, code),
            provider=LABEL,
            account=account,
            reason=code,
            sentence=text(error, "zh_desc") or text(error, "en_desc"),
        )
    root = method.replace(".", "_")
    for content in (answer.get(root + ending) for ending in _ROOTS):
        if isinstance(content, dict):
            return content
    raise ProviderDown(provider=LABEL, reason="an answer to something else")


def result_of(content: Mapping[str, Any], *, account: WaybillAccount, carrier: str = "", waybill: str = "") -> Any:
    """The data of a business answer; any state but 0 is refused, for what its sentence says."""
    result = content.get("resultInfo")
    if not isinstance(result, dict):
        raise ProviderDown(provider=LABEL, reason="an answer without a result")
    code = text(result, "statusCode")
    if code == SUCCESS:
        return result.get("data")
    raise refusal_for(
        Action.BY_WORDS,
        provider=LABEL,
        account=account,
        reason=code,
        sentence=text(result, "statusMessage"),
        carrier=carrier,
        waybill=waybill,
    )


def _signed(account: WaybillAccount, method: str, parameters: Mapping[str, Any], now: datetime) -> Mapping[str, str]:
    check_complete(LABEL, account, settings=["app_key", "vendor_code"], secrets=["app_secret"])
    if not account.secrets.get("access_token"):
        raise ProviderLoginExpired(provider=LABEL, account=account.code)
    form = {
        "method": method,
        "app_key": account.settings["app_key"],
        "access_token": account.secrets["access_token"],
        "timestamp": now.astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M:%S"),
        "v": "2.0",
        "360buy_param_json": compact(parameters),
    }
    return form | {"sign": sign(form, secret=account.secrets["app_secret"])}
