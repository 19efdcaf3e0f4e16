"""Weigh what the listings of shops are to show.

Afterwards every listing of these shops, or without shops every listing of a SKU whose stock has changed since the last
weighing, wants what its share rule gives for what can be sold now: what is sellable in all warehouses and not claimed,
less what open orders still wait for. A number that is news has a version of its own, higher than all before it. While a
shop that sells the SKU has not been read for ten minutes, no number of the SKU is raised.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.catalog.queries import bundles_with
from zhanggui.channels.models import ShopListing
from zhanggui.channels.offers import wait_for_other_weighers, want, wanted_pieces
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.people.models import Shop


@transaction.atomic
def weigh_listings(*, shop_ids: Sequence[int] | None = None, actor: Actor, at: datetime) -> Outcome[int]:
    """Answers the shops that were asked for, or else those whose platforms have news to hear."""
    wait_for_other_weighers()
    listings = ShopListing.objects.visible_to(actor).filter(sku__isnull=False).order_by("pk")
    outcome = Outcome[int]()
    if shop_ids is None:
        changed = {sku_id for (sku_id,) in fetch_rows("DELETE FROM channels_stockchange RETURNING sku_id")}
        listings = listings.filter(sku_id__among=changed | set(bundles_with(changed)))
    else:
        found = Shop.objects.visible_to(actor).filter(pk__among=set(shop_ids)).values_list("pk", flat=True)
        outcome.refused |= not_found("shop", shop_ids, set(found))
        listings = listings.filter(shop_id__among=set(found))
        outcome.done = sorted(found)
    news = want(wanted_pieces(list(listings), at=at))
    return outcome if shop_ids is not None else Outcome(done=news)
