"""A line is taken out as agreed with the buyer: money, counters, gifts and parcels follow, and the platform's word does
not bring it back."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from tests.world import broken_promises

from zhanggui.catalog.flows.set_bundles import set_bundles
from zhanggui.catalog.models import Barcode, Sku
from zhanggui.catalog.rules.bundles import BundleDraft
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import take_to
from zhanggui.fulfilment.tests.merging import BY, group, live, plan
from zhanggui.fulfilment.tests.test_leaving import STAGES, refund, shared_with_gift
from zhanggui.inventory.models import Availability
from zhanggui.inventory.testing import make_stock
from zhanggui.kernel.doors.channel import RefundState
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.cancel_lines import cancel_lines
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.reopen_lines import reopen_lines
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Hold, Order, OrderLine
from zhanggui.orders.rules.cancelling import (
    CancelledAlready,
    LineCancel,
    NotCancelledByUs,
    NothingElseLeft,
    RefundTooHigh,
)
from zhanggui.orders.rules.exchanges import LineHasLeft
from zhanggui.orders.testing import AT, channel_order, gift_draft, make_gift_rules, make_orders


def line_of(order_id, code):
    return OrderLine.objects.get(order_id=order_id, sku_code=code, source=None)


def cancel(*lines, refund=None):
    return cancel_lines(cancels=[LineCancel(line.pk, refund) for line in lines], reason="wrong colour", **BY)


def reported(world, order, **changes):
    """The platform shows the order once more."""
    newer = replace(order, modified_at=AT + timedelta(minutes=5), raw=repr(changes).encode(), **changes)
    import_orders(shop_id=world.shop.pk, orders=[newer], **BY)


def test_the_line_is_out_with_its_money_and_stays_out(world):
    order = channel_order(skus=world.usual)
    (order_id,) = make_orders(world.shop, [order])
    line = line_of(order_id, "TS-A")
    assert cancel(line, refund=Decimal("12.50")).done == [line.pk]

    reported(world, order, seller_memo="still the same")
    line.refresh_from_db()
    assert (line.is_cancelled, line.cancelled_by, line.agreed_refund) == (True, "test", Decimal("12.50"))
    assert Order.objects.values_list("units", "state").get() == (1, "to_review")
    assert Fact.objects.filter(name="orders.order.line_cancelled").count() == 1
    assert broken_promises() == []


def test_a_reviewed_order_stays_reviewed_and_is_planned_without_it(world):
    (order_id,) = world.orders()
    review_orders(order_ids=[order_id], **BY)
    cancel(line_of(order_id, "TS-A"))
    plan_parcels(order_ids=[order_id], **BY)
    assert [(parcel.units, parcel.expected_g) for parcel in live()] == [(1, 150)]


@pytest.mark.parametrize("stage", STAGES)
def test_of_a_parcel_of_its_own_only_the_line_leaves(world, stage):
    (order_id,) = world.orders()
    take_to(stage, [order_id])
    (parcel,) = live()
    cancel(line_of(order_id, "TS-A"))
    assert Order.objects.get().stop_reason == "lines"
    stop_orders(order_ids=[order_id], **BY)

    kept = Parcel.objects.get(pk=parcel.pk)
    assert (kept.units, kept.state) == (1, {"verified": "picked", "weighed": "picked"}.get(stage, stage))
    assert Order.objects.values_list("state", "stop_reason").get() == ("in_warehouse", "")
    assert broken_promises() == []


@pytest.mark.parametrize("stage", STAGES)
def test_of_a_shared_parcel_only_the_line_and_its_gift_leave(world, stage):
    _, ids, parcel = shared_with_gift(world, stage)
    cancel(line_of(ids[0], "TS-A"))
    stop_orders(order_ids=ids[:1], **BY)
    kept = Parcel.objects.get(pk=parcel.pk)
    assert sorted(kept.lines.values_list("sku__code", "quantity")) == [("TS-B", 1), ("TS-B", 2)]
    assert broken_promises() == []


def test_a_gift_for_money_paid_goes_when_less_is_paid(world):
    Sku.objects.create(product=world.a.product, code="TS-GIFT", weight_g=50)
    make_stock(world.warehouse, {Sku.objects.get(code="TS-GIFT").pk: 10})
    make_gift_rules(gift_draft("band", ("paid", "ge", "25"), sku="TS-GIFT"))
    (order_id,) = world.orders()
    review_orders(order_ids=[order_id], **BY)
    assert OrderLine.objects.filter(origin="gift").exists()
    cancel(line_of(order_id, "TS-B"))
    assert not OrderLine.objects.filter(origin="gift").exists()


def test_the_parts_of_a_bundle_go_with_it(world):
    bundle = Sku.objects.create(product=world.a.product, code="SET")
    Barcode.objects.create(code="999", sku=bundle)
    set_bundles(bundles=[BundleDraft("SET", (("TS-A", 1), ("TS-B", 1)))], **BY)
    (order_id,) = make_orders(world.shop, [channel_order(skus={"SET": 1, "TS-B": 1})])
    cancel(line_of(order_id, "SET"))
    assert Order.objects.get().units == 1
    reopen_lines(line_ids=[line_of(order_id, "SET").pk], **BY)
    assert Order.objects.get().units == 3
    assert broken_promises() == []


def test_the_refund_that_follows_on_the_platform_stops_nothing(world):
    order = channel_order(skus=world.usual)
    (order_id,) = make_orders(world.shop, [order])
    take_to("printed", [order_id])
    cancel(line_of(order_id, "TS-A"))
    stop_orders(order_ids=[order_id], **BY)
    asked = replace(order.lines[0], refund=RefundState.REQUESTED)
    reported(world, order, lines=(asked, order.lines[1]))
    assert Order.objects.values_list("stop_reason", "open_holds", "state").get() == ("", 0, "in_warehouse")
    refund(world, replace(order, modified_at=AT), order.lines[0].number)
    assert Order.objects.values_list("stop_reason", "open_holds", "state").get() == ("", 0, "in_warehouse")


def test_an_order_that_waited_for_these_goods_alone_goes_or_has_gone(world):
    group(world.shop, ships_partly=True)
    ids = make_orders(world.shop, [channel_order(skus={"TS-A": 1000, "TS-B": 1})])
    review_orders(order_ids=ids, **BY)
    plan_parcels(order_ids=ids, **BY)
    assert Hold.objects.filter(reason="shortage").exists()
    cancel(line_of(ids[0], "TS-A"))
    assert not Hold.objects.filter(reason="shortage").exists()


def test_it_can_be_taken_back_and_is_reviewed_again(world):
    (order_id,) = world.orders()
    (parcel,) = plan([order_id])
    line = line_of(order_id, "TS-A")
    cancel(line)
    stop_orders(order_ids=[order_id], **BY)
    assert reopen_lines(line_ids=[line.pk], **BY).done == [line.pk]
    stop_orders(order_ids=[order_id], **BY)
    assert Parcel.objects.get(pk=parcel.pk).state == "void"
    assert Order.objects.values_list("state", "units", "units_claimed").get() == ("to_review", 3, 0)
    assert Availability.objects.get(sku=world.a).claimed == 0
    take_to("planned", [order_id])
    assert [parcel.units for parcel in live()] == [3]


def test_what_cannot_be_is_said(world):
    order = channel_order(skus=world.usual)
    (order_id,) = make_orders(world.shop, [order])
    first, second = line_of(order_id, "TS-A"), line_of(order_id, "TS-B")
    assert isinstance(cancel(first, refund=Decimal(21)).refused[first.pk], RefundTooHigh)
    assert isinstance(reopen_lines(line_ids=[first.pk], **BY).refused[first.pk], NotCancelledByUs)
    both = cancel(first, second)
    assert (both.done, type(both.refused[second.pk])) == ([first.pk], NothingElseLeft)
    assert isinstance(cancel(first).refused[first.pk], CancelledAlready)
    assert cancel_lines(cancels=[LineCancel(0)], **BY).refused[0].code() == "not_found"
    (sent,) = world.orders()
    take_to("shipped", [sent])
    line = line_of(sent, "TS-A")
    assert isinstance(cancel(line).refused[line.pk], LineHasLeft)


def test_from_the_sheet_of_the_order(world, signed_in):
    (order_id,) = world.orders()
    line = line_of(order_id, "TS-A")
    client = signed_in("reviewer")
    assert f"/orders/lines/{line.pk}/cancel" in client.get(f"/sheet/orders/{order_id}/").content.decode()
    page = client.get(f"/orders/lines/{line.pk}/cancel").content.decode()
    assert 'value="20.00"' in page
    assert client.post(f"/orders/lines/{line.pk}/cancel", {"refund": "99"}).status_code == 422
    assert client.post(f"/orders/lines/{line.pk}/cancel", {"refund": "5", "reason": "phoned"}).status_code == 302
    assert "Send it after all" in client.get(f"/sheet/orders/{order_id}/").content.decode()
    assert client.post(f"/orders/lines/{line.pk}/reopen").status_code == 302
    line.refresh_from_db()
    assert (line.is_cancelled, line.agreed_refund) == (False, 0)
