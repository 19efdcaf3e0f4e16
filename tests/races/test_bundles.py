"""A bundle and its part ordered at the same moment: together they never claim more than there is."""

from functools import partial

import pytest
from django.conf import settings

from tests.races.at_once import at_once, second_while_open
from tests.world import BY, broken_promises, causes, make_world
from zhanggui.catalog.flows.set_bundles import set_bundles
from zhanggui.catalog.models import BundlePart
from zhanggui.catalog.rules.bundles import BundleDraft
from zhanggui.catalog.testing import make_skus
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.inventory.flows.adjust_stock import adjust_stock
from zhanggui.inventory.flows.receive_goods import Receipt, receive_goods
from zhanggui.inventory.models import Availability, Balance
from zhanggui.inventory.queries import bundle_availability
from zhanggui.inventory.rules.counts import Count
from zhanggui.inventory.testing import make_stock, place_of
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.flows.apply_bundles import apply_bundles
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import OrderLine
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.testing import channel_order, make_orders

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


def test_bundle_and_part_together_cannot_claim_more_than_there_is():
    world = make_world(skus=2, pieces=10)
    part, other = world.skus
    (bundle,) = make_skus(1, prefix="SET")
    set_bundles(bundles=[BundleDraft(bundle.code, ((part.code, 2), (other.code, 1)))], **BY)
    assert bundle_availability([bundle.pk]) == {bundle.pk: 5}
    wanted = [{bundle.code: 1}, {part.code: 1}] * 12
    order_ids = make_orders(world.shop, [channel_order(skus=skus) for skus in wanted])
    review_orders(order_ids=order_ids, **BY)

    at_once([partial(plan_parcels, order_ids=[order_id], **BY) for order_id in order_ids], hands=8)

    claimed = dict(Availability.objects.values_list("sku_id", "claimed"))
    bundles = OrderLine.objects.filter(origin="part", sku=other, claimed=1).count()
    alone = OrderLine.objects.filter(origin="channel", sku=part, claimed=1).count()
    assert claimed == {part.pk: 2 * bundles + alone, other.pk: bundles}
    assert claimed[part.pk] <= 10
    assert bundle_availability([bundle.pk]) == {bundle.pk: (10 - claimed[part.pk]) // 2}
    assert claimed[part.pk] >= 9, "what is left is no whole bundle, and no order of the part waits for it"
    assert broken_promises() == []


@pytest.mark.parametrize("is_known_place", [True, False], ids=["a place it lay in before", "a new place"])
def test_what_comes_in_while_it_becomes_a_bundle_is_one_or_the_other(is_known_place):
    world = make_world(skus=1)
    skus = make_skus(12, prefix="SET")
    if is_known_place:
        make_stock(world.warehouse, {sku.pk: 1 for sku in skus})
        shelf = place_of(world.warehouse, "P-01")
        adjust_stock(counts=[Count(next(causes), shelf, sku.pk, 0) for sku in skus], note="sold", **BY)
    part, place = world.skus[0].code, world.place("P-01")
    tasks = []
    for sku in skus:
        tasks += [
            partial(set_bundles, bundles=[BundleDraft(sku.code, ((part, 2),))], **BY),
            partial(receive_goods, receipts=[Receipt(next(causes), place, sku.pk, 3)], **BY),
        ]

    at_once(tasks, hands=8)

    bundles = set(BundlePart.objects.values_list("bundle_id", flat=True))
    lying = set(Balance.objects.filter(sku__in=skus, on_hand__gt=0).values_list("sku_id", flat=True))
    assert bundles | lying == {sku.pk for sku in skus}
    assert bundles & lying == set()
    assert broken_promises() == []


@pytest.mark.parametrize("is_known_place", [True, False], ids=["a place it lay in before", "a new place"])
@pytest.mark.parametrize("is_bundle_first", [True, False], ids=["bundle first", "goods first"])
def test_the_second_waits_for_the_first_and_is_refused(is_bundle_first, is_known_place):
    world = make_world(skus=1)
    (sku,) = make_skus(1, prefix="SET")
    if is_known_place:
        make_stock(world.warehouse, {sku.pk: 1})
        place = place_of(world.warehouse, "P-01")
        adjust_stock(counts=[Count(next(causes), place, sku.pk, 0)], note="sold", **BY)
    receipt = Receipt(next(causes), world.place("P-01"), sku.pk, 3)
    bundle = partial(set_bundles, bundles=[BundleDraft(sku.code, ((world.skus[0].code, 2),))], **BY)
    goods = partial(receive_goods, receipts=[receipt], **BY)
    first, second = (bundle, goods) if is_bundle_first else (goods, bundle)

    answer = second_while_open(first, second)

    refusal = answer if isinstance(answer, Refusal) else next(iter(answer.refused.values()))
    assert refusal.code() == ("bundle_not_stocked" if is_bundle_first else "bundle_on_stock")
    assert sku.code in refusal.sentence
    assert broken_promises() == []


def test_two_definitions_at_once_make_no_bundle_in_a_bundle():
    make_world()
    one, two, plain = (sku.code for sku in make_skus(3))
    at_once(
        [
            partial(set_bundles, bundles=[BundleDraft(one, ((two, 1),))], **BY),
            partial(set_bundles, bundles=[BundleDraft(two, ((plain, 1),))], **BY),
        ]
    )
    assert BundlePart.objects.count() == 1


def test_exchange_and_planning_at_once_leave_the_order_in_one_piece():
    world = make_world(skus=2)
    (bundle,) = make_skus(1, prefix="SET")
    order_ids = make_orders(world.shop, [channel_order(skus={bundle.code: 1}) for _ in range(6)])
    set_bundles(bundles=[BundleDraft(bundle.code, ((world.skus[0].code, 2),))], **BY)
    apply_bundles(order_ids=order_ids, **BY)
    review_orders(order_ids=order_ids, **BY)
    lines = list(OrderLine.objects.filter(origin="channel").values_list("pk", flat=True))
    swaps = [ItemExchange(line_id, world.skus[1].code, 1) for line_id in lines]

    plans = [partial(plan_parcels, order_ids=[order_id], **BY) for order_id in order_ids]
    at_once([*plans, *(partial(exchange_lines, exchanges=[swap], **BY) for swap in swaps)], hands=6)

    assert broken_promises() == []
