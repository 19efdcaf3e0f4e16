"""An order that is paid in another way than before: its reservation follows at once, and so does its gate."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.world import BY, World, make_world

from zhanggui.kernel.doors.channel import ChannelOrder, ChannelPayment, PaymentKind, PaymentMode
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.top_up_accounts import TopUp, top_up_accounts
from zhanggui.orders.models import Order, OrderPayment, PrepaidAccount, PrepaidEntry
from zhanggui.orders.payments.gates import gate_cases, shut_gates
from zhanggui.orders.proof import PROOFS
from zhanggui.orders.remarks.shown import payment_shown
from zhanggui.orders.testing import AT, channel_order, make_orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """A SKU on stock; the buyer paid 15 in advance. Afterwards every promise holds."""
    world = make_world(skus=1, pieces=100)
    top_up_accounts(top_ups=[TopUp(world.shop.pk, "buyer1", Decimal(15), "r1")], **BY)
    yield world
    assert [wrong for proof in PROOFS for wrong in proof()] == []


def made(world: World, mode: PaymentMode, **changes: Any) -> tuple[ChannelOrder, int]:
    """An order of one piece for 10."""
    order = channel_order(skus=[world.skus[0].code], payment_mode=mode, buyer="buyer1", **changes)
    (order_id,) = make_orders(world.shop, [order])
    return order, order_id


def newer(world: World, order: ChannelOrder, minutes: int = 1, **changes: Any) -> None:
    later = replace(order, modified_at=order.modified_at + timedelta(minutes=minutes), raw=b"%d" % minutes, **changes)
    assert import_orders(shop_id=world.shop.pk, orders=[later], **BY).refused == {}


def balance() -> Decimal:
    return PrepaidAccount.objects.get().balance


@pytest.mark.parametrize("mode", [PaymentMode.PAID, PaymentMode.COD, PaymentMode.DEPOSIT, PaymentMode.INSTALMENTS])
def test_an_order_that_is_prepaid_no_more_gives_its_reservation_back(world, mode):
    order, _ = made(world, PaymentMode.PREPAID, paid_at=None)
    assert balance() == 5
    newer(world, order, payment_mode=mode)
    assert (Order.objects.get().payment_mode, balance()) == (mode, Decimal(15))
    newer(world, order, 2, payment_mode=mode)
    assert (balance(), PrepaidEntry.objects.count()) == (Decimal(15), 3)


def test_an_order_that_becomes_prepaid_takes_its_balance(world):
    order, order_id = made(world, PaymentMode.COD, paid_at=None)
    newer(world, order, payment_mode=PaymentMode.PREPAID)
    assert (balance(), shut_gates([order_id])) == (Decimal(5), {})
    newer(world, order, 2, payment_mode=PaymentMode.COD)
    newer(world, order, 3, payment_mode=PaymentMode.PREPAID)
    assert (balance(), shut_gates([order_id])) == (Decimal(5), {})


def test_one_that_the_balance_does_not_carry_waits_at_its_gate(world):
    order, order_id = made(world, PaymentMode.PAID)
    assert review_orders(order_ids=[order_id], **BY).done == [order_id]
    line = replace(order.lines[0], price=Decimal(20), amount=Decimal(20))
    newer(world, order, payment_mode=PaymentMode.PREPAID, lines=(line,), paid_at=None)
    assert (Order.objects.get().state, balance()) == ("to_review", Decimal(15))
    assert list(shut_gates([order_id])) == [order_id]


def test_one_that_is_reviewed_is_reviewed_again_for_its_new_way_of_paying(world):
    order, order_id = made(world, PaymentMode.PREPAID, paid_at=None)
    assert review_orders(order_ids=[order_id], **BY).done == [order_id]
    newer(world, order, payment_mode=PaymentMode.PAID, paid_at=AT)
    assert (Order.objects.get().state, balance()) == ("to_review", Decimal(15))
    assert review_orders(order_ids=[order_id], **BY).done == [order_id]


def test_a_version_that_came_late_changes_no_way_of_paying(world):
    order, _ = made(world, PaymentMode.PREPAID, paid_at=None)
    newer(world, order, -1, payment_mode=PaymentMode.PAID)
    assert (Order.objects.get().payment_mode, balance()) == ("prepaid", Decimal(5))


def test_a_deposit_order_that_is_simply_paid_loses_its_deposit(world):
    deposit = ChannelPayment(PaymentKind.DEPOSIT, Decimal(2), AT, "deposit")
    order, _ = made(world, PaymentMode.DEPOSIT, payments=(deposit,), paid_at=None)
    newer(world, order, payment_mode=PaymentMode.PAID, payments=(), paid_at=AT)
    assert Order.objects.get().payment_mode == "paid"
    assert [row.amount for row in OrderPayment.objects.order_by("pk")] == [2, -2]


def test_what_the_courier_collects_stands_on_the_sheet(world):
    _, pk = made(world, PaymentMode.COD, paid=Decimal(0))
    order = Order.objects.get(pk=pk)
    shown = payment_shown(order, BY["actor"])
    case = gate_cases([pk])[pk]
    assert shown["to_collect"] == case.due > 0
    _, paid = made(world, PaymentMode.PAID)
    assert payment_shown(Order.objects.get(pk=paid), BY["actor"])["to_collect"] == 0
