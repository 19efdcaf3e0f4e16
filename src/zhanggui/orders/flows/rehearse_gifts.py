"""Rehearse gift rules on the orders of a past period.

Afterwards each draft has a rehearsal that a job goes through, a thousand orders at a time: what it would have given, to
which orders, at which cost, up to its caps, in its place among the gift rules that are on now. No order and no cap is
touched.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.orders.flows.rehearse_rules import MOST_DAYS, RehearsalPeriodUnclear
from zhanggui.orders.gifting.facts import GiftRuleRehearsed
from zhanggui.orders.models import GiftRehearsal, GiftRule, Order
from zhanggui.orders.rules.gifts.drafts import GiftDraft, check_gift_draft
from zhanggui.orders.rules.rehearsing import Seat, among


@transaction.atomic
def rehearse_gifts(
    *, drafts: Sequence[GiftDraft], placed_from: datetime, placed_until: datetime, actor: Actor, at: datetime
) -> Outcome[int]:
    """Answers the ids of the rehearsals, in the order of the drafts that can be rehearsed."""
    if not placed_from < placed_until or (placed_until - placed_from).days > MOST_DAYS:
        raise RehearsalPeriodUnclear(most=MOST_DAYS)
    ready, refused = divide(drafts, check=check_gift_draft, key=lambda draft: draft.rule_id or 0)
    orders = Order.objects.visible_to(actor).filter(placed_at__gte=placed_from, placed_at__lt=placed_until)
    total = orders.count()
    rules = GiftRule.objects.filter(version__isnull=False).order_by("place")
    known = [(Seat(*row), is_on) for *row, is_on in rules.values_list("pk", "place", "version_id", "is_on")]
    seats = [seat for seat, is_on in known if is_on]
    places = {seat.rule_id: seat.place for seat, _ in known}

    made = GiftRehearsal.objects.bulk_create(
        GiftRehearsal(
            rule_id=draft.rule_id,
            name=draft.name,
            conditions=draft.condition.as_json(),
            terms=draft.terms.as_json(),
            shop_ids=list(draft.shop_ids),
            valid_by=draft.valid_by,
            valid_from=draft.valid_from,
            valid_until=draft.valid_until,
            among=among(seats, rule_id=draft.rule_id, place=places.get(draft.rule_id or 0)),
            visible_shop_ids=None if actor.shop_ids is None else sorted(actor.shop_ids),
            placed_from=placed_from,
            placed_until=placed_until,
            total=total,
            asked_by=actor.name[:80],
            asked_at=at,
        )
        for draft in ready
    )

    announce([GiftRuleRehearsed(one.pk, one.name, total) for one in made], actor=actor, at=at)
    return Outcome(done=[one.pk for one in made], refused=refused)
