"""The address at which a source of tracking tells us, and what is done with what it says there."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from zhanggui.kernel.actor import system_actor
from zhanggui.kernel.doors.tracking import PushAnswer
from zhanggui.kernel.refusal import NotFound
from zhanggui.logistics.flows.record_track_events import record_track_events
from zhanggui.logistics.models import Track, TrackingAccount
from zhanggui.logistics.tracking.sources import opened, source_of

MOST_BYTES = 2 * 1024 * 1024
"""More than any source sends at once."""


def callback_of(account: TrackingAccount) -> str:
    """Where this account's source pushes to: the address of the company on the net, and a path of the account's own."""
    base = account.settings.get("callback") or settings.PUBLIC_URL
    return str(base).rstrip("/") + reverse("logistics:hear_push", args=[account.code])


def hear(code: str, *, query: dict[str, str], body: bytes, at: datetime) -> PushAnswer:
    """What was pushed is on record, and what the source wants to read back is answered, in this order: killed between,
    the source pushes again. Raises NotFound, PushForged, PushUnreadable."""
    account = TrackingAccount.objects.filter(code=code, is_active=True).first()
    if account is None:
        raise NotFound(what="tracking account", key=code)
    pushed = source_of(account).read_push(opened(account), query=query, body=body)
    record_track_events(events=pushed.events, actor=system_actor("tracking", source="push"), at=at)
    if pushed.ended:
        ended = Track.objects.filter(waybill__among=set(pushed.ended), account=account)
        ended.update(subscribed_at=None)
    TrackingAccount.objects.filter(pk=account.pk).update(heard_at=at)
    return pushed.answer
