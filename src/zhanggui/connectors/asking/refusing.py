"""A provider's "no" as one of the refusals of the door."""

import re
from enum import StrEnum

from zhanggui.kernel.doors.waybills import (
    AccountBlocked,
    NumbersUsedUp,
    ProviderDown,
    ProviderLoginExpired,
    ProviderRefused,
    ProviderThrottled,
    WaybillAccount,
    WaybillCollected,
    WaybillUnknown,
)
from zhanggui.kernel.refusal import Refusal

PAUSE = 60
"""Seconds to wait when a provider asks us to wait without saying how long."""


class AlreadyVoid(ProviderRefused):
    """{provider} refused: {sentence} ({reason})."""


class Action(StrEnum):
    """What an error asks for; the words of the column `action` in errors.csv."""

    ASK_AGAIN = "ask_again"
    WAIT = "wait"
    AUTHORISE = "authorise"
    PERMISSION = "permission"
    USED_UP = "used_up"
    COLLECTED = "collected"
    VOID = "void"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    BY_WORDS = "by_words"


_WORDS = (
    (Action.COLLECTED, re.compile("已取件|已揽收|已揽件|已收件|已有物流|有物流信息|轨迹存在|已发货")),
    (Action.VOID, re.compile("已经?取消|重复取消|已消单|已解绑|已作废|已回收")),
    (Action.UNKNOWN, re.compile("无此运单|无此面单|运单号?不存在|面单号?不存在|查无")),
    (Action.USED_UP, re.compile("(余额|余量|单号|号段|库存)[^，。]{0,6}(不足|用完|耗尽|为0)")),
)


def by_words(sentence: str) -> Action:
    """What a sentence means where its code is not known: these few things every platform says in the same words."""
    return next((action for action, words in _WORDS if words.search(sentence)), Action.REFUSED)


def refusal_for(
    action: str,
    *,
    provider: str,
    account: WaybillAccount,
    reason: str,
    sentence: str,
    carrier: str = "",
    waybill: str = "",
    seconds: int = PAUSE,
) -> Refusal:
    """The refusal for an error whose action is known; with the provider's code and sentence in its data."""
    action = by_words(sentence) if action == Action.BY_WORDS else action
    said = {"provider": provider, "sentence": sentence, "reason": reason}
    match action:
        case Action.ASK_AGAIN:
            return ProviderDown(provider=provider, reason=f"{reason} {sentence}".strip())
        case Action.WAIT:
            return ProviderThrottled(provider=provider, seconds=seconds)
        case Action.AUTHORISE:
            return ProviderLoginExpired(provider=provider, account=account.code)
        case Action.PERMISSION:
            return AccountBlocked(**said, account=account.code)
        case Action.USED_UP:
            return NumbersUsedUp(**said, carrier=carrier)
        case Action.COLLECTED:
            return WaybillCollected(**said, waybill=waybill)
        case Action.VOID:
            return AlreadyVoid(**said, waybill=waybill)
        case Action.UNKNOWN:
            return WaybillUnknown(**said, waybill=waybill)
    return ProviderRefused(**said)
