"""Delete payloads that nobody could read, when their time is up.

Afterwards none is kept longer than the payloads of orders are.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from zhanggui.channels.models import Unread
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome


@transaction.atomic
def purge_unread(*, actor: Actor, at: datetime) -> Outcome[int]:
    Unread.objects.filter(seen_at__lt=at - timedelta(days=settings.SNAPSHOT_DAYS)).delete()
    return Outcome()
