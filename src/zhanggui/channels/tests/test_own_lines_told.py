"""What platforms hear of lines they never sold: of gifts nothing, of bundles and exchanges their own number, once."""

from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from django.db import connection
from django.utils import timezone
from tests.world import World, make_world

from zhanggui.catalog.flows.set_bundles import set_bundles
from zhanggui.catalog.rules.bundles import BundleDraft
from zhanggui.catalog.testing import make_skus
from zhanggui.channels.flows.queue_notices import queue_notices
from zhanggui.channels.flows.withdraw_notices import withdraw_notices
from zhanggui.channels.models import Notice
from zhanggui.channels.offers import free_pieces
from zhanggui.channels.proof import what_left_is_told
from zhanggui.channels.telling import read_tellings
from zhanggui.channels.testing import ACTOR, make_link
from zhanggui.channels.tests.telling import send_out, split
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.flows.take_back_parcels import take_back_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.queries import bundle_availability
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.lines.own import OwnLine, add_own_lines
from zhanggui.orders.models import OrderLine
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.testing import channel_order, make_orders, make_shop

pytestmark = pytest.mark.django_db


class Shelf(NamedTuple):
    world: World
    bundle: str
    bundle_id: int


@pytest.fixture
def shelf(db: None) -> Shelf:
    world = make_world(skus=3)._replace(shop=make_shop(channel="taobao"))
    make_link(world.shop, "http://127.0.0.1:1", at=timezone.now())
    bundle = make_skus(1, prefix="SET")[0]
    a, b, _ = (sku.code for sku in world.skus)
    set_bundles(bundles=[BundleDraft(bundle.code, ((a, 1), (b, 2)))], actor=ACTOR, at=timezone.now())
    return Shelf(world, bundle.code, bundle.pk)


def told(parcel_ids: list[int]) -> list[tuple[str, ...] | None]:
    """By parcel, the line numbers its notice names; None where there is no notice."""
    queue_notices(parcel_ids=parcel_ids, actor=ACTOR, at=timezone.now())
    notices = dict(Notice.objects.filter(parcel_id__in=parcel_ids).values_list("parcel_id", "pk"))
    named = {one.notice_id: one.shipment.line_numbers for one in read_tellings(list(notices.values()), actor=ACTOR)}
    return [named[notices[pk]] if pk in notices else None for pk in parcel_ids]


def planned(shelf: Shelf, order_ids: list[int]) -> list[int]:
    return take_to("planned", order_ids, at=timezone.now())


def test_a_bundle_in_one_parcel_is_the_whole_order(shelf):
    parcels = planned(shelf, make_orders(shelf.world.shop, [channel_order("N1", {shelf.bundle: 2})]))
    send_out(parcels)
    assert told(parcels) == [()]


def test_a_bundle_in_two_parcels_is_told_with_the_first(shelf):
    parcels = split(*planned(shelf, make_orders(shelf.world.shop, [channel_order("N1", {shelf.bundle: 1})])))
    send_out(parcels[:1])
    assert told(parcels[:1]) == [("N1-1",)]
    send_out(parcels[1:])
    assert told(parcels) == [("N1-1",), None]


def test_a_gift_is_nothing_to_the_platform(shelf):
    (order_id,) = make_orders(shelf.world.shop, [channel_order("N1", {shelf.world.skus[2].code: 1})])
    gift = OwnLine(order_id, None, shelf.world.skus[0].pk, 1, Decimal(0))
    add_own_lines([gift], actor=ACTOR, at=timezone.now())
    parcels = split(*planned(shelf, [order_id]))
    send_out(parcels[:1])
    assert told(parcels[:1]) == [()], "what is left is a gift: for the platform the order has left"
    send_out(parcels[1:])
    assert told(parcels[1:]) == [None]


def test_an_exchanged_line_is_told_by_the_number_the_platform_knows(shelf):
    codes = [sku.code for sku in shelf.world.skus]
    (order_id,) = make_orders(shelf.world.shop, [channel_order("N1", {codes[0]: 1, codes[1]: 1})])
    line_id = OrderLine.objects.values_list("pk", flat=True).get(number="N1-1")
    exchange_lines(exchanges=[ItemExchange(line_id, codes[2], 1)], actor=ACTOR, at=timezone.now())
    parcels = split(*planned(shelf, [order_id]))
    send_out(parcels)
    assert told(parcels) == [("N1-2",), ("N1-1",)]


