"""Items exchanged before they are sent, and taken back."""

from decimal import Decimal
from typing import Any

import pytest
from tests.world import BY, World, broken_promises, make_world

from zhanggui.catalog.flows.set_bundles import set_bundles
from zhanggui.catalog.rules.bundles import BundleDraft
from zhanggui.catalog.testing import make_skus
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.testing import empty_basket, take_to
from zhanggui.kernel.doors.channel import ChannelLine
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.settle_differences import settle_differences
from zhanggui.orders.flows.undo_exchanges import NotExchanged, undo_exchanges
from zhanggui.orders.models import Exchange, Hold, Order, OrderLine
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.rules.exchanges import DifferenceTooLow, ExchangedAlready, LineHasLeft, SameGoods, SkuNotKnown
from zhanggui.orders.testing import channel_order, make_orders
from zhanggui.orders.tests.test_own_lines import newer

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> World:
    return make_world(skus=3)


def one_order(world: World, **changes: Any) -> tuple[int, int]:
    (order_id,) = make_orders(world.shop, [channel_order("X1", {world.skus[0].code: 2}, **changes)])
    return order_id, OrderLine.objects.values_list("pk", flat=True).get(origin="channel")


def swap(world: World, line_id: int, quantity: int = 1, difference: str = "0", sku: int = 1) -> Any:
    exchange = ItemExchange(line_id, world.skus[sku].code, quantity, Decimal(difference))
    return exchange_lines(exchanges=[exchange], **BY)


def sent() -> list[tuple[str, int, Decimal]]:
    rows = OrderLine.objects.filter(is_cancelled=False, is_replaced=False).order_by("number")
    return list(rows.values_list("sku__code", "ordered", "amount"))


def test_other_goods_are_sent_and_the_difference_is_on_record(world):
    order_id, line_id = one_order(world, item_change_asked=True)
    assert Hold.objects.values_list("reason", flat=True).get() == "item_change"

    assert swap(world, line_id, 3, "4.50").done == [line_id]

    assert sent() == [(world.skus[1].code, 3, Decimal("24.50"))]
    assert Order.objects.values_list("units", "open_holds", "state", "version").get() == (3, 0, "to_review", 2)
    assert Exchange.objects.values_list("price_difference", "ended_hold").get() == (Decimal("4.5"), True)
    assert not Exchange.objects.get().waits
    assert broken_promises() == []
    settle_differences(exchange_ids=[Exchange.objects.get().pk], way="collected", **BY)
    take_to("shipped", [order_id])
    assert ParcelLine.objects.values_list("sku__code", "quantity").get() == (world.skus[1].code, 3)
    assert broken_promises() == []


def test_a_reviewed_order_is_reviewed_again(world):
    order_id, line_id = one_order(world)
    review_orders(order_ids=[order_id], **BY)
    swap(world, line_id)
    assert Order.objects.get().state == "to_review"


def test_parcels_under_way_stop_before_the_exchange_is_carried_out(world):
    order_id, line_id = one_order(world)
    take_to("printed", [order_id])

    swap(world, line_id)
    assert sent() == [(world.skus[0].code, 2, Decimal(20))]
    assert Order.objects.values_list("stop_reason", "open_holds").get() == ("items", 1)
    assert broken_promises() == []

    stop_orders(order_ids=[order_id], **BY)
    empty_basket(parcel_ids=list(Parcel.objects.values_list("pk", flat=True)), **BY)
    assert sent() == [(world.skus[1].code, 1, Decimal(20))]
    assert Order.objects.values_list("state", "open_holds", "units").get() == ("to_review", 0, 1)
    take_to("shipped", [order_id])
    assert broken_promises() == []


def test_taking_it_back_restores_exactly(world):
    set_code = make_skus(1, prefix="SET")[0].code
    set_bundles(bundles=[BundleDraft(set_code, ((world.skus[0].code, 1), (world.skus[1].code, 2)))], **BY)
    make_orders(world.shop, [channel_order("X1", {set_code: 3}, item_change_asked=True)])
    line_id = OrderLine.objects.values_list("pk", flat=True).get(origin="channel")
    rows = ("pk", "number", "ordered", "amount", "price", "is_cancelled", "is_replaced")
    before = list(OrderLine.objects.filter(is_cancelled=False).order_by("pk").values(*rows))

    swap(world, line_id, 1, "-5", sku=2)
    set_bundles(bundles=[BundleDraft(set_code, ((world.skus[2].code, 1),))], **BY)
    assert undo_exchanges(line_ids=[line_id], **BY).done == [line_id]

    assert list(OrderLine.objects.filter(is_cancelled=False).order_by("pk").values(*rows)) == before
    assert Hold.objects.values_list("reason", flat=True).get() == "item_change"
    assert Order.objects.values_list("units", "open_holds").get() == (9, 1)
    assert broken_promises() == []


