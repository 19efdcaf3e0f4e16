"""One call of the gateway: parameters in, the answer's content out, every failure as a refusal of the door."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from zhanggui.connectors.asking.answers import read_object, text
from zhanggui.connectors.asking.calling import check_complete, on_the_line
from zhanggui.connectors.asking.line import Line
from zhanggui.connectors.asking.refusing import refusal_for
from zhanggui.connectors.asking.tables import action_for
from zhanggui.kernel.doors.waybills import ProviderDown, ProviderLoginExpired, WaybillAccount

LABEL = "Pinduoduo"
GATEWAY = "https://gw-api.pinduoduo.com/api/router"


def sign(parameters: Mapping[str, str], *, secret: str) -> str:
    """Upper-case MD5 over all parameters, sorted by name and joined, with the secret at both ends."""
    joined = "".join(name + parameters[name] for name in sorted(parameters))
    return hashlib.md5(f"{secret}{joined}{secret}".encode(), usedforsecurity=False).hexdigest().upper()


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
        code, sub_code = text(error, "error_code"), text(error, "sub_code")
        raise refusal_for(
            action_for(__package__, code, sub_code),
            provider=LABEL,
            account=account,
            reason=sub_code or code,
            sentence=text(error, "sub_msg") or text(error, "error_msg"),
            carrier=carrier,
            waybill=waybill,
        )
    content = answer.get(method.replace(".", "_") + "_response")
    if not isinstance(content, dict):
        raise ProviderDown(provider=LABEL, reason="an answer to something else")
    return content


def _signed(account: WaybillAccount, method: str, parameters: Mapping[str, str], now: datetime) -> Mapping[str, str]:
    check_complete(LABEL, account, settings=["client_id"], secrets=["client_secret"])
    if not account.secrets.get("access_token"):
        raise ProviderLoginExpired(provider=LABEL, account=account.code)
    form = {name: value for name, value in parameters.items() if value} | {
        "type": method,
        "client_id": account.settings["client_id"],
        "access_token": account.secrets["access_token"],
        "timestamp": str(int(now.timestamp())),
        "data_type": "JSON",
        "version": "V1",
    }
    return form | {"sign": sign(form, secret=account.secrets["client_secret"])}
