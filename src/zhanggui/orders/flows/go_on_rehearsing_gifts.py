"""Go on rehearsing gifts: the next thousand orders of each rehearsal.

Afterwards each rehearsal has looked at so many orders more, or is over. Nothing but the rehearsal is written.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.orders.gifting.deciding import cases_of
from zhanggui.orders.gifting.giving import buyer_key
from zhanggui.orders.gifting.offers import goods_of
from zhanggui.orders.models import GiftRehearsal, Order
from zhanggui.orders.rules.asking import AskedRule
from zhanggui.orders.rules.conditions import condition_from
from zhanggui.orders.rules.gifts.deciding import Offer, Offers, Purse, decide
from zhanggui.orders.rules.gifts.terms import terms_from
from zhanggui.orders.rules.rehearsing import MOST_FOUND
from zhanggui.orders.states import OrderState

CHUNK = 1_000
_ORDER = ("pk", "shop_id", "buyer", "receiver_digest", "state", "placed_at")


@transaction.atomic
def go_on_rehearsing_gifts(*, rehearsal_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """Answers those that are over."""
    rehearsals = [one for one in locked(GiftRehearsal.objects.all(), rehearsal_ids) if not one.is_over]

    for rehearsal in rehearsals:  # one a page; each has orders, scope and rule of its own
        _take_in(rehearsal, _next_orders(rehearsal))

    names = ["looked", "last_at", "last_id", "is_over", "counts", "buyers", "found"]
    GiftRehearsal.objects.bulk_update(rehearsals, names)
    return Outcome(done=[one.pk for one in rehearsals if one.is_over])


def _next_orders(rehearsal: GiftRehearsal) -> list[Order]:
    """The orders after the last one looked at, by the moment they were placed."""
    start = rehearsal.last_at or rehearsal.placed_from
    orders = Order.objects.filter(placed_at__gte=start, placed_at__lt=rehearsal.placed_until).exclude(
        placed_at=start, pk__lte=rehearsal.last_id
    )
    if rehearsal.visible_shop_ids is not None:
        orders = orders.filter(shop_id__in=rehearsal.visible_shop_ids)
    rows = list(orders.order_by("placed_at", "pk").only(*_ORDER)[:CHUNK])
    if rows:
        rehearsal.last_id, rehearsal.last_at = rows[-1].pk, rows[-1].placed_at
    return rows


def _take_in(rehearsal: GiftRehearsal, orders: Sequence[Order]) -> None:
    offer = _offer_of(rehearsal)
    offers, purse = Offers([offer]), _purse_of(rehearsal, offer)
    cases = cases_of([order.pk for order in orders], needs=offers.needs)
    counts = rehearsal.counts
    for order in orders:
        buyer = buyer_key(order)
        if order.state in {OrderState.CANCELLED, OrderState.UNPAID}:
            continue
        earned = offers.earned(cases[order.pk])
        decision = decide(earned, given=(), denied={}, buyer=buyer, purse=purse)
        if earned[0][1] == "earned":
            counts["earned"] = counts.get("earned", 0) + 1
        for gift in decision.gifts:
            counts["orders"] = counts.get("orders", 0) + 1
            if len(rehearsal.found) < MOST_FOUND:
                rehearsal.found.append([order.pk, gift.times, gift.pieces, str(gift.money)])
    counts["pieces"] = purse.pieces.get(offer.rule_id, 0)
    counts["money"] = str(purse.money.get(offer.rule_id, Decimal(0)))
    if offer.terms.per_buyer is not None:
        rehearsal.buyers = {buyer: times for (_, buyer), times in purse.buyers.items()}
    rehearsal.looked += len(orders)
    rehearsal.is_over = len(orders) < CHUNK


def _purse_of(rehearsal: GiftRehearsal, offer: Offer) -> Purse:
    """Caps as if the rule had given nothing before the period; stock is not looked at."""
    return Purse(
        goods_of(offer.terms.codes),
        {offer.rule_id: rehearsal.counts.get("pieces", 0)},
        {offer.rule_id: Decimal(rehearsal.counts.get("money", 0))},
        {(offer.rule_id, buyer): times for buyer, times in rehearsal.buyers.items()},
    )


def _offer_of(rehearsal: GiftRehearsal) -> Offer:
    asked = AskedRule(
        rehearsal.rule_id or 0, 0, rehearsal.name, condition_from(rehearsal.conditions), (),
        frozenset(rehearsal.shop_ids), rehearsal.valid_by, rehearsal.valid_from, rehearsal.valid_until,
    )  # fmt: skip
    return Offer(asked, terms_from(rehearsal.terms))
