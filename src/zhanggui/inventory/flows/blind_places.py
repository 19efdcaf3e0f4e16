"""Hide what the book says of places from whoever counts them.

Afterwards no page, export or answer of the API tells a counter what lies there.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.inventory.models import BlindPlace
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.outcome import Outcome


@transaction.atomic
def blind_places(*, location_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    once = sorted(set(location_ids))
    insert_rows(BlindPlace, ("location_id",), [(pk,) for pk in once], on_conflict="DO NOTHING")
    return Outcome(done=once)
