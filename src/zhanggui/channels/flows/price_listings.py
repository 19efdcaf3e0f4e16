"""Give listings other prices on their platforms.

Afterwards each of these listings wants to cost what was asked, `price` or so many per cent more or less than it costs
there now, rounded to the cent, and a job tells its platform. One that costs as much already, or whose platform takes
no prices, is refused; so is a price that leaps by more than half, unless somebody said that it is meant.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction

from zhanggui.channels.facts import ListingPriced
from zhanggui.channels.models import ShopListing
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.doors.channel import GROUP
from zhanggui.kernel.doors.channel_abilities import WritesPrices
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal

CENT = Decimal("0.01")
MOST_LEAP = Decimal("0.5")
"""A price that changes by a larger part of itself is more often a slip of the finger than meant."""


class PriceOrPercent(Refusal):
    """Say either the new price or by how many per cent prices change."""


class PriceNotPositive(Refusal):
    """Listing {listing} would cost {price}. A price is above zero."""


class PriceUnknown(Refusal):
    """What listing {listing} costs is not known yet: read the listings of its shop first, or say the price."""


class PriceAsItIs(Refusal):
    """Listing {listing} costs {price} already."""


class PriceLeaps(Refusal):
    """Listing {listing} would go from {before} to {price}. If that is meant, say so."""


class NoPricesTaken(Refusal):
    """The platform of listing {listing} takes no prices from us. Change it there."""


@transaction.atomic
def price_listings(
    *,
    listing_ids: Sequence[int],
    price: Decimal | None = None,
    percent: Decimal | None = None,
    may_leap: bool = False,
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    if (price is None) == (percent is None):
        raise PriceOrPercent
    listings = list(locked(ShopListing.objects.visible_to(actor).select_related("shop"), listing_ids))
    able = {key for key, one in installed(GROUP).items() if isinstance(one, WritesPrices)}
    wanted = {one.pk: _wanted(one.price, price, percent) for one in listings}

    def check(one: ShopListing) -> None:
        asked = wanted[one.pk]
        if one.shop.channel not in able:
            raise NoPricesTaken(listing=one.listing)
        if asked is None:
            raise PriceUnknown(listing=one.listing)
        if asked <= 0:
            raise PriceNotPositive(listing=one.listing, price=str(asked))
        if asked == (one.price if one.price_wanted is None else one.price_wanted) and not one.price_trouble:
            raise PriceAsItIs(listing=one.listing, price=str(asked))
        if one.price and abs(asked - one.price) > one.price * MOST_LEAP and not may_leap:
            raise PriceLeaps(listing=one.listing, before=str(one.price), price=str(asked))

    ready, refused = divide(listings, check=check, key=lambda one: one.pk)
    update_rows(
        ShopListing, ("id",), ("price_wanted", "price_by", "price_trouble"),
        [(one.pk, wanted[one.pk], actor.name[:80], "") for one in ready],
    )  # fmt: skip
    announce(
        [ListingPriced(one.pk, one.shop_id, one.listing, one.price, wanted[one.pk] or CENT) for one in ready],
        actor=actor, at=at,
    )  # fmt: skip
    return Outcome(
        done=[one.pk for one in ready],
        refused=refused | not_found("listing", listing_ids, {one.pk for one in listings}),
    )


def _wanted(costs: Decimal | None, price: Decimal | None, percent: Decimal | None) -> Decimal | None:
    if price is not None:
        return price.quantize(CENT, ROUND_HALF_UP)
    if costs is None or percent is None:
        return None
    return (costs * (100 + percent) / 100).quantize(CENT, ROUND_HALF_UP)
