"""Resume the links of shops.

Afterwards their platforms are asked again at the next round, from where pulling stood. A link whose authorisation has
expired is renewed instead.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.channels.facts import LinkResumed
from zhanggui.channels.models import ShopLink
from zhanggui.channels.rules import LinkHasExpired, LinkMissing
from zhanggui.channels.states import LinkState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to


@transaction.atomic
def resume_links(*, shop_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    found = ShopLink.objects.of_shops(shop_ids, actor=actor)

    refused: dict[int, Refusal] = {key: LinkMissing(shop=key) for key in shop_ids if key not in found}
    for shop_id, link in found.items():
        if link.state == LinkState.EXPIRED:
            refused[shop_id] = LinkHasExpired(shop=link.shop.code)
    resuming = [link for link in found.values() if link.state == LinkState.PAUSED]

    move_to(ShopLink, [link.pk for link in resuming], LinkState.WORKING, wait_until=None, trouble="")

    announce([LinkResumed(link.shop_id) for link in resuming], actor=actor, at=at)
    return Outcome(done=[shop_id for shop_id in found if shop_id not in refused], refused=refused)
