"""Freeze listings: their platforms are to show nothing.

Afterwards each of these listings wants zero pieces, whatever there is, until it is thawed; the platform hears of it
with the next telling, before any number that rises.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.channels.facts import ListingFrozen
from zhanggui.channels.models import ShopListing
from zhanggui.channels.offers import want
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal


class ListingFrozenAlready(Refusal):
    """Listing {listing} is frozen by {by}."""


@transaction.atomic
def freeze_listings(*, listing_ids: Sequence[int], reason: str = "", actor: Actor, at: datetime) -> Outcome[int]:
    listings = list(locked(ShopListing.objects.visible_to(actor), listing_ids))

    ready, refused = divide(listings, check=_check, key=lambda one: one.pk)
    want(dict.fromkeys((one.pk for one in ready), 0))
    ShopListing.objects.filter(pk__among=[one.pk for one in ready]).update(frozen_by=actor.name[:80])

    announce([ListingFrozen(one.pk, one.shop_id, one.listing, reason) for one in ready], actor=actor, at=at)
    refused |= not_found("listing", listing_ids, {one.pk for one in listings})
    return Outcome(done=[one.pk for one in ready], refused=refused)


def _check(listing: ShopListing) -> None:
    if listing.frozen_by:
        refusal: Refusal = ListingFrozenAlready(listing=listing.listing, by=listing.frozen_by)
        raise refusal
