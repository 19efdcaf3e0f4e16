"""Renew links after their shops were authorised again.

Afterwards each link works with the new secrets; secrets not named stay, and pulling goes on from where it stood. One
that somebody paused stays paused until it is resumed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import orjson
from django.db import transaction

from zhanggui.channels.facts import LinkRenewed
from zhanggui.channels.models import ShopLink
from zhanggui.channels.rules import LinkMissing
from zhanggui.channels.states import LinkState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.seal import seal, unseal
from zhanggui.kernel.steps import move_each


@dataclass(frozen=True, slots=True)
class LinkRenewal:
    """Fresh secrets of one shop, such as `session`."""

    shop_id: int
    secrets: Mapping[str, str] = field(repr=False)
    expires_at: datetime | None = None


@transaction.atomic
def renew_links(*, links: Sequence[LinkRenewal], actor: Actor, at: datetime) -> Outcome[int]:
    asked = {renewal.shop_id: renewal for renewal in links}
    found = ShopLink.objects.of_shops(list(asked), actor=actor)

    refused: dict[int, Refusal] = {key: LinkMissing(shop=key) for key in asked if key not in found}
    rows = [
        (link.pk, _state_of(link), _renewed(link, asked[shop_id]), asked[shop_id].expires_at, None, "")
        for shop_id, link in found.items()
    ]
    move_each(ShopLink, ("secrets", "expires_at", "wait_until", "trouble"), rows)

    announce([LinkRenewed(shop_id) for shop_id in found], actor=actor, at=at)
    return Outcome(done=list(found), refused=refused)


def _state_of(link: ShopLink) -> str:
    return str(LinkState.PAUSED if link.state == LinkState.PAUSED else LinkState.WORKING)


def _renewed(link: ShopLink, renewal: LinkRenewal) -> bytes:
    return seal(orjson.dumps(orjson.loads(unseal(link.secrets)) | dict(renewal.secrets)))
