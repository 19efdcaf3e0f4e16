"""Take in messages that a shop's platform sent and signed.

Afterwards each event is on record once, however often it was told; orders that came whole with a message are stored in
the same transaction, and a job waits to fetch the others. No platform is spoken to.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from psycopg.types.json import Jsonb

from zhanggui.channels.models import PushEvent, ShopLink
from zhanggui.channels.storing import store_within
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.doors.channel_abilities import Heard
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound

_EVENT = ("shop_id", "key", "order_numbers", "heard_at", "done_at")


@transaction.atomic
def take_pushes(*, shop_id: int, heard: Sequence[Heard], actor: Actor, at: datetime) -> Outcome[str]:
    """Answers the keys of events that are news."""
    link = ShopLink.objects.visible_to(actor).filter(shop_id=shop_id).defer("secrets").first()
    if link is None:
        raise NotFound(what="shop", key=shop_id)
    events = {event.key[:120]: list(event.order_numbers) for each in heard for event in each.events}
    fresh = insert_rows(
        PushEvent,
        _EVENT,
        [(shop_id, key, Jsonb(numbers), at, None if numbers else at) for key, numbers in sorted(events.items())],
        on_conflict="(shop_id, key) DO NOTHING",
        returning=("key",),
    )
    for each in heard:
        if each.page is not None:
            store_within(link, each.page, source="push", actor=actor, at=at)
    return Outcome(done=[key for (key,) in fresh])
