"""Give listings a rule of their own for how much they show.

Afterwards each of these listings has exactly these words of its own, and goes by its shop's share where it has none. A
listing shows more than its shop's share only where somebody agreed to it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.channels.facts import ListingLimited
from zhanggui.channels.flows.set_shares import WHOLE, ShareBeyond
from zhanggui.channels.flows.weigh_listings import weigh_listings
from zhanggui.channels.models import ShopListing, StockShare
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal


class ListingOverlaps(Refusal):
    """Listing {listing} would show {ratio} % of the stock, shop {shop} only {share} %. Agree to it, or give less."""


@transaction.atomic
def limit_listings(
    *,
    listing_ids: Sequence[int],
    ratio: int | None = None,
    safety: int | None = None,
    cap: int | None = None,
    end_mark: int | None = None,
    may_overlap: bool = False,
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    listings = list(locked(ShopListing.objects.visible_to(actor).select_related("shop"), listing_ids))
    shares = dict(
        StockShare.objects.filter(shop_id__among={one.shop_id for one in listings}).values_list("shop_id", "ratio")
    )

    ready: list[ShopListing] = []
    refused: dict[int, Refusal] = dict(not_found("listing", listing_ids, {one.pk for one in listings}))
    for one in listings:
        share = shares.get(one.shop_id, 0)
        if ratio is not None and not 0 <= ratio <= WHOLE:
            refused[one.pk] = ShareBeyond(ratio=ratio)
        elif ratio is not None and ratio > share and not may_overlap:
            refused[one.pk] = ListingOverlaps(shop=one.shop.code, share=share, listing=one.listing, ratio=ratio)
        else:
            ready.append(one)

    ShopListing.objects.filter(pk__among=[one.pk for one in ready]).update(
        ratio=ratio, safety=safety, cap=cap, end_mark=end_mark, overlap_by=actor.name[:80] if may_overlap else ""
    )
    weigh_listings(shop_ids=sorted({one.shop_id for one in ready}), actor=actor, at=at)
    announce(
        [ListingLimited(one.pk, one.shop_id, one.listing, ratio, safety, cap, end_mark) for one in ready],
        actor=actor, at=at,
    )  # fmt: skip
    return Outcome(done=[one.pk for one in ready], refused=refused)
