"""Write what was decided about gifts: lines of ours, grants, the sums of the rules. The orders are locked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

import orjson

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.kernel.facts import FactOf, announce
from zhanggui.orders.gifting.facts import GiftsGiven, GiftsTakenBack
from zhanggui.orders.lines.own import OwnLine, add_own_lines, drop_own_lines
from zhanggui.orders.models import GiftDecision, GiftGrant, GiftRule, Order
from zhanggui.orders.rules.gifts.deciding import Decision

_DECISION = ("order_id", "as_of", "order_version", "came", "decided_by", "decided_at")
_LATEST = (
    '("order_id") DO UPDATE SET "as_of" = EXCLUDED."as_of", "order_version" = EXCLUDED."order_version", '
    '"came" = EXCLUDED."came", "decided_by" = EXCLUDED."decided_by", "decided_at" = EXCLUDED."decided_at"'
)


def write_decisions(
    orders: Sequence[Order],
    decisions: Mapping[int, Decision],
    *,
    as_of: Mapping[int, datetime],
    buyers: Mapping[int, str],
    actor: Actor,
    at: datetime,
) -> None:
    """The gifts are on the orders and counted, and each order says what every rule came to."""
    _give(decisions, buyers, actor=actor, at=at)
    _count(decisions)
    came = {pk: orjson.dumps([list(one) for one in decision.came]).decode() for pk, decision in decisions.items()}
    rows = [(order.pk, as_of[order.pk], order.version, came[order.pk], actor.name[:80], at) for order in orders]
    insert_rows(GiftDecision, _DECISION, rows, on_conflict=_LATEST)
    still = {pk for pk, decision in decisions.items() if any(one.code == "under_way" for one in decision.came)}
    Order.objects.filter(pk__among=[order.pk for order in orders if order.pk not in still]).update(gifts_due=False)


def take_back(grant_ids: Iterable[int], *, actor: Actor, at: datetime) -> None:
    """These grants live no more, and their lines are not sent."""
    grants = list(GiftGrant.objects.filter(pk__among=set(grant_ids)).order_by("pk")) if grant_ids else []
    if not grants:
        return
    drop_own_lines([pk for grant in grants for pk in grant.line_ids], actor=actor, at=at)
    GiftGrant.objects.filter(pk__among=[grant.pk for grant in grants]).update(taken_back_at=at)
    pieces: dict[int, int] = defaultdict(int)
    for grant in grants:
        pieces[grant.order_id] += grant.pieces
    announce([GiftsTakenBack(*one) for one in sorted(pieces.items())], actor=actor, at=at)


def _give(decisions: Mapping[int, Decision], buyers: Mapping[int, str], *, actor: Actor, at: datetime) -> None:
    lines: list[OwnLine] = []
    grants: list[tuple[GiftGrant, range]] = []
    facts: list[FactOf] = []
    for order_id, decision in decisions.items():
        for gift in decision.gifts:
            places = range(len(lines), len(lines) + len(gift.parts))
            lines += [OwnLine(order_id, None, part.sku_id, part.quantity, Decimal(0)) for part in gift.parts]
            grant = GiftGrant(
                order_id=order_id, rule_id=gift.offer.rule_id, version_id=gift.offer.version_id, times=gift.times,
                pieces=gift.pieces, money=gift.money, buyer_key=buyers[order_id], given_by=actor.name[:80], given_at=at,
            )  # fmt: skip
            grants.append((grant, places))
            goods = ", ".join(f"{part.quantity} × {part.code}" for part in gift.parts)
            facts.append(GiftsGiven(order_id, gift.offer.asked.name, goods))
    _write_grants(lines, grants, actor=actor, at=at)
    announce(facts, actor=actor, at=at)


def _write_grants(
    lines: Sequence[OwnLine], grants: Sequence[tuple[GiftGrant, range]], *, actor: Actor, at: datetime
) -> None:
    """The lines are on the orders, and each grant names those that carry it."""
    ids = add_own_lines(lines, actor=actor, at=at)
    for grant, places in grants:
        grant.line_ids = [ids[place] for place in places]
    GiftGrant.objects.bulk_create(grant for grant, _ in grants)


def _count(decisions: Mapping[int, Decision]) -> None:
    """The sums of the rules are those of their grants: what was given less what was taken back."""
    pieces: dict[int, int] = defaultdict(int)
    money: dict[int, Decimal] = defaultdict(Decimal)
    for decision in decisions.values():
        for gift in decision.gifts:
            pieces[gift.offer.rule_id] += gift.pieces
            money[gift.offer.rule_id] += gift.money
        for one in decision.taken_back:
            pieces[one.rule_id] -= one.pieces
            money[one.rule_id] -= one.money
    rows = [(rule_id, pieces[rule_id], money[rule_id]) for rule_id in sorted(pieces)]
    update_rows(GiftRule, ("id",), ("pieces_given", "money_given"), rows, add=True)
