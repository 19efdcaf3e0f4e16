"""Every cause of the pool: an order comes into it, somebody takes the way out, and it is gone or it is said why not.

The order is put into its cause as it happens in life where a few steps suffice.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.world import BY, World, make_world
from zhanggui.channels.models import Notice
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.models import CarrierArea
from zhanggui.fulfilment.testing import take_to
from zhanggui.inventory.testing import make_stock
from zhanggui.kernel.doors.channel import ChannelState, PaymentMode, Receiver, RefundState
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.end_exceptions import end_exceptions
from zhanggui.orders.flows.find_exceptions import find_exceptions
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.holding import place_holds
from zhanggui.orders.models import BlockedBuyer, Order, StuckOrder
from zhanggui.orders.pool.sources import ways_out
from zhanggui.orders.pool.states import Cause
from zhanggui.orders.rules.states import PERSON_HOLDS
from zhanggui.orders.testing import channel_order, make_orders
from zhanggui.people.testing import PASSWORD, make_user

pytestmark = pytest.mark.django_db

ASKING = "请发顺丰"


def an_order(world: World, **changes: Any) -> int:
    return make_orders(world.shop, [channel_order(skus=[world.skus[0].code], **changes)])[0]


def reviewed(world: World, **changes: Any) -> int:
    order_id = an_order(world, **changes)
    review_orders(order_ids=[order_id], **BY)
    return order_id


def held(reason: str) -> Callable[[World], int]:
    def make(world: World) -> int:
        order_id = an_order(world)
        place_holds({order_id: "note"}, reason=reason, **BY)
        return order_id

    return make


def many(world: World) -> int:
    return make_orders(world.shop, [channel_order(skus={world.skus[0].code: 1001})])[0]


def short_at_review(world: World) -> int:
    order_id = many(world)
    review_orders(order_ids=[order_id], **BY)
    return order_id


def short_when_planned(world: World) -> int:
    order_id = many(world)
    review_orders(order_ids=[order_id], forced=["stock"], reason="more is on its way", **BY)
    plan_parcels(order_ids=[order_id], **BY)
    return order_id


def in_the_basket(world: World) -> int:
    order_id = an_order(world)
    take_to("printed", [order_id])
    hold_orders(order_ids=[order_id], **BY)
    stop_orders(order_ids=[order_id], **BY)
    return order_id


def stopping(world: World) -> int:
    order_id = an_order(world)
    take_to("printed", [order_id])
    hold_orders(order_ids=[order_id], **BY)
    return order_id


def refunding(world: World) -> int:
    order = channel_order(skus=[world.skus[0].code])
    object.__setattr__(order.lines[0], "refund", RefundState.REQUESTED)
    return make_orders(world.shop, [order])[0]


def unreachable(world: World) -> int:
    CarrierArea.objects.create(state="浙江省", is_served=False)
    return reviewed(world)


def nobody_sends(world: World) -> int:
    order_id = reviewed(world)
    place_holds({order_id: "no carrier"}, reason="no_place", **BY)
    return order_id


def blocked(world: World) -> int:
    BlockedBuyer.objects.create(buyer="bad1")
    return reviewed(world, buyer="bad1")


def read_since(world: World) -> int:
    order_id = reviewed(world, buyer_message="red please")
    handle_remarks(order_ids=[order_id], **BY)
    return order_id


def noticed(state: str) -> Callable[[World], int]:
    def make(world: World) -> int:
        order_id = an_order(world)
        (parcel_id,) = take_to("shipped", [order_id])
        Notice.objects.create(
            shop=world.shop, order_id=order_id, parcel_id=parcel_id, state=state, queued_at=BY["at"], trouble="no"
        )
        return order_id

    return make


# By cause: how an order gets there, and why it is refused; "" when the way out ends the cause.
CASES: list[tuple[str, Callable[[World], int], str]] = [
    ("in_basket", in_the_basket, "needs_person"),
    ("stopping", stopping, ""),
    ("refund", refunding, "no_platform_to_ask"),
    ("platform", lambda world: an_order(world, state=ChannelState.ON_HOLD), "no_platform_to_ask"),
    ("address_change", lambda world: an_order(world, address_change_asked=True), "needs_person"),
    ("item_change", lambda world: an_order(world, item_change_asked=True), "needs_person"),
    ("change_waits", held("change_waits"), "under_way"),
    *((str(reason), held(reason), "") for reason in sorted(PERSON_HOLDS - {"conflict"})),
    ("conflict", held("conflict"), "needs_person"),
    ("unmatched", lambda world: make_orders(world.shop, [channel_order(skus=["NOBODY"])])[0], "needs_person"),
    ("receiver", lambda world: reviewed(world, receiver=Receiver(name="王䶮")), "needs_person"),
    ("shortage", short_at_review, "review_refused"),
    ("shortage", short_when_planned, "stock_short"),
    ("no_place", unreachable, "review_refused"),
    ("no_place", nobody_sends, ""),
    ("payment", lambda world: an_order(world, payment_mode=PaymentMode.DEPOSIT, paid_at=None), "needs_person"),
    ("request", lambda world: an_order(world, buyer_message=ASKING), "needs_person"),
    ("remark", lambda world: reviewed(world, buyer_message="red please"), ""),
    ("refused", blocked, "review_refused"),
    ("passable", read_since, ""),
    ("notice", noticed("refused"), ""),
    ("in_vain", noticed("in_vain"), "needs_person"),
]


def cause_of(order_id: int) -> str:
    find_exceptions(order_ids=[order_id], **BY)
    return StuckOrder.objects.filter(pk=order_id).values_list("cause", flat=True).first() or ""


def test_the_table_knows_every_cause():
    assert {cause for cause, *_ in CASES} == set(Cause.values)


@pytest.mark.parametrize(("cause", "make", "why"), CASES, ids=[f"{cause}-{why or 'done'}" for cause, _, why in CASES])
def test_the_way_out_ends_the_cause_or_says_why_not(cause, make, why):
    order_id = make(make_world())
    assert cause_of(order_id) == cause

    outcome = end_exceptions(order_ids=[order_id], **BY)

    left = StuckOrder.objects.filter(pk=order_id).values_list("cause", flat=True).first()
    ended = Fact.objects.filter(name="orders.exception.ended", subject_id=order_id).count()
    assert [refusal.code() for refusal in outcome.refused.values()] == ([why] if why else [])
    assert (outcome.done, left == cause, ended) == (([], True, 0) if why else ([order_id], False, 1))
    assert cause_of(order_id) == (left or ""), "the way out leaves the pool as the next look finds it"


def test_what_a_person_does_has_a_page_with_the_order_on_it(client: Client):
    make_user("lead", roles=["service_lead", "operations_lead", "exception_handler"])
    assert client.login(username="lead", password=PASSWORD)
    world = make_world()
    orders = {cause: make(world) for cause, make, why in CASES if why == "needs_person"}
    numbers = dict(Order.objects.values_list("pk", "number"))
    for cause, order_id in orders.items():
        page = ways_out()[cause].page_for(order_id, numbers[order_id])
        assert client.get(page).status_code == 200, page
        if page.startswith("/desk/"):
            rows = client.get(page.replace("/?", "/rows?")).json()["rows"]
            assert len(rows) == 1, page


@pytest.mark.parametrize("make", [short_at_review, short_when_planned])
def test_with_goods_on_the_shelf_the_way_out_of_a_shortage_plans_the_order(make):
    world = make_world()
    order_id = make(world)
    make_stock(world.warehouse, {world.skus[0].pk: 1})
    assert cause_of(order_id) == "shortage"
    assert end_exceptions(order_ids=[order_id], **BY).done == [order_id]
    assert Order.objects.get(pk=order_id).state == "in_warehouse"
