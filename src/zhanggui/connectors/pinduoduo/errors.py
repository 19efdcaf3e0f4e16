"""What the error answers of 拼多多 mean for us. The facts are rows of `errors.csv`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhanggui.connectors.asking.answers import is_true, text
from zhanggui.connectors.asking.tables import action_for
from zhanggui.connectors.pinduoduo.unconfirmed import UNKNOWN_ORDER
from zhanggui.connectors.selling.judging import verdict_for
from zhanggui.connectors.selling.trying import Verdict
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import ChannelRefused

CODE = "pinduoduo"
LABEL = "Pinduoduo"
PACKAGE = __package__
BUSINESS = "fix_data"
"""The call was right, and the business behind it said no."""


def judge(error: Mapping[str, Any], *, account: ShopAccount, now: datetime) -> Verdict:
    """The verdict on an `error_response`."""
    code, sub_code = text(error, "error_code"), text(error, "sub_code")
    return verdict_for(
        action_for(PACKAGE, code, sub_code),
        channel=LABEL,
        shop=account.shop_code,
        code=code,
        reason=sub_code or code,
        sentence=text(error, "sub_msg") or text(error, "error_msg"),
        now=now,
    )


def check_done(content: Mapping[str, Any], name: str) -> None:
    """Refuses when the answer does not say, under this name, that it was done."""
    if not is_true(content.get(name)):
        raise ChannelRefused(
            channel=LABEL,
            sentence=text(content, "error_msg"),
            reason=text(content, "error_code") or "not done",
            code="",
            action=BUSINESS,
        )


def is_about_us(refused: ChannelRefused) -> bool:
    """Whether the call was refused whatever it asked for."""
    return refused.data.get("action") != BUSINESS


def is_unknown_order(refused: ChannelRefused) -> bool:
    """Whether the business says that there is no such order in this shop."""
    sentence = str(refused.data.get("sentence", ""))
    return not is_about_us(refused) and any(word in sentence for word in UNKNOWN_ORDER)
