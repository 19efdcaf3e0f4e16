"""The check for gaps: what the platform lists by creation is here afterwards."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from zhanggui.channels.flows.find_missing_orders import find_missing_orders
from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.testing import ACTOR
from zhanggui.kernel.models import Fact
from zhanggui.orders.models import Order

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


def check(link):
    at = timezone.now()
    find_missing_orders(
        shop_ids=[link.shop_id], since=at - timedelta(hours=2), until=at + timedelta(minutes=1), actor=ACTOR, at=at
    ).one()
    return Fact.objects.filter(name="channels.gaps.checked").latest("id").data


def test_orders_nobody_pulled_are_found_and_fetched(link, place):
    placed = place(120)

    told = check(link)

    assert (told["listed"], told["fetched"]) == (120, 120)
    assert set(Order.objects.values_list("number", flat=True)) == set(placed)


def test_nothing_is_fetched_where_nothing_is_missing(link, place):
    place(3)
    pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())

    assert check(link)["fetched"] == 0
