"""What is reserved from a prepaid balance follows what the order costs; what is over is the buyer's again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.world import BY, World, make_world

from zhanggui.kernel.doors.channel import ChannelOrder, PaymentMode, RefundState
from zhanggui.orders.flows.cancel_lines import cancel_lines
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.reserve_balances import reserve_balances
from zhanggui.orders.flows.top_up_accounts import TopUp, top_up_accounts
from zhanggui.orders.models import OrderLine, PrepaidAccount, PrepaidEntry
from zhanggui.orders.payments.gates import shut_gates
from zhanggui.orders.proof import PROOFS
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.rules.cancelling import LineCancel
from zhanggui.orders.testing import channel_order, make_orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """Two SKUs on stock; the buyer paid 20 in advance. Afterwards every promise holds."""
    world = make_world(skus=2, pieces=100)
    top_up_accounts(top_ups=[TopUp(world.shop.pk, "buyer1", Decimal(20), "r1")], **BY)
    yield world
    assert [wrong for proof in PROOFS for wrong in proof()] == []


def prepaid(world: World) -> tuple[ChannelOrder, int]:
    """An order of one piece of each, for 10 a piece, paid from the balance."""
    codes = [sku.code for sku in world.skus]
    order = channel_order(skus=dict.fromkeys(codes, 1), payment_mode=PaymentMode.PREPAID, buyer="buyer1", paid_at=None)
    (order_id,) = make_orders(world.shop, [order])
    assert balance() == 0
    return order, order_id


def balance() -> Decimal:
    return PrepaidAccount.objects.get().balance


def newer(world: World, order: ChannelOrder, **changes: Any) -> None:
    later = replace(order, modified_at=order.modified_at + timedelta(minutes=1), raw=b"2", **changes)
    assert import_orders(shop_id=world.shop.pk, orders=[later], **BY).refused == {}


def first_line(order_id: int) -> OrderLine:
    return OrderLine.objects.filter(order_id=order_id).order_by("pk")[0]


def test_what_a_line_taken_out_had_reserved_is_the_buyers_again(world):
    _, order_id = prepaid(world)
    assert cancel_lines(cancels=[LineCancel(first_line(order_id).pk, Decimal(10))], reason="out", **BY).done
    assert (balance(), shut_gates([order_id])) == (Decimal(10), {})
    assert reserve_balances(order_ids=[order_id], **BY).done == [order_id]
    assert balance() == 10 == sum(entry.amount for entry in PrepaidEntry.objects.all())


def test_what_the_platform_refunds_is_the_buyers_again(world):
    order, order_id = prepaid(world)
    refunded = replace(order.lines[0], refund=RefundState.SUCCEEDED)
    newer(world, order, lines=(refunded, order.lines[1]))
    assert (balance(), shut_gates([order_id])) == (Decimal(10), {})


def test_a_lower_price_gives_the_rest_back(world):
    order, order_id = prepaid(world)
    newer(world, order, lines=(replace(order.lines[0], amount=Decimal("7.50")), order.lines[1]))
    assert (balance(), shut_gates([order_id])) == (Decimal("2.50"), {})


def test_nothing_moves_while_the_price_stays(world):
    _, order_id = prepaid(world)
    entries = PrepaidEntry.objects.count()
    exchange = ItemExchange(first_line(order_id).pk, world.skus[1].code, 1, Decimal(0))
    assert exchange_lines(exchanges=[exchange], **BY).refused == {}
    assert (balance(), PrepaidEntry.objects.count()) == (Decimal(0), entries)