def test_a_bundle_may_be_offered_as_often_as_its_scarcest_part_allows(shelf):
    a, b, _ = shelf.world.skus
    assert free_pieces({shelf.bundle_id}) == {shelf.bundle_id: 500}
    make_orders(shelf.world.shop, [channel_order(skus={b.code: 801, shelf.bundle: 3})])
    assert free_pieces({shelf.bundle_id, a.pk, b.pk}) == {shelf.bundle_id: 96, a.pk: 997, b.pk: 193}
    assert bundle_availability([shelf.bundle_id, a.pk]) == {shelf.bundle_id: 500}, "nothing is claimed yet"
    assert bundle_availability([shelf.bundle_id], warehouse_ids=[shelf.world.warehouse.pk]) == {shelf.bundle_id: 500}


def test_a_bundle_whose_parts_lie_apart_is_not_offered(shelf):
    """Nothing is sent whole where no warehouse has all parts; what one has is not completed from another."""
    a, _, c = shelf.world.skus
    (apart,) = make_skus(1, prefix="APART")
    (far,) = make_skus(1, prefix="FAR")
    set_bundles(bundles=[BundleDraft(apart.code, ((a.code, 1), (far.code, 1)))], actor=ACTOR, at=timezone.now())
    other = make_warehouse()
    make_stock(other, {far.pk: 5})
    assert free_pieces({apart.pk}) == bundle_availability([apart.pk]) == {apart.pk: 0}

    make_stock(other, {a.pk: 2})
    assert free_pieces({apart.pk}) == bundle_availability([apart.pk]) == {apart.pk: 2}
    assert bundle_availability([apart.pk], warehouse_ids=[shelf.world.warehouse.pk]) == {apart.pk: 0}
    assert bundle_availability([apart.pk], warehouse_ids=[other.pk]) == {apart.pk: 2}

    make_orders(shelf.world.shop, [channel_order(skus={far.code: 1, c.code: 1})])
    assert free_pieces({apart.pk}) == {apart.pk: 2}, "of five far pieces four are left"
    make_orders(shelf.world.shop, [channel_order(skus={a.code: 1})])
    assert free_pieces({apart.pk}) == {apart.pk: 1}, "the piece awaited may come from where the bundles are"


def test_the_rest_of_a_bundle_is_told_when_the_first_parcel_is_taken_back(shelf):
    first, second = split(*planned(shelf, make_orders(shelf.world.shop, [channel_order("N1", {shelf.bundle: 1})])))
    send_out([first])
    assert told([first]) == [("N1-1",)]
    send_out([second])
    assert told([second]) == [None]

    by: dict[str, Any] = {"actor": ACTOR, "at": timezone.now()}
    take_back_parcels(parcel_ids=[first], note="wrong pile", **by)
    assert withdraw_notices(parcel_ids=[first], **by).done == [first]
    assert list(Notice.objects.values_list("parcel_id", "state")) == [(second, "queued")]
    assert told([second]) == [("N1-1",)]
    stop_parcels(parcel_ids=[first], reason="refund", **by)
    assert list(what_left_is_told()) == []

    Notice.objects.all().delete()
    assert list(what_left_is_told()) == [], "its job will queue it"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    (wrong,) = what_left_is_told()
    assert Parcel.objects.get(pk=second).number in wrong.record


def test_withdrawing_a_whole_parcel_queues_nothing(shelf):
    goods = {shelf.world.skus[0].code: 1, shelf.world.skus[2].code: 1}
    first, second = split(*planned(shelf, make_orders(shelf.world.shop, [channel_order("N1", goods)])))
    send_out([first, second])
    assert None not in told([first, second])
    by: dict[str, Any] = {"actor": ACTOR, "at": timezone.now()}
    take_back_parcels(parcel_ids=[first], note="wrong pile", **by)
    withdraw_notices(parcel_ids=[first], **by)
    assert list(Notice.objects.values_list("parcel_id", "state")) == [(second, "queued")]
