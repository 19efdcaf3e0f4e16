"""Thaw listings that were frozen.

Afterwards each of these listings wants again what its share gives it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.channels.facts import ListingThawed
from zhanggui.channels.flows.weigh_listings import weigh_listings
from zhanggui.channels.models import ShopListing
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal


class ListingNotFrozen(Refusal):
    """Listing {listing} is not frozen."""


@transaction.atomic
def thaw_listings(*, listing_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    listings = list(locked(ShopListing.objects.visible_to(actor), listing_ids))

    ready, refused = divide(listings, check=_check, key=lambda one: one.pk)
    ShopListing.objects.filter(pk__among=[one.pk for one in ready]).update(frozen_by="")
    weigh_listings(shop_ids=sorted({one.shop_id for one in ready}), actor=actor, at=at)

    announce([ListingThawed(one.pk, one.shop_id, one.listing) for one in ready], actor=actor, at=at)
    refused |= not_found("listing", listing_ids, {one.pk for one in listings})
    return Outcome(done=[one.pk for one in ready], refused=refused)


def _check(listing: ShopListing) -> None:
    if not listing.frozen_by:
        refusal: Refusal = ListingNotFrozen(listing=listing.listing)
        raise refusal
