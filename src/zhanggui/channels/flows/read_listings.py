"""Read what shops offer from their platforms.

Afterwards every listing the platform named is here as it told it, matched with the SKU of its merchant code, its
binding or its barcode where there is one; what was not named stays as it was. Orders whose lines waited for a SKU that
a barcode told can be reviewed. A platform that does not tell its listings is refused; those its orders named are known
all the same.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.channels.flows.match_shops import match_shops
from zhanggui.channels.matching import keep_listings
from zhanggui.channels.models import ShopLink
from zhanggui.channels.queries import account_of
from zhanggui.channels.speaking import channel_of, open_links, record_trouble
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel_abilities import ShowsListings
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal


class ListingsUntold(Refusal):
    """{channel} does not tell what a shop offers. Its listings are known from orders."""


def read_listings(*, shop_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    links, refused = open_links(shop_ids, actor=actor, at=at)
    outcome = Outcome[int](refused=refused)
    for link in links:
        try:
            _read(link, actor=actor, at=at)
        except ListingsUntold as untold:
            outcome.refused[link.shop_id] = untold
        except Refusal as trouble:
            record_trouble(link, trouble, actor=actor, at=at)
            outcome.refused[link.shop_id] = trouble
        else:
            outcome.done.append(link.shop_id)
    match_shops(shop_ids=[link.shop_id for link in links], actor=actor, at=at)
    return outcome


def _read(link: ShopLink, *, actor: Actor, at: datetime) -> None:
    """One listing that the database cannot hold is a trouble of the shop; the others are here."""
    channel = channel_of(link)
    if not isinstance(channel, ShowsListings):
        raise ListingsUntold(channel=str(channel.label))
    for page in channel.listings(account_of(link)):
        with transaction.atomic():
            rejected = keep_listings(link.shop_id, page, at=at)
        for refusal in rejected[:1]:
            record_trouble(link, refusal, actor=actor, at=at)
