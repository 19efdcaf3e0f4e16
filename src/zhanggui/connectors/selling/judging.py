"""What an error asks for, by the word in the column `action` of a platform's `errors.csv`, as a verdict on the call."""

import re
from datetime import datetime
from enum import StrEnum

from zhanggui.connectors.selling.moments import seconds_to_midnight
from zhanggui.connectors.selling.trying import LONGEST_WAIT_INSIDE_A_CALL, Verdict
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelLoginExpired, ChannelRefused, ChannelThrottled

_PAUSE_WHEN_TOO_FREQUENT = 60
_PAUSE_WHEN_UNTOLD = 1
_SECONDS = re.compile(r"(\d{1,6})\s*(?:more\s+)?(?:seconds?|秒)", re.IGNORECASE)


class Action(StrEnum):
    """Actions that mean the same on every platform. Any other word is a refusal, and stands in its data."""

    RETRY = "retry"
    BACK_OFF = "backoff"
    WAIT = "wait_then_retry"
    NEXT_DAY = "stop_until_next_day"
    AUTHORISE = "reauthorize"
    REFRESH = "refresh_or_reauthorize"


def verdict_for(
    action: str, *, channel: str, shop: str, code: str, reason: str, sentence: str, told: str = "", now: datetime
) -> Verdict:
    """`reason` is the platform's most exact word for the error; `told` is all it said, and may say how long to wait."""
    match action:
        case Action.RETRY:
            return Verdict(ChannelDown(channel=channel, reason=f"{reason} {sentence}".strip()), pause=0)
        case Action.BACK_OFF:
            return Verdict(_throttled(channel, _PAUSE_WHEN_TOO_FREQUENT), pause=0, was_executed_maybe=False)
        case Action.WAIT:
            found = _SECONDS.search(told or sentence)
            return waiting(channel, int(found[1]) if found else _PAUSE_WHEN_UNTOLD)
        case Action.NEXT_DAY:
            return Verdict(_throttled(channel, seconds_to_midnight(now)), was_executed_maybe=False)
        case Action.AUTHORISE | Action.REFRESH:
            return Verdict(ChannelLoginExpired(shop=shop), was_executed_maybe=False)
    refused = ChannelRefused(channel=channel, sentence=sentence, reason=reason, code=code, action=action)
    return Verdict(refused, was_executed_maybe=False)


def waiting(channel: str, seconds: int) -> Verdict:
    """The platform asks us to wait so long: sat out when it is short, told when it is not."""
    pause = seconds if seconds <= LONGEST_WAIT_INSIDE_A_CALL else None
    return Verdict(_throttled(channel, max(1, seconds)), pause=pause, was_executed_maybe=False)


def _throttled(channel: str, seconds: int) -> ChannelThrottled:
    return ChannelThrottled(channel=channel, seconds=seconds)
