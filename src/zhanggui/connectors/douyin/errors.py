"""What the errors of 抖店 mean for us. The facts are rows of `errors.csv`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhanggui.connectors.asking.answers import text
from zhanggui.connectors.asking.tables import action_for
from zhanggui.connectors.selling.judging import verdict_for
from zhanggui.connectors.selling.trying import Verdict
from zhanggui.kernel.doors.channel_accounts import ShopAccount

CODE = "douyin"
LABEL = "Douyin"
PACKAGE = __package__
SUCCESS = "10000"

NOT_FOUND = frozenset({"isv.parameter-invalid:20014", "isv.parameter-invalid:20001", "isv.business-failed:20015"})
"""The sub codes of orderDetail for an order that does not exist or belongs to another shop."""


def judge(answer: Mapping[str, Any], *, account: ShopAccount, now: datetime) -> Verdict:
    """The verdict on an answer whose code is not success."""
    code, sub_code = text(answer, "code"), text(answer, "sub_code")
    return verdict_for(
        action_for(PACKAGE, code, sub_code),
        channel=LABEL,
        shop=account.shop_code,
        code=code,
        reason=sub_code or code,
        sentence=text(answer, "sub_msg") or text(answer, "msg"),
        now=now,
    )
