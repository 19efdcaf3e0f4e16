"""What may be given to the inspector."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from zhanggui.kernel.refusal import Refusal


class Arrival(NamedTuple):
    """Goods lying in a place where nothing is sold from, and what brought them: `subject` and `subject_id`."""

    subject: str
    subject_id: int
    location_id: int
    sku_id: int
    quantity: int
    arrived_at: datetime
    lot: str = ""
    supplier_id: int | None = None
    unit_cost: Decimal = Decimal(0)
    paper: str = ""


class NotLyingThere(Refusal):
    """Of {sku} only {free} pieces lie at {place} that no inspection stands for, not {quantity}."""


class GoodsOnSale(Refusal):
    """{place} is a place from which goods are sold. What is to be inspected lies with the inspector."""


def check_lying(*, sku: str, place: str, quantity: int, free: int) -> None:
    if quantity > free:
        raise NotLyingThere(sku=sku, place=place, quantity=quantity, free=max(free, 0))
