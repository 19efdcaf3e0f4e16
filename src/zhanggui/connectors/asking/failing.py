"""A call that gave nothing, and what the door of waybills and the door of tracking say of it."""

from collections.abc import Mapping

from zhanggui.connectors.asking.refusing import PAUSE, Action, refusal_for
from zhanggui.kernel.doors.tracking import TrackingDown, TrackingLoginRefused, TrackingRefused, TrackingThrottled
from zhanggui.kernel.doors.waybills import WaybillAccount, WaybillAccountIncomplete
from zhanggui.kernel.refusal import Refusal

DUPLICATE = "duplicate"  # it was asked for before
SETTING = "setting"  # `reason` names the setting that is missing or wrong
PERMISSION = "permission"  # the account may not do this

_CONCERNS_ALL = {Action.ASK_AGAIN, Action.WAIT, Action.AUTHORISE, SETTING, PERMISSION}


class CallFailed(Exception):
    """What to do about it, the other side's code (or our word for it), and its sentence."""

    def __init__(self, action: str, reason: str, sentence: str = "") -> None:
        super().__init__(f"{action}: {reason} {sentence}".strip())
        self.action = action
        self.reason = reason
        self.sentence = sentence


def provider_refusal(
    failed: CallFailed, *, provider: str, account: WaybillAccount, carrier: str = "", waybill: str = ""
) -> Refusal:
    """What the door of waybills says of it."""
    if failed.action == SETTING:
        return WaybillAccountIncomplete(provider=provider, account=account.code, setting=failed.reason)
    return refusal_for(
        failed.action,
        provider=provider,
        account=account,
        reason=failed.reason,
        sentence=failed.sentence,
        carrier=carrier,
        waybill=waybill,
    )


def tracking_refusal(failed: CallFailed, *, source: str) -> Refusal:
    """What the door of tracking says of it."""
    told = f"{failed.reason} {failed.sentence}".strip()
    match failed.action:
        case Action.ASK_AGAIN:
            return TrackingDown(source=source, reason=told)
        case Action.WAIT:
            return TrackingThrottled(source=source, seconds=PAUSE)
    if failed.action in _CONCERNS_ALL:
        return TrackingLoginRefused(source=source, reason=told)
    return TrackingRefused(source=source, sentence=failed.sentence, reason=failed.reason)


def told_by_parcel(refused: Mapping[str, CallFailed], *, of: int, source: str) -> dict[str, Refusal]:
    """By waybill why nothing can be had; raised instead when nothing can be had of any of so many."""
    if refused and len(refused) == of:
        first = next(iter(refused.values()))
        if first.action in _CONCERNS_ALL:
            raise tracking_refusal(first, source=source) from first
    return {waybill: tracking_refusal(failed, source=source) for waybill, failed in refused.items()}
