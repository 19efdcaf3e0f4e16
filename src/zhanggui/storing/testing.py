"""Goods that wait to be put away, for tests, brought in through the real flows."""

from uuid import uuid4

from zhanggui.inventory.testing import place_of
from zhanggui.people.models import Warehouse
from zhanggui.storing.rules.carrying import CarryDraft


def carry_of(
    warehouse: Warehouse, origin: str, target: str, sku_id: int, quantity: int, *, lot: str = "", note: str = ""
) -> CarryDraft:
    """A carry between two places named by their codes."""
    return CarryDraft(uuid4(), place_of(warehouse, origin), place_of(warehouse, target), sku_id, quantity, lot, note)
