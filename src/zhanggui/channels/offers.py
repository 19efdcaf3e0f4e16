"""What each listing of a shop may offer, and what we last told its platform."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Sum

from zhanggui.catalog.queries import bundle_parts, bundles_with
from zhanggui.catalog.rules.bundles import bundles_left
from zhanggui.channels.facts import StockRefused
from zhanggui.channels.models import Offer
from zhanggui.channels.speaking import TROUBLE_LENGTH
from zhanggui.inventory.queries import free_by_warehouse
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.models import OrderLine
from zhanggui.orders.states import OPEN_STATES

SOLD_WITHIN = timedelta(days=30)
"""A listing is known by the orders that came from it this long ago at most."""
_OFFER = ("shop_id", "listing", "sku_code", "quantity", "offered_at")


@dataclass(frozen=True, slots=True)
class Wanted:
    """So many pieces a listing of a shop is to offer."""

    shop_id: int
    listing: str
    sku_code: str
    quantity: int


def read_offers(shop_ids: Sequence[int], *, sku_ids: Sequence[int] | None, at: datetime) -> list[Wanted]:
    """The listings whose platform shows another quantity than they may offer, in six statements.

    What may be offered is what is sellable in all warehouses and not claimed, less what open orders still wait for: the
    platform has counted those off already.
    """
    lines = OrderLine.objects.filter(
        order__shop_id__among=set(shop_ids), order__placed_at__gte=at - SOLD_WITHIN, sku__isnull=False
    ).exclude(listing="")
    if sku_ids is not None:
        lines = lines.filter(sku_id__among=[*sku_ids, *bundles_with(sku_ids)])
    listings = sorted(set(lines.values_list("order__shop_id", "listing", "sku_code", "sku_id").distinct()))
    free = free_pieces({sku_id for *_, sku_id in listings if sku_id is not None})
    offered = {
        (shop_id, listing, sku_code): quantity
        for shop_id, listing, sku_code, quantity in Offer.objects.filter(shop_id__among=set(shop_ids)).values_list(
            "shop_id", "listing", "sku_code", "quantity"
        )
    }
    return [
        Wanted(shop_id, listing, sku_code, free[sku_id])
        for shop_id, listing, sku_code, sku_id in listings
        if sku_id is not None and offered.get((shop_id, listing, sku_code)) != free[sku_id]
    ]


def free_pieces(sku_ids: set[int]) -> dict[int, int]:
    """By SKU, the pieces nobody has claimed or waits for; of a bundle, what single warehouses can send whole.

    Never below zero. Three statements.
    """
    bundles = bundle_parts(sku_ids)
    every = sku_ids | {part.sku_id for own in bundles.values() for part in own}
    free, awaited = list(free_by_warehouse(every).values()), _awaited(every)

    def left(sku_id: int) -> int:
        if sku_id in bundles:
            return bundles_left(free, bundles[sku_id], awaited=awaited)
        return max(0, sum(there.get(sku_id, 0) for there in free) - awaited.get(sku_id, 0))

    return {sku_id: left(sku_id) for sku_id in sku_ids}


def _awaited(sku_ids: set[int]) -> dict[int, int]:
    """The pieces open orders wait for, without a claim: nobody has said yet from which warehouse they come."""
    lines = OrderLine.objects.filter(
        sku_id__among=set(sku_ids), is_cancelled=False, is_replaced=False, order__state__in=list(OPEN_STATES)
    )
    return dict(lines.values_list("sku_id").annotate(n=Sum(F("ordered") - F("claimed"))).order_by())


@transaction.atomic
def mark_offered(wanted: Wanted, *, at: datetime) -> None:
    insert_rows(
        Offer,
        _OFFER,
        [(wanted.shop_id, wanted.listing, wanted.sku_code, wanted.quantity, at)],
        on_conflict='("shop_id", "listing", "sku_code") DO UPDATE '
        "SET quantity = EXCLUDED.quantity, offered_at = EXCLUDED.offered_at",
    )


@transaction.atomic
def mark_offer_refused(wanted: Wanted, refusal: Refusal, *, actor: Actor, at: datetime) -> None:
    trouble = refusal.sentence[:TROUBLE_LENGTH]
    fact = StockRefused(wanted.shop_id, wanted.listing, wanted.sku_code, wanted.quantity, trouble)
    announce([fact], actor=actor, at=at)
