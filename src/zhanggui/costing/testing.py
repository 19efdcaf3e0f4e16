"""Stock with a value for tests, made by the real flows."""

from datetime import UTC, datetime
from decimal import Decimal
from itertools import count

from zhanggui.costing.flows.value_moves import value_moves
from zhanggui.costing.models import StockValue
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.flows.receive_goods import Receipt, receive_goods
from zhanggui.inventory.queries import outside
from zhanggui.inventory.rules.sums import Posting
from zhanggui.inventory.states import LocationKind
from zhanggui.inventory.testing import place_of
from zhanggui.kernel.actor import system_actor
from zhanggui.people.models import Warehouse

AT = datetime(2026, 11, 11, 1, 0, tzinfo=UTC)
ACTOR = system_actor("test")
causes = count(900_000)
"""Fresh causes for moves made by tests."""


def come_in(warehouse: Warehouse, sku_id: int, quantity: int, cost: str = "0", *, at: datetime = AT) -> int:
    """Pieces come from a supplier at this cost each; answers the cause of the receipt."""
    cause_id = next(causes)
    receipt = Receipt(cause_id, place_of(warehouse, "P-01"), sku_id, quantity, unit_cost=Decimal(cost))
    receive_goods(receipts=[receipt], actor=ACTOR, at=at).one()
    return cause_id


def go_out(
    warehouse: Warehouse,
    sku_id: int,
    quantity: int,
    *,
    to: str = LocationKind.CUSTOMER,
    cause: str = "leave",
    cost: str = "0",
    at: datetime = AT,
) -> int:
    """Pieces leave the house; answers the cause of the move."""
    cause_id = next(causes)
    place = place_of(warehouse, "P-01")
    move = Posting(cause_id, sku_id, place, outside(LocationKind(to)), quantity, Decimal(cost))
    post_moves(cause=cause, moves=[move], actor=ACTOR, at=at)
    return cause_id


def come_back(
    warehouse: Warehouse,
    sku_id: int,
    quantity: int,
    cause_id: int,
    *,
    cause: str = "take_back_parcels",
    at: datetime = AT,
) -> None:
    """Pieces that a customer had are there again."""
    place = place_of(warehouse, "P-01")
    move = Posting(cause_id, sku_id, outside(LocationKind.CUSTOMER), place, quantity)
    post_moves(cause=cause, moves=[move], actor=ACTOR, at=at)


def value_all(at: datetime = AT) -> None:
    """Everything that moved is valued."""
    value_moves(actor=ACTOR, at=at)


def worth_of(sku_id: int) -> tuple[int, Decimal]:
    """How many there are and what they are worth, as the company has it on record."""
    found = StockValue.objects.filter(sku_id=sku_id).values_list("quantity", "value").first()
    return found or (0, Decimal(0))
