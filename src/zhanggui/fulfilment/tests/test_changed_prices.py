"""Orders that cost more or less since they were paid: what is printed, and what of a balance has left with them."""

from decimal import Decimal

import pytest
from tests.world import BY, World, make_world

from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.testing import take_to
from zhanggui.kernel.doors.channel import PaymentMode
from zhanggui.orders.flows.cancel_lines import cancel_lines
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.reopen_differences import reopen_differences
from zhanggui.orders.flows.settle_differences import settle_differences
from zhanggui.orders.flows.top_up_accounts import TopUp, top_up_accounts
from zhanggui.orders.models import Exchange, Order, OrderLine, PrepaidAccount
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.rules.cancelling import LineCancel
from zhanggui.orders.testing import channel_order, make_orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return make_world(skus=2, pieces=100)


def test_a_parcel_is_not_printed_while_a_difference_is_to_be_collected(world):
    (order_id,) = make_orders(world.shop, [channel_order(skus=[world.skus[0].code])])
    line = OrderLine.objects.get(order_id=order_id)
    exchange_lines(exchanges=[ItemExchange(line.pk, world.skus[1].code, 1, Decimal(5))], **BY)
    exchange_ids = [Exchange.objects.get().pk]
    settle_differences(exchange_ids=exchange_ids, way="collected", **BY)
    parcels = take_to("waved", [order_id])
    reopen_differences(exchange_ids=exchange_ids, note="bounced", **BY)
    Order.objects.filter(pk=order_id).update(stop_reason="")
    refusal = print_parcels(parcel_ids=parcels, **BY).refused[parcels[0]]
    assert (refusal.code(), "5.00" in refusal.sentence) == ("gate_shut", True)


def test_an_order_leaves_with_no_more_of_a_balance_than_it_costs(world):
    top_up_accounts(top_ups=[TopUp(world.shop.pk, "buyer1", Decimal(20), "r1")], **BY)
    codes = [sku.code for sku in world.skus]
    order = channel_order(skus=dict.fromkeys(codes, 1), payment_mode=PaymentMode.PREPAID, buyer="buyer1", paid_at=None)
    (order_id,) = make_orders(world.shop, [order])
    line = OrderLine.objects.filter(order_id=order_id).order_by("pk")[0]
    assert cancel_lines(cancels=[LineCancel(line.pk, Decimal(10))], reason="out", **BY).done == [line.pk]
    take_to("shipped", [order_id])
    assert Order.objects.get(pk=order_id).state == "shipped"
    assert PrepaidAccount.objects.get().balance == 10
