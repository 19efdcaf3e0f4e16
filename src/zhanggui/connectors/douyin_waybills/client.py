"""One call of the gateway: parameters in, the answer's data out, every failure as a refusal of the door."""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from zhanggui.connectors.asking.answers import read_object, text
from zhanggui.connectors.asking.calling import check_complete, on_the_line
from zhanggui.connectors.asking.line import Line
from zhanggui.connectors.asking.refusing import refusal_for
from zhanggui.connectors.asking.tables import action_for
from zhanggui.kernel.doors.waybills import ProviderLoginExpired, WaybillAccount

LABEL = "Doudian"
GATEWAY = "https://openapi-fxg.jinritemai.com"
SUCCESS = "10000"


def written(parameters: Mapping[str, Any]) -> str:
    """The parameters as they are signed and sent: keys sorted at every level, no blanks, plain Unicode."""
    return json.dumps(parameters, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sign(*, app_key: str, method: str, param_json: str, timestamp: str, secret: str) -> str:
    """Lower-case hex HMAC-SHA256, keyed by the secret, over five fields in fixed order with the secret at both ends."""
    fields = f"app_key{app_key}method{method}param_json{param_json}timestamp{timestamp}v2"
    return hmac.new(secret.encode(), f"{secret}{fields}{secret}".encode(), hashlib.sha256).hexdigest()


def signed_query(account: WaybillAccount, method: str, body: str, *, now: datetime) -> dict[str, str]:
    """What stands behind the `?` of a call with this body."""
    check_complete(LABEL, account, settings=["app_key"], secrets=["app_secret"])
    if not account.secrets.get("access_token"):
        raise ProviderLoginExpired(provider=LABEL, account=account.code)
    app_key, stamp = account.settings["app_key"], str(int(now.timestamp()))
    signature = sign(
        app_key=app_key, method=method, param_json=body, timestamp=stamp, secret=account.secrets["app_secret"]
    )
    return {
        "app_key": app_key,
        "method": method,
        "access_token": account.secrets["access_token"],
        "timestamp": stamp,
        "v": "2",
        "sign_method": "hmac-sha256",
        "sign": signature,
    }


def call(
    line: Line,
    account: WaybillAccount,
    method: str,
    parameters: Mapping[str, Any],
    *,
    clock: Callable[[], datetime],
    waybill: str = "",
) -> Mapping[str, Any]:
    """The data of the answer. `waybill` is what a refusal is about."""
    body = written(parameters)
    query = signed_query(account, method, body, now=clock())
    url = f"{account.settings.get('gateway') or GATEWAY}/{method.replace('.', '/')}"
    with on_the_line(LABEL, account):
        answer = read_object(line.post_text(url, body, query=query))
    code = text(answer, "code")
    if code != SUCCESS:
        sub_code = text(answer, "sub_code")
        raise refusal_for(
            action_for(__package__, code, sub_code),
            provider=LABEL,
            account=account,
            reason=sub_code or code,
            sentence=text(answer, "sub_msg") or text(answer, "msg"),
            waybill=waybill,
        )
    data = answer.get("data")
    return data if isinstance(data, dict) else {}
