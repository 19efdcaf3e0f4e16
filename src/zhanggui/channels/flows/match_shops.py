"""Match the listings of shops with what the catalog knows.

Afterwards every listing of these shops, also one that only their orders of the last thirty days name, means the SKU of
its merchant code, else the one somebody bound it to, else the one of its barcode; lines that waited for a SKU a barcode
told can be reviewed. All of them want what they are to show now.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.catalog.models import Sku
from zhanggui.channels.flows.weigh_listings import weigh_listings
from zhanggui.channels.matching import match_by_themselves, take_in_sold
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.orders.flows.bind_listings import Bound, bind_listings
from zhanggui.people.models import Shop


@transaction.atomic
def match_shops(*, shop_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    shops = set(Shop.objects.visible_to(actor).filter(pk__among=set(shop_ids)).values_list("pk", flat=True))
    take_in_sold(sorted(shops), at=at)
    by_barcode = match_by_themselves(sorted(shops))
    codes = dict(Sku.objects.filter(pk__among={sku_id for *_, sku_id in by_barcode}).values_list("pk", "code"))
    bound = [Bound(shop_id, code, listing, codes[sku_id]) for shop_id, code, listing, sku_id in by_barcode]
    bind_listings(bindings=bound, actor=actor, at=at)
    weigh_listings(shop_ids=sorted(shops), actor=actor, at=at)
    return Outcome(
        done=[key for key in dict.fromkeys(shop_ids) if key in shops], refused=dict(not_found("shop", shop_ids, shops))
    )
