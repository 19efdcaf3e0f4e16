"""A call to a platform that failed, what that means, and when it is made again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import httpx

from zhanggui.kernel.doors.channel_refusals import ChannelDown
from zhanggui.kernel.refusal import Refusal

_BACK_OFF = (0.5, 1.0, 2.0)  # seconds before the second, third and fourth try
_NEVER_LEFT_US = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

LONGEST_WAIT_INSIDE_A_CALL = 3
"""Seconds a call may sit out; whoever must wait longer is told so."""

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one failed call means. `pause` is None when trying again in this call is of no use."""

    refusal: Refusal
    pause: float | None = None
    was_executed_maybe: bool = True


class CallFailed(Exception):
    """One call that gave nothing."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__(str(verdict.refusal))


def down(channel: str, reason: str, *, was_executed_maybe: bool = True) -> CallFailed:
    """The platform gave no answer that can be read; the call may be made again."""
    return CallFailed(Verdict(ChannelDown(channel=channel, reason=reason), 0, was_executed_maybe))


def unanswered(channel: str, fault: httpx.RequestError) -> CallFailed:
    """What kept the answer from us. A call that never left did surely nothing."""
    never_left = isinstance(fault, _NEVER_LEFT_US)
    if isinstance(fault, httpx.TimeoutException):
        reason = "no answer in time"
    else:
        reason = "no connection" if never_left else "connection lost"
    return down(channel, reason, was_executed_maybe=not never_left)


def try_patiently(once: Callable[[], Answer], *, sleep: Callable[[float], None], repeatable: bool = True) -> Answer:
    """What `once` answers; raises the refusal of its last verdict.

    Failures that pass are tried again a few times. With `repeatable=False` only when the platform surely did nothing:
    the caller must look at the platform before it calls a second time.
    """
    for back_off in (*_BACK_OFF, None):
        try:
            return once()
        except CallFailed as failed:
            verdict = failed.verdict
            may_repeat = repeatable or not verdict.was_executed_maybe
            if verdict.pause is None or not may_repeat or back_off is None:
                raise verdict.refusal from failed.__cause__
            sleep(max(verdict.pause, back_off))
    raise AssertionError("unreachable: the last round returns or raises")
