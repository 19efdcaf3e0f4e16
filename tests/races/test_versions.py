"""Two hands decide at one moment which of two versions holds: the second is told, and takes nothing back."""

from dataclasses import replace
from functools import partial

import pytest
from django.conf import settings

from tests.races.at_once import at_once
from tests.world import BY, broken_promises, make_world
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.flows.take_versions import take_versions
from zhanggui.orders.models import Hold, Order
from zhanggui.orders.testing import channel_order, make_orders

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]
ROUNDS = 12


def test_of_two_clerks_one_decides_which_version_holds_and_the_other_is_told():
    world = make_world()
    for _ in range(ROUNDS):
        order = channel_order(skus=[world.skus[0].code])
        (order_id,) = make_orders(world.shop, [order])
        other = replace(order, buyer_message="要蓝色", raw=b"other")
        import_orders(shop_id=world.shop.pk, orders=[other], source="file", **BY)
        keep = partial(release_orders, order_ids=[order_id], reasons=["conflict"], **BY)
        take = partial(take_versions, order_ids=[order_id], **BY)
        kept, taken = at_once([keep, take])
        assert len(kept.done) + len(taken.done) == 1
        message = Order.objects.get(pk=order_id).buyer_message
        assert message == ("要蓝色" if taken.done else "")
        assert not Hold.objects.filter(order_id=order_id).exists()
    assert broken_promises() == []
