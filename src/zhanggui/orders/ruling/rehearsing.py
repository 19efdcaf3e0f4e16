"""What rehearsals of review rules and of gift rules have alike: their orders, and their place among the others."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from zhanggui.kernel.actor import Actor
from zhanggui.orders.models import GiftRehearsal, Order, Rehearsal
from zhanggui.orders.rules.drafts import RuleDraft
from zhanggui.orders.rules.gifts.drafts import GiftDraft
from zhanggui.orders.rules.rehearsing import Seat, among, check_period

CHUNK = 1_000


def rehearsals_asked(
    drafts: Sequence[RuleDraft] | Sequence[GiftDraft],
    rules: QuerySet[Any],
    *,
    placed_from: datetime,
    placed_until: datetime,
    actor: Actor,
    at: datetime,
) -> list[dict[str, Any]]:
    """By draft, what a rehearsal of any kind says of it, in its place among those of `rules` that are on."""
    check_period(placed_from, placed_until)
    orders = Order.objects.visible_to(actor).filter(placed_at__gte=placed_from, placed_at__lt=placed_until)
    rows = rules.filter(version__isnull=False).order_by("place").values_list("pk", "place", "version_id", "is_on")
    known = [(Seat(*row), is_on) for *row, is_on in rows]
    seats = [seat for seat, is_on in known if is_on]
    places = {seat.rule_id: seat.place for seat, _ in known}
    asked = {
        "visible_shop_ids": None if actor.shop_ids is None else sorted(actor.shop_ids),
        "placed_from": placed_from,
        "placed_until": placed_until,
        "total": orders.count(),
        "asked_by": actor.name[:80],
        "asked_at": at,
    }
    return [
        {
            "rule_id": draft.rule_id,
            "name": draft.name,
            "conditions": draft.condition.as_json(),
            "shop_ids": list(draft.shop_ids),
            "valid_by": draft.valid_by,
            "valid_from": draft.valid_from,
            "valid_until": draft.valid_until,
            "among": among(seats, rule_id=draft.rule_id, place=places.get(draft.rule_id or 0)),
            **asked,
        }
        for draft in drafts
    ]


def next_orders(rehearsal: Rehearsal | GiftRehearsal) -> QuerySet[Order]:
    """The orders after the last one looked at, by the moment they were placed."""
    start = rehearsal.last_at or rehearsal.placed_from
    orders = Order.objects.filter(placed_at__gte=start, placed_at__lt=rehearsal.placed_until).exclude(
        placed_at=start, pk__lte=rehearsal.last_id
    )
    if rehearsal.visible_shop_ids is not None:
        orders = orders.filter(shop_id__in=rehearsal.visible_shop_ids)
    return orders.order_by("placed_at", "pk")[:CHUNK]
