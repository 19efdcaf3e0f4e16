"""An exchange of one line of an order that is under way in several parcels, and taking it back."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.world import broken_promises

from zhanggui.catalog.models import Barcode, Sku
from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.split_parcels import split_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.testing import empty_basket, print_out, take_to
from zhanggui.fulfilment.tests.test_impacts import take_on
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.refuse_changes import refuse_changes
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.undo_exchanges import undo_exchanges
from zhanggui.orders.models import ChangeRequest, Order, OrderLine
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
SHORT = "TS-C"


@pytest.fixture
def half(world):
    """An order of which one line is on paper, and the other one is short."""
    sku = Sku.objects.create(product=world.a.product, code=SHORT, spec="red", weight_g=180)
    Barcode.objects.create(code="333", sku=sku)
    told = channel_order(skus={"TS-A": 2, SHORT: 1})
    (order_id,) = make_orders(world.shop, [told])
    return told, order_id, printed(order_id)


def printed(order_id: int) -> int:
    """What there is of the order is on paper."""
    review_orders(order_ids=[order_id], forced=["stock"], reason="in parts", **BY).one()
    plan_parcels(order_ids=[order_id], partly=True, **BY)
    parcel_id = Parcel.objects.latest("pk").pk
    build_waves(parcel_ids=[parcel_id], **BY)
    assert print_out(parcel_ids=[parcel_id], **BY).done == [parcel_id]
    return parcel_id


def swap(order_id: int, code: str, other: str = "TS-B") -> int:
    line_id = OrderLine.objects.get(order_id=order_id, sku_code=code, origin="channel").pk
    assert exchange_lines(exchanges=[ItemExchange(line_id, other, 1)], **BY).done == [line_id]
    return line_id


def marks() -> tuple[str, str]:
    return Order.objects.values_list("stop_reason", "review_reason").get()


def states() -> list[str]:
    return list(Parcel.objects.order_by("pk").values_list("state", flat=True))


def test_of_goods_in_no_parcel_what_is_on_paper_goes_and_the_rest_is_reviewed_again(half):
    _, order_id, parcel_id = half
    swap(order_id, SHORT)
    assert marks() == ("", "items")
    assert plan_parcels(order_ids=[order_id], **BY).refused
    stop_orders(order_ids=[order_id], **BY)
    assert states() == ["printed"]

    take_on(parcel_id)
    assert Order.objects.get().state == "to_review"
    take_on(printed(order_id))
    assert list(ParcelLine.objects.order_by("pk").values_list("sku__code", "quantity")) == [("TS-A", 2), ("TS-B", 1)]
    assert Order.objects.get().state == "shipped"
    assert broken_promises() == []


def test_the_rest_of_an_order_that_left_in_part_is_reviewed_again(half):
    _, order_id, parcel_id = half
    take_on(parcel_id)
    assert Order.objects.get().state == "partly_shipped"
    swap(order_id, SHORT)
    assert Order.objects.get().state == "to_review"


def test_taken_back_and_exchanged_again_nothing_goes_unreviewed(half):
    _, order_id, parcel_id = half
    line_id = swap(order_id, SHORT)
    undo_exchanges(line_ids=[line_id], **BY)
    swap(order_id, SHORT, "TS-A")
    assert marks() == ("", "items")
    take_on(parcel_id)
    take_on(printed(order_id))
    assert list(ParcelLine.objects.order_by("pk").values_list("sku__code", "quantity")) == [("TS-A", 2), ("TS-A", 1)]
    assert broken_promises() == []


def test_the_buyers_request_that_is_open_again_stops_what_is_on_paper_as_it_did_at_first(world, half):
    told, order_id, _ = half
    asking = replace(told, item_change_asked=True, modified_at=told.modified_at + timedelta(minutes=1), raw=b"asks")
    import_orders(shop_id=world.shop.pk, orders=[asking], **BY)
    assert marks()[0] == "items"
    line_id = swap(order_id, SHORT)
    stop_orders(order_ids=[order_id], **BY)
    empty_basket(parcel_ids=list(Parcel.objects.values_list("pk", flat=True)), **BY)
    printed(order_id)

    undo_exchanges(line_ids=[line_id], **BY)
    assert ChangeRequest.objects.get().state == "open"
    assert marks()[0] == "items"
    stop_orders(order_ids=[order_id], **BY)
    empty_basket(parcel_ids=list(Parcel.objects.filter(state="stopped").values_list("pk", flat=True)), **BY)
    assert order_id in review_orders(order_ids=[order_id], forced=["stock"], reason="in parts", **BY).refused
    refuse_changes(request_ids=[ChangeRequest.objects.get().pk], note="sold out", **BY).one()
    assert review_orders(order_ids=[order_id], forced=["stock"], reason="in parts", **BY).done == [order_id]
    assert broken_promises() == []


@pytest.mark.parametrize("stage", ["planned", "printed"])
def test_goods_under_way_stop_every_parcel_of_the_order(world, stage):
    (order_id,) = world.orders()
    (whole,) = take_to("planned", [order_id])
    split_parcels(parcel_ids=[whole], way="by_units", limit=1, **BY)
    first, *_ = Parcel.objects.filter(state="planned").order_by("pk").values_list("pk", flat=True)
    if stage == "printed":
        build_waves(parcel_ids=[first], **BY)
        print_out(parcel_ids=[first], **BY)
    line_id = swap(order_id, "TS-B", "TS-A")
    assert marks()[0] == "items"
    stop_orders(order_ids=[order_id], **BY)
    assert set(states()) == ({"void"} if stage == "planned" else {"void", "stopped"})
    empty_basket(parcel_ids=list(Parcel.objects.filter(state="stopped").values_list("pk", flat=True)), **BY)

    undo_exchanges(line_ids=[line_id], **BY)
    take_on(printed(order_id))
    lines = ParcelLine.objects.filter(parcel__state="shipped").order_by("sku__code")
    assert list(lines.values_list("sku__code", "quantity")) == [("TS-A", 2), ("TS-B", 1)]
    assert broken_promises() == []
