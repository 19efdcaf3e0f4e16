"""What may be sold is never told too high: pieces are claimed, and let go, while listings are weighed."""

from threading import Event

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import F

from tests.races.at_once import at_once
from tests.world import make_world
from zhanggui.catalog.testing import make_skus
from zhanggui.channels.offers import free_pieces
from zhanggui.inventory.models import Availability
from zhanggui.inventory.testing import make_stock
from zhanggui.orders.models import OrderLine
from zhanggui.orders.testing import channel_order, make_orders

pytestmark = [pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)]
TURNS, ORDERS = 300, 10


def test_what_is_claimed_meanwhile_is_never_counted_as_free():
    world, (sku,) = make_world(), make_skus(1)
    make_stock(world.warehouse, {sku.pk: 100})
    make_orders(world.shop, [channel_order(skus=[sku.code]) for _ in range(ORDERS)])
    ended, seen = Event(), set()

    def claim_and_let_go():
        try:
            for turn in range(TURNS):
                pieces = 1 if turn % 2 == 0 else -1
                with transaction.atomic():
                    OrderLine.objects.filter(sku=sku).update(claimed=F("claimed") + pieces)
                    Availability.objects.filter(sku=sku).update(claimed=F("claimed") + pieces * ORDERS)
        finally:
            ended.set()

    def look():
        while not ended.is_set():
            seen.add(free_pieces({sku.pk})[sku.pk])

    at_once([claim_and_let_go, look])
    assert seen == {100 - ORDERS}
