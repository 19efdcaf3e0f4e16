"""Pause the links of shops.

Afterwards nothing is pulled from or told to their platforms; parcels that leave are remembered and told on resuming.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.channels.facts import LinkPaused
from zhanggui.channels.models import ShopLink
from zhanggui.channels.rules import LinkMissing
from zhanggui.channels.states import LinkState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to


@transaction.atomic
def pause_links(*, shop_ids: Sequence[int], reason: str = "", actor: Actor, at: datetime) -> Outcome[int]:
    found = ShopLink.objects.of_shops(shop_ids, actor=actor)

    refused: dict[int, Refusal] = {key: LinkMissing(shop=key) for key in shop_ids if key not in found}
    pausing = [link for link in found.values() if link.state != LinkState.PAUSED]

    move_to(ShopLink, [link.pk for link in pausing], LinkState.PAUSED)

    announce([LinkPaused(link.shop_id, reason) for link in pausing], actor=actor, at=at)
    return Outcome(done=list(found), refused=refused)
