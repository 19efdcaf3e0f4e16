"""Close accounts at sources of tracking.

Afterwards they are asked about no parcel, and what they push is not read; another account that knows the carrier is
asked instead. Changing an account opens it again.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.logistics.models import Track, TrackingAccount
from zhanggui.logistics.tracking.facts import TrackingAccountClosed
from zhanggui.logistics.tracking.states import UNDER_WAY


@transaction.atomic
def close_tracking_accounts(*, account_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    known = dict(locked(TrackingAccount.objects.all(), account_ids).values_list("pk", "code"))

    TrackingAccount.objects.filter(pk__among=set(known)).update(is_active=False)
    Track.objects.filter(account_id__among=set(known), stage__in=UNDER_WAY).update(
        account=None, subscribed_at=None, next_at=None
    )

    announce([TrackingAccountClosed(pk, code) for pk, code in known.items()], actor=actor, at=at)
    return Outcome(done=list(known), refused=not_found("tracking account", account_ids, known))
