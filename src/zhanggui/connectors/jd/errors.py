"""What JD's error answers mean for us. The facts are rows of `errors.csv`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhanggui.connectors.asking.answers import is_true, text
from zhanggui.connectors.asking.tables import action_for
from zhanggui.connectors.selling.judging import verdict_for
from zhanggui.connectors.selling.trying import Verdict
from zhanggui.kernel.doors.channel_accounts import ShopAccount
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused

CODE = "jd"
LABEL = "JD"
PACKAGE = __package__
UNKNOWN = "refused"  # what a code is for that the table does not know

_CODES = ("errorCode", "error_code", "numberCode", "code")
_SENTENCES = ("chineseErrCode", "chinese_err_code", "errorMessage", "errorMsg", "message", "msg", "zh_desc", "en_desc")


def judge(error: Mapping[str, Any], *, account: ShopAccount, now: datetime) -> Verdict:
    """The verdict on an error of the gateway."""
    code = _first(error, _CODES)
    return verdict_for(
        action_for(PACKAGE, code),
        channel=LABEL,
        shop=account.shop_code,
        code=code,
        reason=code,
        sentence=_first(error, _SENTENCES),
        now=now,
    )


def check_done(result: object) -> Mapping[str, Any]:
    """The result of something that was done; each method has its own place for it, and all of them some of the same
    names. Raises ChannelRefused with what the business says when it was not done, ChannelDown when it says nothing."""
    if not isinstance(result, dict):
        raise ChannelDown(channel=LABEL, reason="an answer without a result")
    if not is_true(result.get("success")):
        raise refusal_of(result)
    return result


def refusal_of(result: Mapping[str, Any]) -> ChannelRefused:
    """What the business says."""
    code = _first(result, _CODES)
    return ChannelRefused(channel=LABEL, sentence=_first(result, _SENTENCES), reason=code, code=code, action="")


def is_about_us(refused: ChannelRefused) -> bool:
    """Whether the gateway refused the call, whatever it asked for. Numbers of the business stand in no table."""
    return refused.data.get("action", "") not in {"", UNKNOWN}


def _first(holder: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next(filter(None, (text(holder, name) for name in names)), "")
