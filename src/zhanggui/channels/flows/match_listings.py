"""Match listings with a SKU by hand.

Afterwards each of these listings means the SKU with this code, and so do lines sold from it: those that waited for a
SKU and those to come. A bundle is a SKU like any other. A listing whose merchant code the catalog knows keeps to it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.catalog.models import Sku
from zhanggui.channels.keeping import keep_matches
from zhanggui.channels.models import ShopListing
from zhanggui.channels.states import MatchedBy
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.flows.bind_lines import SkuCodeUnknown


class ListingHasCode(Refusal):
    """Listing {listing} means SKU {sku} by its merchant code. Change the code on the platform."""


@transaction.atomic
def match_listings(*, listing_ids: Sequence[int], code: str, actor: Actor, at: datetime) -> Outcome[int]:
    listings = {one.pk: one for one in locked(ShopListing.objects.visible_to(actor), listing_ids)}
    sku = Sku.objects.filter(code=code).first()

    ready: list[ShopListing] = []
    refused: dict[int, Refusal] = dict(not_found("listing", listing_ids, set(listings)))
    for listing in listings.values():
        if sku is None:
            refused[listing.pk] = SkuCodeUnknown(code=code)
        elif listing.matched_by == MatchedBy.CODE:
            refused[listing.pk] = ListingHasCode(listing=listing.listing, sku=listing.sku_code)
        else:
            ready.append(listing)

    if sku is not None:
        keep_matches({one.pk: (one, sku.pk, code) for one in ready}, actor=actor, at=at)
    return Outcome(done=[one.pk for one in ready], refused=refused)
