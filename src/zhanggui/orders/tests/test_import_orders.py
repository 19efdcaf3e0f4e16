"""What a newer version means for an order we already work on."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from zhanggui.kernel.doors.channel import ChannelOrder, ChannelState, RefundState
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.record_progress import Progress, record_progress
from zhanggui.orders.flows.reopen_orders import reopen_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Hold, Order, OrderLine
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
S = ChannelState


def newer(order: ChannelOrder, minutes: int = 5, **changes: Any) -> ChannelOrder:
    changed = replace(order, modified_at=order.modified_at + timedelta(minutes=minutes), **changes)
    return replace(changed, raw=repr(changed).encode())


@pytest.fixture
def claimed(desk) -> tuple[ChannelOrder, OrderLine]:
    """Two pieces of one line, claimed for a parcel."""
    order = channel_order(skus={desk.sku.code: 2})
    (order_id,) = make_orders(desk.shop, [order])
    review_orders(order_ids=[order_id], **BY)
    line = OrderLine.objects.get(order_id=order_id)
    record_progress(lines=[Progress(line.pk, claimed=2)], **BY)
    return order, line


def with_line(order: ChannelOrder, **changes: Any) -> ChannelOrder:
    return newer(order, lines=(replace(order.lines[0], **changes),))


def test_a_claimed_line_changes_when_its_claims_are_back(desk, claimed):
    order, line = claimed
    changed = with_line(order, quantity=5)
    make_orders(desk.shop, [changed])
    line.refresh_from_db()
    assert (line.ordered, line.wanted) == (2, 5)
    assert list(Hold.objects.values_list("reason", flat=True)) == ["change_waits"]

    record_progress(lines=[Progress(line.pk, claimed=-2)], **BY)
    line.refresh_from_db()
    here = Order.objects.get()
    assert (line.ordered, line.wanted, here.units, here.open_holds, here.state) == (5, None, 5, 0, "to_review")

    before = Fact.objects.count()
    make_orders(desk.shop, [changed])
    assert Fact.objects.count() == before


def test_a_change_that_is_taken_back_waits_no_more(desk, claimed):
    order, line = claimed
    make_orders(desk.shop, [with_line(order, quantity=5)])
    make_orders(desk.shop, [newer(order, minutes=9)])
    line.refresh_from_db()
    assert (line.ordered, line.wanted, Hold.objects.count()) == (2, None, 0)


def test_what_has_left_stays_what_it_was(desk, claimed):
    order, line = claimed
    make_orders(desk.shop, [with_line(order, sku_code="other", quantity=1)])
    record_progress(lines=[Progress(line.pk, picked=2, packed=2, shipped=2)], **BY)
    line.refresh_from_db()
    assert (line.sku_code, line.ordered) == (desk.sku.code, 2)
    assert (line.wanted_code, line.wanted) == ("other", 1), "kept in mind: the parcel may come back"
    assert Order.objects.get().state == "shipped"
    assert not Hold.objects.exists()


def test_of_what_has_left_in_part_only_the_rest_changes(desk, claimed):
    order, line = claimed
    make_orders(desk.shop, [with_line(order, quantity=5)])
    record_progress(lines=[Progress(line.pk, picked=2, packed=2, shipped=2)], **BY)
    assert Order.objects.get().state == "partly_shipped"

    make_orders(desk.shop, [newer(with_line(order, quantity=3), minutes=6)])
    assert OrderLine.objects.values_list("ordered", "wanted").get() == (3, None)
    make_orders(desk.shop, [newer(with_line(order, quantity=1), minutes=7)])
    assert OrderLine.objects.values_list("ordered", "wanted").get() == (2, 1)
    assert Order.objects.values_list("state", "units").get() == ("shipped", 2)


def test_a_refunded_line_is_not_sent_and_holds_nothing(desk):
    order = channel_order(skus={desk.sku.code: 1, "other": 1})
    (order_id,) = make_orders(desk.shop, [order])
    refunded = replace(order.lines[1], refund=RefundState.SUCCEEDED)
    make_orders(desk.shop, [newer(order, lines=(order.lines[0], refunded))])
    assert not Hold.objects.exists()
    assert review_orders(order_ids=[order_id], **BY).done == [order_id]


@pytest.mark.parametrize("state", [S.SHIPPED, S.COMPLETED, S.AWAITING_SHIPMENT, S.PENDING_PAYMENT])
def test_a_cancellation_of_ours_stands_whatever_the_platform_says(desk, state):
    order = channel_order(skus=[desk.sku.code])
    (order_id,) = make_orders(desk.shop, [order])
    cancel_orders(order_ids=[order_id], **BY)
    make_orders(desk.shop, [newer(order, state=state)])
    assert desk.state(order_id) == "cancelled"

    reopen_orders(order_ids=[order_id], **BY)
    assert Order.objects.get().cancelled_by == ""
    assert desk.state(order_id) != "cancelled"


def test_a_cancelled_order_that_the_platform_opens_again_follows_once_its_parcel_let_go(desk, claimed):
    order, line = claimed
    make_orders(desk.shop, [newer(order, state=S.CANCELLED)])
    make_orders(desk.shop, [newer(order, minutes=9)])
    assert Order.objects.get().state == "cancelled"
    record_progress(lines=[Progress(line.pk, claimed=-2)], **BY)
    assert Order.objects.get().state == "to_review"


def test_two_contents_of_one_moment_hold_the_order(desk):
    order = channel_order(skus=[desk.sku.code])
    (order_id,) = make_orders(desk.shop, [order])
    other = replace(order, buyer_message="other", raw=b"other")
    import_orders(shop_id=desk.shop.pk, orders=[other, other], **BY)
    assert list(Hold.objects.values_list("reason", flat=True)) == ["conflict"]
    assert [
        refusal.code() for refusal in review_orders(order_ids=[order_id], **BY).refused[order_id].data["reasons"]
    ] == ["held"]
