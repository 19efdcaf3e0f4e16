"""Payloads are kept as long as was promised, and no day longer."""

from datetime import timedelta

import pytest
from django.conf import settings

from zhanggui.orders.flows.purge_snapshots import purge_snapshots
from zhanggui.orders.models import Order, OrderSnapshot
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop

pytestmark = pytest.mark.django_db


def test_payloads_go_on_their_day_and_orders_stay():
    shop = make_shop()
    old = make_orders(shop, [channel_order(skus=["A"])], at=AT - timedelta(days=settings.SNAPSHOT_DAYS))
    make_orders(shop, [channel_order(skus=["A"])], at=AT - timedelta(days=settings.SNAPSHOT_DAYS - 1))
    assert purge_snapshots(actor=ACTOR, at=AT).done == old
    assert OrderSnapshot.objects.count() == 1
    assert Order.objects.count() == 2
    assert purge_snapshots(actor=ACTOR, at=AT).done == []
