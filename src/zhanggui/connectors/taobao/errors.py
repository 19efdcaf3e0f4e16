"""What TOP's error answers mean for us. The facts are rows of `error_codes.csv`; the behaviour is per action."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from zhanggui.kernel.doors.channel import (
    ChannelDown,
    ChannelLoginExpired,
    ChannelRefused,
    ChannelThrottled,
    ShopAccount,
)
from zhanggui.kernel.refusal import Refusal

LABEL = "Taobao"
BEIJING = ZoneInfo("Asia/Shanghai")
REMOTE_BUSINESS_CODE = "15"  # the call itself was right, the business behind it said no

_PAUSE_WHEN_TOO_FREQUENT = 60
_PAUSE_WHEN_UNTOLD = 1
_LONGEST_WAIT_INSIDE_A_CALL = 3
_SECONDS = re.compile(r"(\d{1,6})\s*(?:more\s+)?(?:seconds?|秒)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one failed call means. `pause` is None when trying again in this call is of no use."""

    refusal: Refusal
    pause: float | None = None
    was_executed_maybe: bool = True


@cache
def _actions() -> tuple[Mapping[tuple[str, str], str], Mapping[str, str]]:
    text = (files(__package__) / "error_codes.csv").read_text(encoding="utf-8")
    table = list(csv.DictReader(text.splitlines()))
    exact = {(row["code"], row["sub_code"]): row["action"] for row in table}
    by_sub_code = {row["sub_code"]: row["action"] for row in table if row["sub_code"]}
    return exact, by_sub_code


def action_of(code: str, sub_code: str) -> str:
    """The action for an error, from the most exact row to the family (`isp.*`: their fault, `isv.*`: ours)."""
    exact, by_sub_code = _actions()
    stem = sub_code.partition(":")[0]  # isv.invalid-parameter:tid → isv.invalid-parameter
    family = f"{sub_code[:3]}.*" if sub_code[:4] in {"isp.", "isv."} else ""
    return (
        exact.get((code, sub_code))
        or by_sub_code.get(sub_code)
        or by_sub_code.get(stem)
        or by_sub_code.get(family)
        or exact.get((code, ""))
        or "fix_request"
    )


def judge(error: Mapping[str, Any], *, account: ShopAccount, now: datetime) -> Verdict:
    """The verdict on an `error_response`."""
    code, sub_code = str(error.get("code", "")), str(error.get("sub_code") or "")
    sentence = str(error.get("sub_msg") or error.get("msg") or "")
    reason = sub_code or code
    match action_of(code, sub_code):
        case "retry":
            return Verdict(ChannelDown(channel=LABEL, reason=f"{reason} {sentence}".strip()), pause=0)
        case "backoff":
            return Verdict(_throttled(_PAUSE_WHEN_TOO_FREQUENT), pause=0, was_executed_maybe=False)
        case "wait_then_retry":
            return _wait(f"{error.get('sub_msg') or ''} {error.get('msg') or ''}")
        case "stop_until_next_day":
            return Verdict(_throttled(seconds_to_midnight(now)), was_executed_maybe=False)
        case "reauthorize" | "refresh_or_reauthorize":
            return Verdict(ChannelLoginExpired(shop=account.shop_code), was_executed_maybe=False)
        case action:
            return Verdict(
                ChannelRefused(channel=LABEL, sentence=sentence, reason=reason, code=code, action=action),
                was_executed_maybe=False,
            )


def seconds_to_midnight(now: datetime) -> int:
    """Until the day changes in Beijing, where the platform's daily quotas start anew."""
    here = now.astimezone(BEIJING)
    midnight = datetime.combine(here.date() + timedelta(days=1), datetime.min.time(), BEIJING)
    return int((midnight - here).total_seconds()) + 1


def _wait(told: str) -> Verdict:
    found = _SECONDS.search(told)
    seconds = int(found[1]) if found else _PAUSE_WHEN_UNTOLD
    pause = seconds if seconds <= _LONGEST_WAIT_INSIDE_A_CALL else None
    return Verdict(_throttled(max(1, seconds)), pause=pause, was_executed_maybe=False)


def _throttled(seconds: int) -> ChannelThrottled:
    return ChannelThrottled(channel=LABEL, seconds=seconds)
