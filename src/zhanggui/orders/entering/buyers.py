"""Buyers known from their earlier orders, found by phone. The one place that asks the index over sealed receivers."""

from typing import Any

from zhanggui.kernel.actor import Actor
from zhanggui.orders.desks.chips import region
from zhanggui.orders.models import Order
from zhanggui.orders.receivers.finding import having_words

MOST = 8
_LOOKED_AT = 60


def buyers_known_by(text: str, *, actor: Actor) -> list[dict[str, Any]]:
    """Whom the last four digits, a whole phone or a name may mean, each with the newest order. One statement."""
    condition = having_words([text])
    if condition is None:
        return []
    rows = Order.objects.visible_to(actor).filter(condition).order_by("-placed_at").values(
        "id", "number", "goods", "placed_at", "receiver_name_masked", "receiver_mobile_masked", "receiver_state",
        "receiver_city", "receiver_digest", "shop__name",
    )[:_LOOKED_AT]  # fmt: skip
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
