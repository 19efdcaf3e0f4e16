"""What somebody said a listing means, kept for the listing, for its orders, and for what it shows."""

from collections.abc import Mapping
from datetime import datetime

from zhanggui.channels.flows.weigh_listings import weigh_listings
from zhanggui.channels.models import ShopListing
from zhanggui.channels.states import MatchedBy
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.orders.flows.bind_listings import Bound, bind_listings


def keep_matches(matches: Mapping[int, tuple[ShopListing, int, str]], *, actor: Actor, at: datetime) -> None:
    """Each listing means its SKU, given by id and code, and so do the lines sold from it. The listings are locked."""
    rows = [(pk, sku_id) for pk, (_, sku_id, _) in sorted(matches.items())]
    update_rows(ShopListing, ("id",), ("sku_id",), rows, alike={"matched_by": MatchedBy.HAND.value})
    bound = [Bound(one.shop_id, one.sku_code, one.listing, code) for one, _, code in matches.values()]
    bind_listings(bindings=bound, actor=actor, at=at)
    weigh_listings(shop_ids=sorted({one.shop_id for one, _, _ in matches.values()}), actor=actor, at=at)
