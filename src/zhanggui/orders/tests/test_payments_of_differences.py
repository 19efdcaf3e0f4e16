"""A payment that brings the price difference of exchanged goods settles it; of an order that is paid nothing is due."""

from decimal import Decimal
from typing import Any

import pytest
from tests.world import BY, World, make_world

from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.record_payments import record_payments
from zhanggui.orders.flows.reverse_payments import reverse_payments
from zhanggui.orders.models import Exchange, Order, OrderLine, OrderPayment
from zhanggui.orders.payments.gates import shut_gates
from zhanggui.orders.proof import PROOFS
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.testing import channel_order, make_orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return make_world(skus=2, pieces=100)


@pytest.fixture
def order_id(world):
    """Paid to the platform, two lines exchanged: one for 8 more, the other for 3 less. Then every promise holds."""
    one, other = (sku.code for sku in world.skus)
    (order_id,) = make_orders(world.shop, [channel_order(skus={one: 1, other: 1})])
    first, second = OrderLine.objects.order_by("pk").values_list("pk", flat=True)
    exchanges = [ItemExchange(first, other, 1, Decimal(8)), ItemExchange(second, one, 1, Decimal(-3))]
    assert exchange_lines(exchanges=exchanges, **BY).refused == {}
    yield order_id
    assert [wrong for proof in PROOFS for wrong in proof()] == []


def settled() -> list[tuple[str, str]]:
    return list(Exchange.objects.order_by("pk").values_list("settled", "settled_note"))


def record(order_id: int, amount: int | None = None, cause: str = "wx1") -> Any:
    given = None if amount is None else Decimal(amount)
    return record_payments(order_ids=[order_id], kind="payment", cause=cause, amount=given, **BY)


@pytest.mark.parametrize("amount", [None, 5])
def test_what_is_still_due_is_the_difference_and_it_opens_the_gate(order_id, amount):
    assert list(shut_gates([order_id])) == [order_id]
    assert record(order_id, amount).done == [order_id]
    assert OrderPayment.objects.get().amount == 5
    assert shut_gates([order_id]) == {}
    assert Order.objects.get().difference == 0
    assert settled() == [("collected", "wx1"), ("paid_back", "wx1")]


def test_taken_back_it_is_due_again(order_id):
    record(order_id)
    reverse_payments(payment_ids=[OrderPayment.objects.get().pk], reason="bounced", **BY)
    assert settled() == [("", ""), ("", "")]
    assert list(shut_gates([order_id])) == [order_id]
    assert record(order_id).done == [order_id]
    assert shut_gates([order_id]) == {}


def test_said_twice_it_is_recorded_once(order_id):
    assert record(order_id).done == record(order_id).done == record(order_id, 5).done == [order_id]
    assert OrderPayment.objects.count() == 1


def test_a_part_of_it_is_settled_elsewhere(order_id):
    refusal = record(order_id, 4).refused[order_id]
    assert refusal.code() == "part_of_difference"
    assert "5.00" in str(refusal)
    assert not OrderPayment.objects.exists()


def test_of_an_order_that_is_paid_nothing_is_due(world):
    (order_id,) = make_orders(world.shop, [channel_order(skus=[world.skus[0].code])])
    outcome = record(order_id)
    assert (outcome.done, outcome.refused[order_id].code()) == ([], "nothing_due")
    assert not OrderPayment.objects.exists()
