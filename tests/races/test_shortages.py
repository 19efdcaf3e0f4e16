"""Weighing at once: who weighs the same goes one after the other and the sums are right, who weighs others goes on."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from tests.races.at_once import at_once
from tests.world import BY, World, make_world
from zhanggui.catalog.models import Sku
from zhanggui.catalog.testing import make_skus
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.kernel.steps import move_to
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.open_shortage_slips import open_shortage_slips
from zhanggui.orders.flows.sign_shortage_slips import sign_shortage_slips
from zhanggui.orders.flows.weigh_shortages import weigh_shortages
from zhanggui.orders.models import Order, ShortageSlip, ShortLine, ShortOrder, ShortSku
from zhanggui.orders.testing import channel_order, make_orders, make_shop
from zhanggui.people.models import Shop

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


@pytest.fixture
def world() -> World:
    return make_world()


def short(shop: Shop, skus: list[Sku], number: int) -> list[int]:
    """So many planned orders that found nothing of these goods."""
    order_ids = make_orders(shop, [channel_order(skus=[sku.code for sku in skus]) for _ in range(number)])
    move_to(Order, order_ids, "reviewed")
    plan_parcels(order_ids=order_ids, **BY)
    return order_ids


def board() -> list[list[Any]]:
    return [
        list(ShortOrder.objects.order_by("pk").values_list("pk", "short", "causes")),
        list(ShortLine.objects.order_by("pk").values_list("pk", "sku_id", "short", "place", "causes")),
        list(ShortSku.objects.order_by("pk").values_list("pk", "short", "orders", "money", "causes")),
    ]


def test_two_shops_are_weighed_at_once(world):
    first, second = (short(shop, make_skus(1), 3) for shop in (world.shop, make_shop()))
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        weigh_shortages(order_ids=first, **BY)
        other = pool.submit(at_once, [partial(weigh_shortages, order_ids=second, **BY)])
        assert other.result(timeout=10)[0].done == second, "while the first is not done"
    assert set(ShortOrder.objects.values_list("pk", flat=True)) == {*first, *second}


def test_whoever_weighs_what_at_once_the_sums_are_those_of_one_after_the_other(world):
    skus = make_skus(4)
    shops = [world.shop, make_shop()]
    order_ids = [pk for n in range(8) for pk in short(shops[n % 2], [skus[n % 4], skus[(n + 1) % 4]], 1)]
    cancel_orders(order_ids=order_ids[6:], **BY)
    tasks = [partial(weigh_shortages, order_ids=[pk], **BY) for pk in order_ids]
    tasks += [partial(weigh_shortages, sku_ids=[sku.pk], **BY) for sku in skus]
    tasks += [partial(weigh_shortages, order_ids=order_ids[::-1], **BY)]

    for answer in at_once(tasks * 2, hands=6):
        assert answer.refused == {}

    found = board()
    weigh_shortages(order_ids=order_ids, sku_ids=[sku.pk for sku in skus], **BY)
    assert board() == found
    assert [row[0] for row in found[0]] == order_ids[:6]


def test_the_slip_of_two_orders_that_go_at_once_is_closed(world):
    order_ids = [short(world.shop, make_skus(1), 1)[0] for _ in range(2)]
    weigh_shortages(order_ids=order_ids, **BY)
    open_shortage_slips(order_ids=order_ids, **BY)
    sign_shortage_slips(slip_ids=list(ShortageSlip.objects.values_list("pk", flat=True)), **BY)
    cancel_orders(order_ids=order_ids, **BY)

    at_once([partial(weigh_shortages, order_ids=[pk], **BY) for pk in order_ids])

    assert ShortageSlip.objects.values_list("state", flat=True).get() == "closed"
