"""Many orders reach for one prepaid balance, and many receipts for one account, at the same moment."""

from decimal import Decimal
from functools import partial

import pytest
from django.conf import settings
from django.db.models import Sum

from tests.races.at_once import at_once
from tests.world import BY, make_world
from zhanggui.kernel.doors.channel import PaymentMode
from zhanggui.orders.flows.record_payments import record_payments
from zhanggui.orders.flows.reserve_balances import reserve_balances
from zhanggui.orders.flows.reverse_payments import reverse_payments
from zhanggui.orders.flows.top_up_accounts import TopUp, top_up_accounts
from zhanggui.orders.models import OrderPayment, PrepaidAccount, PrepaidEntry
from zhanggui.orders.testing import channel_order, make_orders

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


def prepaid_orders(world, count: int) -> list[int]:
    orders = [
        channel_order(skus=[world.skus[0].code], payment_mode=PaymentMode.PREPAID, buyer="buyer1", paid_at=None)
        for _ in range(count)
    ]
    return make_orders(world.shop, orders)


def test_a_balance_for_three_orders_releases_three():
    world = make_world()
    order_ids = prepaid_orders(world, 12)
    top_up_accounts(top_ups=[TopUp(world.shop.pk, "buyer1", Decimal(35), "R1")], **BY)
    outcomes = at_once([partial(reserve_balances, order_ids=[pk], **BY) for pk in order_ids])
    assert sum(len(outcome.done) for outcome in outcomes) == 3
    assert PrepaidAccount.objects.get().balance == 5
    assert PrepaidEntry.objects.aggregate(sum=Sum("amount"))["sum"] == 5


def test_one_receipt_and_one_reservation_count_once_whoever_repeats_them():
    world = make_world()
    (order_id,) = prepaid_orders(world, 1)
    top_up = TopUp(world.shop.pk, "buyer1", Decimal(20), "R1")
    at_once([partial(top_up_accounts, top_ups=[top_up], **BY) for _ in range(6)])
    at_once([partial(reserve_balances, order_ids=[order_id], **BY) for _ in range(6)])
    assert PrepaidAccount.objects.get().balance == 10
    payment = OrderPayment.objects.get()
    at_once([partial(reverse_payments, payment_ids=[payment.pk], **BY) for _ in range(6)])
    assert PrepaidAccount.objects.get().balance == 20
    at_once([partial(record_payments, order_ids=[order_id], kind="payment", cause="B", **BY) for _ in range(6)])
    assert OrderPayment.objects.filter(kind="payment").count() == 1
