"""Tell the platforms what listings are to cost.

Afterwards each listing of these shops that was to cost something else does so, or has the platform's sentence beside
it for a person to see. What a platform that does not answer was not heard to take is told again: a price told twice is
the same price. The network is spoken to outside any transaction, by one worker per shop.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zhanggui.channels.facts import PriceRefused
from zhanggui.channels.models import ShopLink, ShopListing
from zhanggui.channels.queries import account_of
from zhanggui.channels.rules import PublishUnderWay
from zhanggui.channels.speaking import TROUBLE_LENGTH, channel_of, one_at_a_time, open_links, record_trouble
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.doors.channel_abilities import PriceOffer, WritesPrices
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal

AT_ONCE = 400

_Waiting = dict[PriceOffer, int]


class PricesNotTaken(Refusal):
    """The platform of shop {shop} takes no prices from us."""


def tell_prices(*, shop_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    links, refused = open_links(shop_ids, actor=actor, at=at)

    outcome = Outcome[int](refused=refused)
    for link in links:
        try:
            with one_at_a_time(f"channels.prices:{link.shop_id}") as is_ours:
                if not is_ours:
                    raise PublishUnderWay(shop=link.shop.code)
                _tell(link, actor=actor, at=at)
        except PublishUnderWay as busy:
            outcome.refused[link.shop_id] = busy
        except Refusal as trouble:
            record_trouble(link, trouble, actor=actor, at=at)
            outcome.refused[link.shop_id] = trouble
        else:
            outcome.done.append(link.shop_id)
    return outcome


def _tell(link: ShopLink, *, actor: Actor, at: datetime) -> None:
    channel = channel_of(link)
    if not isinstance(channel, WritesPrices):
        raise PricesNotTaken(shop=link.shop.code)
    rows = ShopListing.objects.filter(shop_id=link.shop_id, price_wanted__isnull=False, price_trouble="")
    waiting: _Waiting = {
        PriceOffer(listing, code, price): pk
        for pk, listing, code, price in rows.order_by("pk").values_list("pk", "listing", "sku_code", "price_wanted")[
            :AT_ONCE
        ]
        if price is not None
    }
    if not waiting:
        return
    told: list[tuple[int, Decimal]] = []
    refused: list[tuple[int, PriceOffer, str]] = []
    try:
        for offer, refusal in channel.write_prices(account_of(link), offers=list(waiting)):
            if refusal is None:
                told.append((waiting[offer], offer.price))
            else:
                refused.append((waiting[offer], offer, refusal.sentence.replace("\0", "")[:TROUBLE_LENGTH]))
    finally:
        _mark(link.shop_id, told, refused, actor=actor, at=at)


@transaction.atomic
def _mark(
    shop_id: int,
    told: Sequence[tuple[int, Decimal]],
    refused: Sequence[tuple[int, PriceOffer, str]],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """A price that somebody changed again while the platform was told still waits."""
    fetch_rows(
        """
        UPDATE channels_shoplisting l SET price = v.price, price_told_at = %s,
            price_wanted = CASE WHEN l.price_wanted <> v.price THEN l.price_wanted END
        FROM unnest(%s::bigint[], %s::numeric[]) AS v (id, price) WHERE l.id = v.id RETURNING l.id
        """,
        [at, [pk for pk, _ in told], [price for _, price in told]],
    )
    fetch_rows(
        """
        UPDATE channels_shoplisting l SET price_trouble = v.trouble
        FROM unnest(%s::bigint[], %s::numeric[], %s::text[]) AS v (id, price, trouble)
        WHERE l.id = v.id AND l.price_wanted = v.price RETURNING l.id
        """,
        [[pk for pk, _, _ in refused], [offer.price for _, offer, _ in refused], [words for *_, words in refused]],
    )
    announce(
        [PriceRefused(pk, shop_id, offer.listing, offer.price, words) for pk, offer, words in refused],
        actor=actor, at=at,
    )  # fmt: skip
