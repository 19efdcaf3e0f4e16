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
from zhanggui.orders.gifting.offers import offer_of
from zhanggui.orders.gifting.rehearsing import kept_of, purse_from
from zhanggui.orders.models import GiftRehearsal, GiftRuleVersion, Order
from zhanggui.orders.rules.conditions import condition_from
from zhanggui.orders.rules.gifts.deciding import Offer, Offers, decide
from zhanggui.orders.rules.gifts.terms import terms_from
from zhanggui.orders.rules.looking import AskedRule
from zhanggui.orders.rules.rehearsing import MOST_FOUND, OWN, count_of_now
from zhanggui.orders.ruling.buyers import buyer_key
from zhanggui.orders.ruling.rehearsing import CHUNK, next_orders
from zhanggui.orders.states import OrderState

_ORDER = ("pk", "shop_id", "buyer", "receiver_digest", "state", "placed_at")


@transaction.atomic
def go_on_rehearsing_gifts(*, rehearsal_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    """Answers those that are over."""
    rehearsals = [one for one in locked(GiftRehearsal.objects.all(), rehearsal_ids) if not one.is_over]

    for rehearsal in rehearsals:  # one a page; each has orders, scope and rule of its own
        _take_in(rehearsal, _next_orders(rehearsal))

    names = ["looked", "last_at", "last_id", "is_over", "counts", "purse", "found"]
    GiftRehearsal.objects.bulk_update(rehearsals, names)
    return Outcome(done=[one.pk for one in rehearsals if one.is_over])


def _next_orders(rehearsal: GiftRehearsal) -> list[Order]:
    rows = list(next_orders(rehearsal).only(*_ORDER))
    if rows:
        rehearsal.last_id, rehearsal.last_at = rows[-1].pk, rows[-1].placed_at
    return rows


def _take_in(rehearsal: GiftRehearsal, orders: Sequence[Order]) -> None:
    asked = _offers_of(rehearsal)
    own = next(offer for offer in asked if offer.version_id == OWN)
    offers, purse = Offers(asked), purse_from(rehearsal.purse, asked)
    cases = cases_of([order.pk for order in orders], needs=offers.needs, as_they_came=True)
    counts = rehearsal.counts
    for order in orders:
        if order.state in {OrderState.CANCELLED, OrderState.UNPAID}:
            continue
        count_of_now(cases[order.pk], counts)
        earned = offers.earned(cases[order.pk])
        decision = decide(earned, given=(), denied={}, buyer=buyer_key(order), purse=purse)
        if any(offer is own and word == "earned" for offer, word, _ in earned):
            counts["earned"] = counts.get("earned", 0) + 1
        for gift in decision.gifts:
            if gift.offer is own:
                counts["orders"] = counts.get("orders", 0) + 1
                if len(rehearsal.found) < MOST_FOUND:
                    rehearsal.found.append([order.pk, gift.times, gift.pieces, str(gift.money)])
    counts["pieces"] = purse.pieces.get(own.rule_id, 0)
    counts["money"] = str(purse.money.get(own.rule_id, Decimal(0)))
    rehearsal.purse = kept_of(purse, asked)
    rehearsal.looked += len(orders)
    rehearsal.is_over = len(orders) < CHUNK


def _offers_of(rehearsal: GiftRehearsal) -> list[Offer]:
    """The rule in its place among the others, as all were when somebody asked."""
    versions = GiftRuleVersion.objects.filter(pk__among=set(rehearsal.among)).select_related("rule")
    offers = {version.pk: offer_of(version.rule, version) for version in versions} | {OWN: _offer_of(rehearsal)}
    return [offers[version_id] for version_id in rehearsal.among or [OWN]]


def _offer_of(rehearsal: GiftRehearsal) -> Offer:
    asked = AskedRule(
        rehearsal.rule_id or 0, OWN, rehearsal.name, condition_from(rehearsal.conditions), (),
        frozenset(rehearsal.shop_ids), rehearsal.valid_by, rehearsal.valid_from, rehearsal.valid_until,
    )  # fmt: skip
    return Offer(asked, terms_from(rehearsal.terms))
