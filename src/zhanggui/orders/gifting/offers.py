"""Gift rules as they were in force, the goods they give, and what is left to give."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q

from zhanggui.catalog.models import Sku
from zhanggui.catalog.queries import bundle_parts
from zhanggui.catalog.rules.bundles import Part, parts_of
from zhanggui.inventory.models import Availability
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.locks import locked
from zhanggui.orders.models import GiftGrant, GiftRule, GiftRuleVersion, GiftTerm
from zhanggui.orders.rules.conditions import condition_from
from zhanggui.orders.rules.gifts.deciding import Goods, Offer, Purse
from zhanggui.orders.rules.gifts.terms import terms_from
from zhanggui.orders.rules.looking import AskedRule
from zhanggui.orders.states import OrderState

_PENDING = f"""
SELECT line.sku_id, sum(line.ordered - line.claimed) FROM orders_order o
JOIN orders_orderline line ON line.order_id = o.id AND line.origin = 'gift' AND NOT line.is_cancelled
WHERE o.state IN ('{OrderState.TO_REVIEW}', '{OrderState.REVIEWED}') AND line.sku_id = ANY(%s) GROUP BY line.sku_id
"""
_EVER = """
SELECT EXISTS (SELECT FROM orders_giftterm)
    OR EXISTS (SELECT FROM orders_giftgrant WHERE order_id = ANY(%s) AND taken_back_at IS NULL)
"""


def is_giving(order_ids: Sequence[int]) -> bool:
    """Whether a gift rule was ever on, or one of these orders has a gift: without, there is nothing to decide."""
    return bool(fetch_rows(_EVER, [list(order_ids)])[0][0])


def offer_of(rule: GiftRule, version: GiftRuleVersion) -> Offer:
    asked = AskedRule(
        rule.pk, version.pk, rule.name, condition_from(version.conditions), (), frozenset(version.shop_ids),
        version.valid_by, version.valid_from, version.valid_until,
    )  # fmt: skip
    return Offer(asked, terms_from(version.terms))


class InForce:
    """The versions in force at each of these moments, in the order in which rules are asked. One statement."""

    def __init__(self, moments: Iterable[datetime]) -> None:
        rows: list[GiftTerm] = []
        if known := sorted(moments):
            terms = GiftTerm.objects.filter(Q(ends_at=None) | Q(ends_at__gt=known[0]), starts_at__lte=known[-1])
            rows = sorted(terms.select_related("rule", "version"), key=lambda term: (term.place, term.rule_id, term.pk))
        offers = {term.version_id: offer_of(term.rule, term.version) for term in rows}
        self._terms = [(term.starts_at, term.ends_at, offers[term.version_id]) for term in rows]

    def at(self, moment: datetime) -> tuple[Offer, ...]:
        return tuple(
            offer for starts, ends, offer in self._terms if starts <= moment and (ends is None or moment < ends)
        )


def goods_of(codes: Iterable[str]) -> dict[str, Goods]:
    """What is sent for each of these codes, a bundle as its parts, with its cost. Two statements.

    A bundle without a cost of its own costs what its parts do, if all have one: one more statement where there is such.
    """
    rows = Sku.objects.filter(code__among=set(codes)).values_list("pk", "code", "product__name", "price", "cost")
    skus = {code: (Part(pk, code, name, 1, price), cost) for pk, code, name, price, cost in rows}
    bundles = bundle_parts([part.sku_id for part, _ in skus.values()])
    unpriced = [bundles[part.sku_id] for part, cost in skus.values() if not cost and part.sku_id in bundles]
    inside = {part.sku_id for parts in unpriced for part in parts}
    costs = dict(Sku.objects.filter(pk__among=inside).values_list("pk", "cost")) if inside else {}
    goods = {}
    for code, (sku, cost) in skus.items():
        parts = tuple(parts_of(sku, bundles))
        if not cost and all(costs.get(part.sku_id) for part in parts):
            cost = sum((costs[part.sku_id] * part.quantity for part in parts), Decimal(0))
        goods[code] = Goods(parts, cost)
    return goods


def open_purse(
    offers: Sequence[Offer], buyers: Sequence[str], *, rule_ids: Iterable[int], goods: dict[str, Goods]
) -> Purse:
    """What is left to give, locked until the transaction ends: rules first, then stock, each by key. Four statements.

    Whoever else gives by one of these rules, or claims these goods, waits; so no cap is ever passed, and nothing that
    is left is withheld.
    """
    rules = locked(GiftRule.objects.all(), rule_ids).values_list("pk", "pieces_given", "money_given")
    pieces, money = {}, {}
    for rule_id, pieces_given, money_given in rules:
        pieces[rule_id], money[rule_id] = pieces_given, money_given
    limited = [offer.rule_id for offer in offers if offer.terms.per_buyer is not None]
    times = _times_per_buyer(limited, buyers) if limited else {}
    wanted = {code for offer in offers for code in offer.terms.codes if code in goods}
    sku_ids = sorted({part.sku_id for code in wanted for part in goods[code].parts})
    return Purse(goods, pieces, money, times, _free(sku_ids))


def _times_per_buyer(rule_ids: Sequence[int], buyers: Sequence[str]) -> dict[tuple[int, str], int]:
    rows = GiftGrant.objects.filter(rule_id__among=set(rule_ids), buyer_key__among=set(buyers), taken_back_at=None)
    counted = rows.values_list("rule_id", "buyer_key").annotate(times=Count("pk"))
    return {(rule_id, buyer): times for rule_id, buyer, times in counted if rule_id is not None}


def _free(sku_ids: Sequence[int]) -> dict[int, int]:
    """What can still be claimed of these SKUs, less what was given and not yet claimed."""
    free: dict[int, int] = defaultdict(int)
    if not sku_ids:
        return free
    rows = Availability.objects.filter(sku_id__among=set(sku_ids)).order_by("pk").select_for_update(no_key=True)
    for sku_id, sellable, claimed in rows.values_list("sku_id", "sellable", "claimed"):
        free[sku_id] += sellable - claimed
    for sku_id, pending in fetch_rows(_PENDING, [list(sku_ids)]):
        free[sku_id] -= pending
    return free


def used_share(given: Decimal | int, cap: Decimal | int | None) -> int | None:
    """How much of a cap is used, in percent."""
    return None if not cap else min(100, int(100 * given / cap))
