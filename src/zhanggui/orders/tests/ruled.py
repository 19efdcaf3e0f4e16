"""What tests of review rules say often."""

from typing import Any

from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
NUMBERS: dict[str, Any] = {"duplicate_hours": 0, "floor_percent": 100, "circle_limit": 3, "circle_minutes": 60}


def hold(note: str = "look", **more: str) -> dict[str, str]:
    return {"do": "hold", "note": note, **more}


def label(word: str) -> dict[str, str]:
    return {"do": "label", "label": word}


def codes(order_id: int, **asked: Any) -> list[str]:
    refused = review_orders(order_ids=[order_id], **asked, **BY).refused
    return [reason.code() for reason in refused[order_id].data["reasons"]] if refused else []


def newer(order_id: int, **changes: Any) -> None:
    Order.objects.filter(pk=order_id).update(version=Order.objects.get(pk=order_id).version + 1, **changes)
