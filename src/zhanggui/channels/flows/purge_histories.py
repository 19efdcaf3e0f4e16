"""Delete what happened on the lines to platforms, when its time is up.

Afterwards no messages, troubles, figures of audited hours or asked audits are kept longer than the settings say. Hours
of which orders are missing stay, and so do those orders. A message still waiting so long is of a shop that stands
still: pulling goes on from where it stood and meets its order.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from zhanggui.channels.models import AskedAudit, HourAudit, HourTrouble, PushEvent
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome


@transaction.atomic
def purge_histories(*, actor: Actor, at: datetime) -> Outcome[int]:
    if settings.PUSH_DAYS:
        PushEvent.objects.filter(heard_at__lt=at - timedelta(days=settings.PUSH_DAYS)).delete()
    if settings.CHANNEL_HISTORY_DAYS:
        begin = at - timedelta(days=settings.CHANNEL_HISTORY_DAYS)
        HourTrouble.objects.filter(hour__lt=begin).delete()
        HourAudit.objects.filter(hour__lt=begin, missing=0).delete()
        AskedAudit.objects.filter(asked_at__lt=begin).delete()
    return Outcome()