def test_taking_it_back_while_its_parcel_is_under_way_waits(world):
    order_id, line_id = one_order(world)
    swap(world, line_id)
    take_to("printed", [order_id])

    undo_exchanges(line_ids=[line_id], **BY)
    assert sent() == [(world.skus[1].code, 1, Decimal(20))]
    stop_orders(order_ids=[order_id], **BY)
    empty_basket(parcel_ids=list(Parcel.objects.values_list("pk", flat=True)), **BY)
    assert sent() == [(world.skus[0].code, 2, Decimal(20))]
    assert Order.objects.values_list("units", "open_holds").get() == (2, 0)
    assert broken_promises() == []


def test_an_exchange_taken_back_before_it_was_carried_out(world):
    order_id, line_id = one_order(world)
    take_to("printed", [order_id])
    swap(world, line_id)
    undo_exchanges(line_ids=[line_id], **BY)
    assert Order.objects.get().open_holds == 0
    stop_orders(order_ids=[order_id], **BY)
    empty_basket(parcel_ids=list(Parcel.objects.values_list("pk", flat=True)), **BY)
    assert sent() == [(world.skus[0].code, 2, Decimal(20))]
    assert broken_promises() == []


def test_a_version_without_news_leaves_the_exchange_alone(world):
    order = channel_order("X1", {world.skus[0].code: 2})
    make_orders(world.shop, [order])
    line_id = OrderLine.objects.values_list("pk", flat=True).get()
    swap(world, line_id)
    import_orders(shop_id=world.shop.pk, orders=[newer(order, buyer_message="thanks")], **BY)
    assert sent() == [(world.skus[1].code, 1, Decimal(20))]
    assert broken_promises() == []


def test_what_the_platform_changes_afterwards_holds(world):
    order = channel_order("X1", {world.skus[0].code: 2})
    make_orders(world.shop, [order])
    line_id = OrderLine.objects.values_list("pk", flat=True).get()
    swap(world, line_id, 1, "3")
    line = ChannelLine("X1-1", world.skus[2].code, "", "", 1, Decimal(9), Decimal(9))

    import_orders(shop_id=world.shop.pk, orders=[newer(order, lines=(line,))], **BY)

    assert sent() == [(world.skus[2].code, 1, Decimal(9))]
    assert Exchange.objects.values_list("ended_by", flat=True).get() == "platform"
    assert broken_promises() == []


def test_an_exchange_for_a_bundle_sends_its_parts(world):
    set_code = make_skus(1, prefix="SET")[0].code
    set_bundles(bundles=[BundleDraft(set_code, ((world.skus[1].code, 1), (world.skus[2].code, 2)))], **BY)
    _, line_id = one_order(world)
    exchange_lines(exchanges=[ItemExchange(line_id, set_code, 2)], **BY)
    assert [(code, quantity) for code, quantity, _ in sent()] == [(world.skus[1].code, 2), (world.skus[2].code, 4)]
    assert sum(amount for *_, amount in sent()) == Decimal(20)


def test_what_cannot_be_exchanged_says_why(world):
    order_id, line_id = one_order(world)

    def refusal(**asked: Any) -> type:
        return type(swap(world, line_id, **asked).refused[line_id])

    assert refusal(quantity=2, sku=0) is SameGoods
    assert refusal(difference="-20.01") is DifferenceTooLow
    unknown = exchange_lines(exchanges=[ItemExchange(line_id, "NONE", 1)], **BY)
    assert isinstance(unknown.refused[line_id], SkuNotKnown)
    assert isinstance(undo_exchanges(line_ids=[line_id], **BY).refused[line_id], NotExchanged)
    swap(world, line_id)
    assert refusal(sku=2) is ExchangedAlready
    take_to("shipped", [order_id])
    assert refusal(sku=2) is LineHasLeft
    assert isinstance(undo_exchanges(line_ids=[line_id], **BY).refused[line_id], LineHasLeft)
