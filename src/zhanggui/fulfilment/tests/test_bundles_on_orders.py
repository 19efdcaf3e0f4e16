"""A bundle is sold as one and sent as its parts, whatever the platform says about it afterwards."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db.models import Sum
from tests.world import BY, World, broken_promises, make_world

from zhanggui.catalog.flows.set_bundles import set_bundles
from zhanggui.catalog.models import BundleVersion
from zhanggui.catalog.rules.bundles import BundleDraft
from zhanggui.catalog.testing import make_skus
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.flows.take_back_parcels import take_back_parcels
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.testing import empty_basket, take_to
from zhanggui.kernel.doors.channel import ChannelLine, ChannelState, RefundState
from zhanggui.orders.flows.apply_bundles import PlannedAlready, apply_bundles
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.match_lines import match_lines
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Hold, Order, OrderLine
from zhanggui.orders.testing import channel_order, make_orders
from zhanggui.orders.tests.test_own_lines import newer

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return make_world(skus=3)


@pytest.fixture
def bundle(world: World) -> str:
    """One of the first SKU and two of the second; the third is on its own."""
    code = make_skus(1, prefix="SET")[0].code
    a, b, _ = (sku.code for sku in world.skus)
    set_bundles(bundles=[BundleDraft(code, ((a, 1), (b, 2)))], **BY)
    return code


def living() -> list[tuple[str, int, Decimal]]:
    rows = OrderLine.objects.filter(is_cancelled=False, is_replaced=False).order_by("number")
    return list(rows.values_list("sku__code", "ordered", "amount"))


def test_a_bundle_comes_in_as_its_parts_with_its_money_shared(world, bundle):
    make_orders(world.shop, [channel_order("B1", {bundle: 2, world.skus[2].code: 1})])

    line = OrderLine.objects.get(sku_code=bundle)
    assert line.is_replaced
    assert list(line.own_lines.order_by("pk").values_list("number", "ordered", "amount")) == [
        ("B1-1#1", 2, Decimal("6.67")),
        ("B1-1#2", 4, Decimal("13.33")),
    ]
    assert Order.objects.values_list("units", "line_count").get() == (7, 2)
    assert broken_promises() == []


def test_review_and_planning_ask_for_the_parts(world, bundle):
    (order_id,) = make_orders(world.shop, [channel_order("B1", {bundle: 2})])
    take_to("shipped", [order_id])

    assert sorted(ParcelLine.objects.values_list("sku__code", "quantity")) == sorted(
        [(world.skus[0].code, 2), (world.skus[1].code, 4)]
    )
    assert Order.objects.get().state == "shipped"
    assert broken_promises() == []


def test_another_quantity_is_another_number_of_parts(world, bundle):
    order = channel_order("B1", {bundle: 1})
    make_orders(world.shop, [order])
    (line,) = order.lines
    more = line.__class__(line.number, bundle, "", "", 3, Decimal(10), Decimal("29.99"))

    import_orders(shop_id=world.shop.pk, orders=[newer(order, lines=(more,))], **BY)

    assert [(quantity, amount) for _, quantity, amount in living()] == [(3, Decimal("10.00")), (6, Decimal("19.99"))]
    assert Order.objects.get().units == 9
    assert broken_promises() == []


def test_parts_go_with_their_refunded_line_and_come_back_with_it(world, bundle):
    order = channel_order("B1", {bundle: 1, world.skus[2].code: 1})
    make_orders(world.shop, [order])
    before = living()
    refunded = tuple(
        line if line.sku_code != bundle else replace_refund(line, RefundState.SUCCEEDED) for line in order.lines
    )
    import_orders(shop_id=world.shop.pk, orders=[newer(order, lines=refunded)], **BY)
    assert living() == [(world.skus[2].code, 1, Decimal(10))]
    assert Order.objects.get().units == 1
    assert broken_promises() == []

    import_orders(shop_id=world.shop.pk, orders=[newer(order, 10)], **BY)
    assert living() == before
    assert broken_promises() == []


def replace_refund(line: ChannelLine, refund: RefundState) -> ChannelLine:
    return ChannelLine(
        line.number, line.sku_code, line.title, line.spec, line.quantity, line.price, line.amount, refund
    )


def test_a_refund_stops_the_parcel_and_then_the_parts_are_gone(world, bundle):
    order = channel_order("B1", {bundle: 1, world.skus[2].code: 1})
    (order_id,) = make_orders(world.shop, [order])
    take_to("printed", [order_id])
    gone = (replace_refund(order.lines[0], RefundState.SUCCEEDED), order.lines[1])

    import_orders(shop_id=world.shop.pk, orders=[newer(order, lines=gone)], **BY)
    assert Order.objects.get().stop_reason == "refund"
    stop_orders(order_ids=[order_id], **BY)
    empty_basket(parcel_ids=list(Parcel.objects.values_list("pk", flat=True)), **BY)

    take_to("shipped", [order_id])
    assert list(ParcelLine.objects.filter(parcel__state="shipped").values_list("sku__code", flat=True)) == [
        world.skus[2].code
    ]
    assert broken_promises() == []


def test_a_quantity_that_changes_while_parts_are_claimed_waits_for_the_parcel(world, bundle):
    order = channel_order("B1", {bundle: 1})
    (order_id,) = make_orders(world.shop, [order])
    take_to("printed", [order_id])
    line = order.lines[0]
    three = ChannelLine(line.number, bundle, "", "", 3, Decimal(10), Decimal(30))

    import_orders(shop_id=world.shop.pk, orders=[newer(order, lines=(three,))], **BY)
    assert Order.objects.get().units == 3
    assert list(Hold.objects.values_list("reason", flat=True)) == ["change_waits"]
    assert broken_promises() == []

    stop_orders(order_ids=[order_id], **BY)
    empty_basket(parcel_ids=list(Parcel.objects.values_list("pk", flat=True)), **BY)
    assert Order.objects.values_list("units", "state", "open_holds").get() == (9, "to_review", 0)
    assert broken_promises() == []


def test_more_bundles_after_all_have_left_are_more_to_send(world, bundle):
    order = channel_order("B1", {bundle: 1})
    (order_id,) = make_orders(world.shop, [order])
    take_to("shipped", [order_id])

    more = replace(order.lines[0], quantity=3)
    import_orders(shop_id=world.shop.pk, orders=[newer(order, lines=(more,))], **BY)
    assert Order.objects.values_list("state", "units").get() == ("to_review", 9)

    take_to("shipped", [order_id])
    assert Order.objects.values_list("state", "units_shipped").get() == ("shipped", 9)
    assert broken_promises() == []


def test_fewer_bundles_after_all_have_left_are_kept_in_mind_until_the_parcel_comes_back(world, bundle):
    order = channel_order("B1", {bundle: 2})
    (order_id,) = make_orders(world.shop, [order])
    (parcel_id,) = take_to("shipped", [order_id])
    import_orders(shop_id=world.shop.pk, orders=[newer(order, lines=(replace(order.lines[0], quantity=1),))], **BY)
    assert Order.objects.values_list("state", "units").get() == ("shipped", 6)

    take_back_parcels(parcel_ids=[parcel_id], note="wrong pile", **BY)
    assert set(Hold.objects.values_list("reason", flat=True)) == {"change_waits"}
    stop_orders(order_ids=[order_id], **BY)
    empty_basket(parcel_ids=[parcel_id], **BY)
    assert Order.objects.values_list("state", "units", "open_holds").get() == ("to_review", 3, 0)
    assert broken_promises() == []


def test_a_bundle_defined_later_is_applied_to_what_is_not_planned(world):
    code = make_skus(1, prefix="LATE")[0].code
    ids = make_orders(world.shop, [channel_order(skus={code: 1}), channel_order(skus={code: 1})])
    review_orders(order_ids=ids[:1], **BY)
    set_bundles(bundles=[BundleDraft(code, ((world.skus[0].code, 1), (world.skus[1].code, 1)))], **BY)
    assert Order.objects.aggregate(units=Sum("units"))["units"] == 2

    for _ in range(2):
        assert apply_bundles(order_ids=ids, **BY).done == ids
        assert Order.objects.aggregate(units=Sum("units"), versions=Sum("version")) == {"units": 4, "versions": 4}
    assert broken_promises() == []

    take_to("waved", ids)
    assert isinstance(apply_bundles(order_ids=ids, **BY).refused[ids[0]], PlannedAlready)


def test_a_bundle_that_is_none_any_more_is_sent_as_itself(world, bundle):
    (order_id,) = make_orders(world.shop, [channel_order("B1", {bundle: 1})])
    set_bundles(bundles=[BundleDraft(bundle, ())], **BY)
    apply_bundles(order_ids=[order_id], **BY)
    assert living() == [(bundle, 1, Decimal(10))]
    assert broken_promises() == []


def test_a_code_the_catalog_learns_as_a_bundle(world):
    (order_id,) = make_orders(world.shop, [channel_order("B1", {"NEW-SET": 1})])
    sku = make_skus(1)[0]
    sku.code = "NEW-SET"
    sku.save()
    set_bundles(bundles=[BundleDraft("NEW-SET", ((world.skus[0].code, 2),))], **BY)

    match_lines(sku_codes=["NEW-SET"], **BY)

    assert living() == [(world.skus[0].code, 2, Decimal(10))]
    assert Order.objects.get(pk=order_id).units == 2


def test_an_order_closed_on_the_platform_closes_its_parts(world, bundle):
    order = channel_order("B1", {bundle: 1})
    make_orders(world.shop, [order])
    import_orders(shop_id=world.shop.pk, orders=[newer(order, state=ChannelState.CLOSED_REFUNDED)], **BY)
    assert living() == []
    assert Order.objects.values_list("units", "state").get() == (0, "cancelled")
    assert broken_promises() == []


def parts_of_order(number: str) -> list[tuple[str, int]]:
    lines = OrderLine.objects.filter(order__number=number, origin="part", is_cancelled=False).order_by("sku__code")
    return list(lines.values_list("sku__code", "ordered"))


def test_an_order_keeps_the_version_it_was_placed_under_whenever_it_comes_in(world, bundle):
    a, b, c = (sku.code for sku in world.skus)
    before, after = BY["at"] - timedelta(hours=2), BY["at"] + timedelta(hours=2)
    early = channel_order("V1", {bundle: 1}, placed_at=before)
    make_orders(world.shop, [early])
    set_bundles(bundles=[BundleDraft(bundle, ((a, 1), (c, 3)))], actor=BY["actor"], at=BY["at"] + timedelta(hours=1))
    late = [channel_order("V2", {bundle: 2}, placed_at=before), channel_order("V3", {bundle: 1}, placed_at=after)]
    make_orders(world.shop, late)

    assert parts_of_order("V1") == [(a, 1), (b, 2)]
    assert parts_of_order("V2") == [(a, 2), (b, 4)]
    assert parts_of_order("V3") == [(a, 1), (c, 3)]
    assert list(BundleVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2]

    more = newer(early, lines=(replace(early.lines[0], quantity=4),))
    import_orders(shop_id=world.shop.pk, orders=[more], source="test", **BY)
    assert parts_of_order("V1") == [(a, 4), (b, 8)]

    apply_bundles(order_ids=list(Order.objects.filter(number__in=["V1", "V2"]).values_list("pk", flat=True)), **BY)
    assert parts_of_order("V2") == [(a, 2), (c, 6)]
    assert broken_promises() == []
