"""LINK, the gateway of 菜鸟 for sellers without a Taobao shop: the same content, other names, another envelope."""

import base64
import hashlib
import re
from collections.abc import Mapping
from typing import Any

from zhanggui.connectors.asking.answers import compact, is_true, read_object, text
from zhanggui.connectors.asking.calling import check_complete, on_the_line
from zhanggui.connectors.asking.line import Line
from zhanggui.connectors.asking.refusing import refusal_for
from zhanggui.connectors.asking.tables import action_for
from zhanggui.connectors.cainiao.client import LABEL
from zhanggui.kernel.doors.waybills import ProviderLoginExpired, WaybillAccount

GATEWAY = "http://link.cainiao.com/gateway/link.do"

_HUMP = re.compile(r"(?<=[a-z0-9])[A-Z]")
_UNDERSCORE = re.compile(r"_([a-z0-9])")


def digest(content: str, *, secret: str) -> str:
    """Base64 of the MD5 over the content and the secret behind it."""
    return base64.b64encode(hashlib.md5((content + secret).encode(), usedforsecurity=False).digest()).decode()


def call_link(
    line: Line,
    account: WaybillAccount,
    msg_type: str,
    content: Mapping[str, Any],
    *,
    carrier: str = "",
    waybill: str = "",
) -> Mapping[str, Any]:
    """The answer, named as the Taobao gateway names it."""
    check_complete(LABEL, account, secrets=["app_secret"])
    if not account.secrets.get("token"):
        raise ProviderLoginExpired(provider=LABEL, account=account.code)
    written = compact(_renamed(content, _in_humps))
    form = {
        "msg_type": msg_type,
        "logistic_provider_id": account.secrets["token"],
        "logistics_interface": written,
        "data_digest": digest(written, secret=account.secrets["app_secret"]),
    }
    with on_the_line(LABEL, account):
        answer = read_object(line.post_form(account.settings.get("gateway") or GATEWAY, form))
    if not is_true(answer.get("success")):
        code = text(answer, "errorCode")
        raise refusal_for(
            action_for(__package__, "link", code),
            provider=LABEL,
            account=account,
            reason=code,
            sentence=text(answer, "errorMsg"),
            carrier=carrier,
            waybill=waybill,
        )
    return dict(_renamed(answer, _in_underscores))


def _renamed(value: Any, rename: Any) -> Any:
    if isinstance(value, Mapping):
        return {rename(name): _renamed(inner, rename) for name, inner in value.items()}
    return [_renamed(inner, rename) for inner in value] if isinstance(value, list) else value


def _in_humps(name: str) -> str:
    return _UNDERSCORE.sub(lambda found: found[1].upper(), name)


def _in_underscores(name: str) -> str:
    return _HUMP.sub(lambda found: f"_{found[0].lower()}", name)
