"""Buyers known from their earlier orders, found by phone. The one place that asks the index over sealed receivers."""

from typing import Any

from zhanggui.kernel.actor import Actor
from zhanggui.orders.desks.chips import region
from zhanggui.orders.models import Order
from zhanggui.orders.receivers.finding import newest_with_words

MOST = 8
_LOOKED_AT = 2_000


def buyers_known_by(text: str, *, actor: Actor) -> list[dict[str, Any]]:
    """Whom the last four digits, a phone or a name may mean, each with the order that arrived last, those first."""
    known = newest_with_words([text], actor=actor, most=_LOOKED_AT)
    rows = Order.objects.filter(pk__among=known).order_by("-pk").values(
        "id", "number", "goods", "placed_at", "receiver_name_masked", "receiver_mobile_masked", "receiver_state",
        "receiver_city", "receiver_digest", "shop__name",
    )  # fmt: skip
    found: dict[Any, dict[str, Any]] = {}
    for row in rows:
        same = bytes(row["receiver_digest"] or b"") or row["id"]
        found.setdefault(
            same,
            {
                "order_id": row["id"],
                "number": row["number"],
                "name": row["receiver_name_masked"],
                "mobile": row["receiver_mobile_masked"],
                "region": region(row),
                "goods": row["goods"],
                "shop": row["shop__name"],
                "placed_at": row["placed_at"].isoformat(),
            },
        )
    return list(found.values())[:MOST]
