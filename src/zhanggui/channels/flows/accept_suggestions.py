"""Accept what is suggested for listings that nobody has matched.

Afterwards each of these listings means the SKU whose words are most like its own; where nothing is alike enough, or
two SKUs are equally alike, it is refused.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.channels.keeping import keep_matches
from zhanggui.channels.models import ShopListing
from zhanggui.channels.suggesting import suggest_skus
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal


class ListingMatched(Refusal):
    """Listing {listing} means a SKU already."""


class NothingSuggested(Refusal):
    """No SKU is like listing {listing}. Match it by hand."""


@transaction.atomic
def accept_suggestions(*, listing_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    listings = {one.pk: one for one in locked(ShopListing.objects.visible_to(actor), listing_ids)}
    suggested = suggest_skus([one for one in listings.values() if one.sku_id is None])

    ready: dict[int, tuple[ShopListing, int, str]] = {}
    refused: dict[int, Refusal] = dict(not_found("listing", listing_ids, set(listings)))
    for one in listings.values():
        if one.sku_id is not None:
            refused[one.pk] = ListingMatched(listing=one.listing)
        elif one.pk not in suggested:
            refused[one.pk] = NothingSuggested(listing=one.listing)
        else:
            near = suggested[one.pk]
            ready[one.pk] = (one, near.sku_id, near.code)
    keep_matches(ready, actor=actor, at=at)
    return Outcome(done=list(ready), refused=refused)
