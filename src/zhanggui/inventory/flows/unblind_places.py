"""Show again what the book says of places, because their count is in or will not be taken."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.models import BlindPlace
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome


@transaction.atomic
def unblind_places(*, location_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    once = sorted(set(location_ids))
    BlindPlace.objects.filter(pk__among=set(once)).delete()
    return Outcome(done=once)
