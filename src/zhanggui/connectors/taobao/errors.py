"""What TOP's error answers mean for us. The facts are rows of `errors.csv`."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhanggui.connectors.asking.tables import action_for
from zhanggui.connectors.selling.judging import verdict_for
from zhanggui.connectors.selling.trying import Verdict
from zhanggui.kernel.doors.channel_accounts import ShopAccount

CODE = "taobao"
LABEL = "Taobao"
PACKAGE = __package__
_SAME_SUFFIXES = re.compile(r"logistics-(online|dummy|confirm)-service")
"""All ways of shipping refuse with the suffixes of the offline one."""
REMOTE_BUSINESS_CODE = "15"  # the call itself was right, the business behind it said no


def judge(error: Mapping[str, Any], *, account: ShopAccount, now: datetime) -> Verdict:
    """The verdict on an `error_response`."""
    code, sub_code = str(error.get("code", "")), str(error.get("sub_code") or "")
    return verdict_for(
        action_for(PACKAGE, code, _SAME_SUFFIXES.sub("logistics-offline-service", sub_code)),
        channel=LABEL,
        shop=account.shop_code,
        code=code,
        reason=sub_code or code,
        sentence=str(error.get("sub_msg") or error.get("msg") or ""),
        told=f"{error.get('sub_msg') or ''} {error.get('msg') or ''}",
        now=now,
    )
