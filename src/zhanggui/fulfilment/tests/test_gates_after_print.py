"""What shuts the gate of a printed order stops its parcels; what has left keeps the money reserved for it."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.testing import take_to
from zhanggui.kernel.doors.channel import ChannelOrder, ChannelPayment, ChannelState, PaymentKind, PaymentMode
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.record_payments import record_payments
from zhanggui.orders.flows.top_up_accounts import TopUp, top_up_accounts
from zhanggui.orders.models import Order, PrepaidAccount
from zhanggui.orders.payments.gates import shut_gates
from zhanggui.orders.proof import PROOFS
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
WITHDRAWN: dict[str, dict[str, Any]] = {
    "no moment": {"paid_at": None},
    "waits for payment": {"state": ChannelState.PENDING_PAYMENT},
}


def newer(world: Any, order: ChannelOrder, **changes: Any) -> None:
    later = replace(order, modified_at=order.modified_at + timedelta(minutes=1), raw=b"2", **changes)
    assert import_orders(shop_id=world.shop.pk, orders=[later], **BY).refused == {}


def stays(world: Any, order: ChannelOrder, **changes: Any) -> None:
    (order_id,) = make_orders(world.shop, [order])
    (parcel_id,) = take_to("weighed", [order_id])
    newer(world, order, **changes)
    assert list(shut_gates([order_id])) == [order_id]
    assert ship_parcels(parcel_ids=[parcel_id], **BY).done == []
    stop_orders(order_ids=[order_id], **BY)
    assert ship_parcels(parcel_ids=[parcel_id], **BY).done == []


@pytest.mark.parametrize("how", WITHDRAWN)
def test_the_platform_takes_the_payment_back(world, how):
    stays(world, channel_order(skus={"TS-A": 1}), **WITHDRAWN[how])


def test_more_is_due_than_the_tail_paid(world):
    paid = (
        ChannelPayment(PaymentKind.DEPOSIT, Decimal(2), AT, "d"),
        ChannelPayment(PaymentKind.TAIL, Decimal(8), AT, "t"),
    )
    order = channel_order(skus={"TS-A": 1}, payment_mode=PaymentMode.DEPOSIT, paid_at=None, payments=paid)
    stays(world, order, lines=(replace(order.lines[0], amount=Decimal(30), price=Decimal(30)),))


def test_the_money_of_what_left_stays_until_its_new_way_of_paying_covers_it(world):
    top_up_accounts(top_ups=[TopUp(world.shop.pk, "b1", Decimal(50), "r")], **BY)
    order = channel_order(skus={"TS-A": 1}, payment_mode=PaymentMode.PREPAID, paid_at=None, buyer="b1")
    (order_id,) = make_orders(world.shop, [order])
    take_to("shipped", [order_id])
    newer(world, order, payment_mode=PaymentMode.DEPOSIT)
    assert Order.objects.get().state == "shipped"
    balances = [PrepaidAccount.objects.get().balance]
    for amount, cause in ((Decimal(4), "deposit"), (Decimal(6), "tail")):
        assert record_payments(order_ids=[order_id], kind=cause, cause=cause, amount=amount, **BY).done
        balances.append(PrepaidAccount.objects.get().balance)
    assert balances == [40, 44, 50]
    assert [wrong for proof in PROOFS for wrong in proof()] == []


def test_a_newer_version_of_a_plainly_paid_order_asks_nothing_of_payments(world):
    """Also not when its amounts change: what the platform took is all that was due."""
    order = channel_order(skus={"TS-A": 1})
    make_orders(world.shop, [order])
    with CaptureQueriesContext(connection) as seen:
        newer(world, order, lines=(replace(order.lines[0], amount=Decimal(30), price=Decimal(30)),))
    assert not [one["sql"] for one in seen if "payment" in one["sql"].replace("payment_mode", "")]
