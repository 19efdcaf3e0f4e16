"""What a change makes of a parcel at each stage, whoever made it: the table of impacts, met in the warehouse."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.split_parcels import split_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.rules.parcels import OrderReviewDue
from zhanggui.fulfilment.testing import print_out, scan_all, take_to
from zhanggui.kernel.doors.channel import ChannelState, PaymentMode, RefundState
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.flows.write_requests import write_requests
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
PAPERLESS, PRINTED = ("planned", "waved"), ("printed", "picked", "verified", "weighed")

REVIEWED_AGAIN: dict[str, dict[str, Any]] = {
    "a memo that asks for nothing": {"seller_memo": "老客户"},
    "a message that asks for nothing": {"buyer_message": "尽快发货谢谢"},
    "an invoice": {"seller_memo": "发票抬头：甲公司"},
    "a cent": {"paid": 1},
}
STOPPING: dict[str, Callable[[Any], dict[str, Any]]] = {
    "goods": lambda order: {"lines": order.lines[:1]},
    "receiver": lambda order: {"receiver": replace(order.receiver, address="elsewhere 8")},
    "another courier": lambda order: {"seller_memo": "发顺丰"},
    "another address in words": lambda order: {"seller_memo": "改地址：「示例路8号」"},
    "words that ask to wait": lambda order: {"seller_memo": "先别发货"},
    "a message nobody understands": lambda order: {"buyer_message": "not the white one"},
}
FROM_PLATFORMS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "another SKU": lambda order: {"lines": (replace(order.lines[0], sku_code="TS-B"), *order.lines[1:])},
    "more pieces": lambda order: {"lines": (replace(order.lines[0], quantity=3), *order.lines[1:])},
    "fewer pieces": lambda order: {"lines": (replace(order.lines[0], quantity=1), *order.lines[1:])},
    "a refund asked": lambda order: {"lines": (with_refund(order, RefundState.REQUESTED), *order.lines[1:])},
    "a line paid back": lambda order: {"lines": (with_refund(order, RefundState.SUCCEEDED), *order.lines[1:])},
    "cancellation": lambda order: {"state": ChannelState.CANCELLED},
    "paid back whole": lambda order: {"state": ChannelState.CLOSED_REFUNDED},
    "the platform forbids": lambda order: {"state": ChannelState.ON_HOLD},
    "the buyer asks for another address": lambda order: {"address_change_asked": True},
    "the buyer asks for other goods": lambda order: {"item_change_asked": True},
}


def with_refund(order, refund):
    return replace(order.lines[0], refund=refund)


def arrives(world, order, **changes):
    newer = replace(order, modified_at=order.modified_at + timedelta(minutes=5), raw=repr(changes).encode(), **changes)
    import_orders(shop_id=world.shop.pk, orders=[newer], **BY)


@pytest.fixture
def under_way(world):
    def take(stage: str, **words: Any) -> tuple[Any, int, int]:
        order = channel_order(skus=world.usual, **words)
        (order_id,) = make_orders(world.shop, [order])
        (parcel_id,) = take_to(stage, [order_id])
        return order, order_id, parcel_id

    return take


def state_of(parcel_id: int) -> str:
    return Parcel.objects.values_list("state", flat=True).get(pk=parcel_id)


@pytest.mark.parametrize("change", REVIEWED_AGAIN)
@pytest.mark.parametrize("stage", PAPERLESS)
def test_without_paper_it_is_not_printed_and_let_go(world, under_way, stage, change):
    order, order_id, parcel_id = under_way(stage)
    arrives(world, order, **REVIEWED_AGAIN[change])

    if stage == "planned":
        assert isinstance(build_waves(parcel_ids=[parcel_id], **BY).refused[parcel_id], OrderReviewDue)
    else:
        assert isinstance(print_parcels(parcel_ids=[parcel_id], **BY).refused[parcel_id], OrderReviewDue)
    stop_orders(order_ids=[order_id], **BY)
    assert (state_of(parcel_id), Order.objects.get().state) == ("void", "to_review")
    assert not Fact.objects.filter(name="orders.order.stop_asked").exists()


@pytest.mark.parametrize("change", REVIEWED_AGAIN)
@pytest.mark.parametrize("stage", PRINTED)
def test_on_paper_it_goes_on(world, under_way, stage, change):
    order, order_id, parcel_id = under_way(stage)
    arrives(world, order, **REVIEWED_AGAIN[change])
    stop_orders(order_ids=[order_id], **BY)

    assert (state_of(parcel_id), Order.objects.get().stop_reason) == (stage, "")
    if stage == "weighed":
        assert ship_parcels(parcel_ids=[parcel_id], **BY).done == [parcel_id]


@pytest.mark.parametrize(
    ("stage", "change"), [*product([*PAPERLESS, *PRINTED], STOPPING), *product(["waved", "weighed"], FROM_PLATFORMS)]
)
def test_what_the_parcel_would_not_keep_stops_it(world, under_way, stage, change):
    order, order_id, parcel_id = under_way(stage)
    arrives(world, order, **(STOPPING | FROM_PLATFORMS)[change](order))

    assert Order.objects.get().stop_reason
    stop_orders(order_ids=[order_id], **BY)
    assert state_of(parcel_id) == ("void" if stage in PAPERLESS else "stopped")


@pytest.mark.parametrize("stage", [*PAPERLESS, *PRINTED])
def test_a_flag_or_a_deadline_changes_nothing(world, under_way, stage):
    order, order_id, parcel_id = under_way(stage)
    arrives(world, order, seller_flag=3, ship_by=AT + timedelta(days=1))
    stop_orders(order_ids=[order_id], **BY)
    assert (state_of(parcel_id), Order.objects.get().state) == (stage, "in_warehouse")


ORIGINS = ("platform", "staff", "template")
ASKED = {"发顺丰": ("courier", {"carrier": "sf"}), "改地址：「示例路8号」": ("address", {"address": "示例路8号"})}


def asks(world, order, order_id, words, origin):
    """The same request, from the platform, in a memo of ours, or with a template."""
    if origin == "platform":
        arrives(world, order, seller_memo=words)
    elif origin == "staff":
        assert write_memos(order_ids=[order_id], memo=words, **BY).done
    else:
        kind, fields = ASKED[words]
        assert write_requests(order_ids=[order_id], kind=kind, fields=fields, **BY).done


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("words", ASKED)
@pytest.mark.parametrize("stage", [*PAPERLESS, *PRINTED])
def test_a_request_reaches_as_far_whoever_writes_it(world, under_way, stage, words, origin):
    order, order_id, parcel_id = under_way(stage)
    asks(world, order, order_id, words, origin)

    assert Order.objects.get().stop_reason
    assert parcel_id not in print_parcels(parcel_ids=[parcel_id], **BY).done
    assert parcel_id not in ship_parcels(parcel_ids=[parcel_id], **BY).done
    stop_orders(order_ids=[order_id], **BY)
    assert state_of(parcel_id) == ("void" if stage in PAPERLESS else "stopped")


@pytest.mark.parametrize("origin", ["platform", "staff"])
@pytest.mark.parametrize("stage", [*PAPERLESS, *PRINTED])
def test_a_memo_that_asks_for_nothing_reaches_as_far_whoever_writes_it(world, under_way, stage, origin):
    order, order_id, parcel_id = under_way(stage)
    asks(world, order, order_id, "老客户", origin)
    assert (Order.objects.get().stop_reason, Order.objects.get().review_reason) == ("", "memo")
    stop_orders(order_ids=[order_id], **BY)
    assert state_of(parcel_id) == ("void" if stage in PAPERLESS else stage)


@pytest.mark.parametrize("origin", ["platform", "staff"])
def test_words_that_ask_to_wait_hold_until_somebody_has_decided(world, under_way, origin):
    order, order_id, _ = under_way("waved")
    asks(world, order, order_id, "先别发货", origin)
    stop_orders(order_ids=[order_id], **BY)
    write_memos(order_ids=[order_id], memo="老客户", mode="append", **BY)
    assert order_id in review_orders(order_ids=[order_id], **BY).refused
    handle_remarks(order_ids=[order_id], **BY)
    assert review_orders(order_ids=[order_id], **BY).done == [order_id]


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_reviewed_order_is_reviewed_again_whoever_asks(world, origin):
    order = channel_order(skus=world.usual)
    (order_id,) = make_orders(world.shop, [order])
    review_orders(order_ids=[order_id], **BY)
    asks(world, order, order_id, "改地址：「示例路8号」", origin)
    assert Order.objects.get().state == "to_review"
    assert order_id in review_orders(order_ids=[order_id], **BY).refused


@pytest.mark.parametrize("origin", ["platform", "staff"])
def test_the_rest_of_an_order_waits_for_its_review_whoever_asks(world, origin):
    """Part of it has left, the rest waits for goods: nothing of it is under way."""
    order = channel_order(skus={"TS-A": 2, "TS-B": 501})
    (order_id,) = make_orders(world.shop, [order])
    Order.objects.update(state="reviewed")
    plan_parcels(order_ids=[order_id], partly=True, **BY)
    (parcel_id,) = Parcel.objects.values_list("pk", flat=True)
    build_waves(parcel_ids=[parcel_id], **BY)
    print_out(parcel_ids=[parcel_id], **BY)
    take_on(parcel_id)
    assert Order.objects.get().state == "partly_shipped"
    asks(world, order, order_id, "改地址：「示例路8号」", origin)
    assert Order.objects.get().state == "to_review"


def test_the_echo_of_our_own_memo_stops_nothing(world, under_way):
    order, order_id, parcel_id = under_way("planned")
    write_requests(order_ids=[order_id], kind="courier", fields={"carrier": "testexpress"}, **BY)
    stop_orders(order_ids=[order_id], **BY)
    review_orders(order_ids=[order_id], **BY)
    plan_parcels(order_ids=[order_id], **BY)
    ours = Order.objects.get()
    arrives(world, order, seller_memo=ours.seller_memo, seller_flag=ours.seller_flag)
    after = Order.objects.get()
    assert (after.state, after.stop_reason, after.review_reason) == ("in_warehouse", "", "")
    assert list(Parcel.objects.exclude(pk=parcel_id).values_list("state", flat=True)) == ["planned"]


def test_a_courier_never_collects_the_wrong_amount(world, under_way):
    order, _, parcel_id = under_way("printed")
    arrives(world, order, cash_on_delivery=True, payment_mode=PaymentMode.COD)
    assert Order.objects.get().stop_reason == "cash"
    assert parcel_id


def test_reviewed_again_it_is_planned_and_printed_again(world, under_way):
    order, order_id, parcel_id = under_way("waved")
    arrives(world, order, seller_memo="老客户")
    stop_orders(order_ids=[order_id], **BY)
    handle_remarks(order_ids=[order_id], **BY)
    assert review_orders(order_ids=[order_id], **BY).done == [order_id]
    assert Order.objects.get().review_reason == ""

    plan_parcels(order_ids=[order_id], **BY)
    (again,) = Parcel.objects.exclude(pk=parcel_id).values_list("pk", flat=True)
    build_waves(parcel_ids=[again], **BY)
    assert print_parcels(parcel_ids=[again], **BY).done == [again]


def test_of_an_order_in_two_parcels_the_one_on_paper_goes_and_the_rest_is_reviewed_again(world, under_way):
    order, order_id, parcel_id = under_way("planned")
    split_parcels(parcel_ids=[parcel_id], way="by_units", limit=1, **BY)
    first, *others = Parcel.objects.filter(state="planned").order_by("pk").values_list("pk", flat=True)
    build_waves(parcel_ids=[first], **BY)
    print_out(parcel_ids=[first], **BY)
    arrives(world, order, seller_memo="老客户")
    stop_orders(order_ids=[order_id], **BY)
    assert state_of(first) == "printed"
    assert {state_of(other) for other in others} == {"void"}

    assert isinstance(plan_parcels(order_ids=[order_id], **BY).refused[order_id], OrderReviewDue)
    take_on(first)
    assert Order.objects.get().state == "to_review"


def take_on(parcel_id: int) -> None:
    """Through the rest of the stations."""
    parcel = Parcel.objects.get(pk=parcel_id)
    assert parcel.wave_id
    pick_waves(wave_ids=[parcel.wave_id], **BY)
    scan_all([parcel_id])
    weigh_parcels(grams={parcel_id: (parcel.expected_g or 100) + 40}, **BY)
    assert ship_parcels(parcel_ids=[parcel_id], **BY).done == [parcel_id]
