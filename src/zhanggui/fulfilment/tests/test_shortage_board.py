"""The shortage board as people meet it: pages, ways out on sets, slips on paper, wishes, messages."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from zhanggui.catalog.models import Product, Sku
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.shortages.actions import (
    NoOrderWaits,
    NotAllOrders,
    hold_for_skus,
    part_for_skus,
    slip_for_skus,
    substitute_for_skus,
)
from zhanggui.fulfilment.tests.conftest import STOCK
from zhanggui.fulfilment.tests.merging import BY
from zhanggui.fulfilment.tests.test_shortages import short_orders
from zhanggui.inventory.testing import make_stock
from zhanggui.kernel.actor import Actor
from zhanggui.orders.flows.close_shortage_slips import SlipClosedAlready, close_shortage_slips
from zhanggui.orders.flows.mark_messages_sent import mark_messages_sent
from zhanggui.orders.flows.open_shortage_slips import NothingMissing, OnSlipAlready, open_shortage_slips
from zhanggui.orders.flows.requeue_messages import NewerMessageWaits, requeue_messages
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.sign_shortage_slips import SlipNotOpen, sign_shortage_slips
from zhanggui.orders.flows.substitute_shortages import NothingToSubstitute, substitute_shortages
from zhanggui.orders.flows.unsign_shortage_slips import unsign_shortage_slips
from zhanggui.orders.flows.weigh_shortages import weigh_shortages
from zhanggui.orders.flows.wish_purchases import SkuNotShort, wish_purchases
from zhanggui.orders.flows.withdraw_messages import withdraw_messages
from zhanggui.orders.flows.withdraw_purchase_wishes import withdraw_purchase_wishes
from zhanggui.orders.flows.write_buyer_messages import write_buyer_messages
from zhanggui.orders.models import BuyerMessage, Hold, Order, OrderLine, PurchaseWish, ShortageSlip, ShortSku, SlipLine
from zhanggui.orders.rules.messages import MessageEmpty, MessageFieldUnknown
from zhanggui.orders.testing import channel_order, make_orders, make_shop
from zhanggui.papers.testing import printed_texts
from zhanggui.people.models import User
from zhanggui.people.testing import make_actor, make_user
from zhanggui.ui.desk import desk_rows
from zhanggui.ui.finding import desks

MOST_STATEMENTS = 12


def slip(order_ids) -> ShortageSlip:
    assert open_shortage_slips(order_ids=order_ids, note="look in the attic", **BY).refused == {}
    return ShortageSlip.objects.latest("pk")


def test_a_slip_holds_what_is_missing_and_an_order_is_on_one(world):
    order_ids = short_orders(world, 2)
    written = slip(order_ids)
    assert (written.orders, written.pieces) == (2, STOCK + 10)
    assert SlipLine.objects.filter(slip=written).count() == 2
    (ready,) = world.orders()
    refused = open_shortage_slips(order_ids=[*order_ids, ready], **BY).refused
    assert [type(refused[pk]) for pk in (*order_ids, ready)] == [OnSlipAlready, OnSlipAlready, NothingMissing]


def test_a_slip_is_signed_unsigned_and_closed(world):
    written = slip(short_orders(world))
    sign_shortage_slips(slip_ids=[written.pk], **BY).one()
    assert isinstance(sign_shortage_slips(slip_ids=[written.pk], **BY).refused[written.pk], SlipNotOpen)
    unsign_shortage_slips(slip_ids=[written.pk], **BY).one()
    close_shortage_slips(slip_ids=[written.pk], **BY).one()
    assert isinstance(close_shortage_slips(slip_ids=[written.pk], **BY).refused[written.pk], SlipClosedAlready)


def test_a_signed_slip_closes_when_none_of_its_orders_waits(world):
    order_ids = short_orders(world)
    written = slip(order_ids)
    sign_shortage_slips(slip_ids=[written.pk], **BY)
    Hold.objects.filter(order_id__in=order_ids).delete()
    weigh_shortages(order_ids=order_ids, **BY)
    written.refresh_from_db()
    assert written.state == "closed"


def test_the_paper_of_a_slip_says_what_is_missing(world, signed_in):
    order_ids = short_orders(world)
    written = slip(order_ids)
    client = signed_in("service_lead")
    (text,) = printed_texts(client.get("/papers/shortage-slip", {"orders": order_ids[0]}).content)
    for word in (written.number, "TS-A", Order.objects.get().number, "look in the attic", "Shortage slip"):
        assert word in text.replace("\n", "")
    page = client.get("/papers/shortage-slip/page", {"slip": written.pk}).content.decode()
    assert written.number in page
    assert client.get("/papers/shortage-slip", {"slip": 10**9}).status_code == 404


def test_skus_are_acted_on_through_their_orders(world):
    order_ids = short_orders(world, 2)
    assert slip_for_skus(sku_ids=[world.a.pk], note="", **BY).done == [world.a.pk]
    again = slip_for_skus(sku_ids=[world.a.pk], note="", **BY)
    assert isinstance(again.refused[world.a.pk], NotAllOrders)
    assert hold_for_skus(sku_ids=[world.a.pk], **BY).done == [world.a.pk]
    assert Hold.objects.filter(order_id__in=order_ids, reason="by_hand").count() == 2


def test_what_is_there_is_shipped_from_the_board(world):
    short_orders(world)
    assert part_for_skus(sku_ids=[world.a.pk], **BY).done == [world.a.pk]
    assert Order.objects.get().units_claimed == STOCK


def test_another_sku_is_sent_instead(world):
    product = Product.objects.create(code="X", name="X")
    Sku.objects.create(product=product, code="TS-X")
    (order_id,) = short_orders(world)
    assert substitute_shortages(order_ids=[order_id], sku_code="TS-X", **BY).done == [order_id]
    assert OrderLine.objects.get(origin="exchange").sku_code == "TS-X"
    (other,) = world.orders()
    refused = substitute_shortages(order_ids=[other], sku_code="TS-X", **BY).refused
    assert isinstance(refused[other], NothingToSubstitute)


def test_who_is_sent_goods_that_are_there_waits_for_none_any_more(world):
    first, second = short_orders(world, 2)
    make_stock(world.warehouse, {world.b.pk: STOCK + 5})
    assert substitute_shortages(order_ids=[first, second], sku_code=world.b.code, **BY).refused == {}
    assert [row["id"] for row in desk_rows(desks()["short-orders"], {}, BY["actor"])["rows"]] == [second]
    assert list(ShortSku.objects.values_list("code", "short", "orders")) == [(world.b.code, 5, 1)]
    (line,) = desk_rows(desks()["short-lines"], {}, BY["actor"])["rows"]
    assert line["short"] == 5


def test_substituting_one_sku_leaves_other_missing_goods_alone(world):
    product = Product.objects.create(code="X", name="X")
    Sku.objects.create(product=product, code="TS-X")
    short_orders(world, skus={"TS-A": STOCK + 5, "TS-B": STOCK + 5})
    assert substitute_for_skus(sku_ids=[world.a.pk], sku_code="TS-X", **BY).done == [world.a.pk]
    assert list(OrderLine.objects.filter(origin="exchange").values_list("source__sku_code", flat=True)) == ["TS-A"]


def test_skus_are_acted_on_only_through_orders_of_own_shops(world):
    short_orders(world)
    stranger = Actor(name="s", grants=frozenset({"*"}), shop_ids=frozenset({make_shop().pk}))
    outcome = hold_for_skus(sku_ids=[world.a.pk], actor=stranger, at=BY["at"])
    assert isinstance(outcome.refused[world.a.pk], NoOrderWaits)


def test_a_wish_is_open_once_and_says_why(world):
    short_orders(world)
    for quantity in (None, 70):
        wish_purchases(sku_ids=[world.a.pk], warehouse_id=world.warehouse.pk, quantity=quantity, **BY).one()
    wish = PurchaseWish.objects.get()
    assert (wish.quantity, wish.orders, wish.causes) == (70, 1, ["not_received"])
    withdraw_purchase_wishes(wish_ids=[wish.pk], **BY).one()
    assert PurchaseWish.objects.get().state == "withdrawn"


def test_a_wish_counts_what_its_writer_sees(world):
    for shop, pieces in ((world.shop, 600), (make_shop(), 700)):
        ids = make_orders(shop, [channel_order(skus={"TS-A": pieces})])
        review_orders(order_ids=ids, **BY)
        weigh_shortages(order_ids=ids, **BY)
    bob = make_actor("bob", roles=["buyer"], shop_ids=[world.shop.pk])
    wish_purchases(sku_ids=[world.a.pk], warehouse_id=world.warehouse.pk, actor=bob, at=BY["at"])
    wish = PurchaseWish.objects.get()
    assert (wish.quantity, wish.orders, wish.causes) == (100, 1, ["not_received"])
    carl = make_actor("carl", roles=["buyer"], shop_ids=[make_shop().pk])
    outcome = wish_purchases(sku_ids=[world.a.pk], warehouse_id=world.warehouse.pk, actor=carl, at=BY["at"])
    assert isinstance(outcome.refused[world.a.pk], SkuNotShort)


def test_buyers_are_told_in_words_filled_for_each(world):
    (order_id,) = short_orders(world)
    write_buyer_messages(order_ids=[order_id], text="{order}/{goods}/{pieces}", **BY).one()
    message = BuyerMessage.objects.get()
    assert message.text == f"{Order.objects.get().number}/Goods TS-A/5"
    mark_messages_sent(message_ids=[message.pk], **BY).one()
    write_buyer_messages(order_ids=[order_id], text="again", **BY).one()
    assert isinstance(requeue_messages(message_ids=[message.pk], **BY).refused[message.pk], NewerMessageWaits)
    withdraw_messages(message_ids=[BuyerMessage.objects.get(state="queued").pk], **BY).one()
    requeue_messages(message_ids=[message.pk], **BY).one()


@pytest.mark.parametrize(("text", "why"), [("  ", MessageEmpty), ("{phone}", MessageFieldUnknown)])
def test_words_that_cannot_be_filled_are_refused(world, text, why):
    order_ids = short_orders(world)
    with pytest.raises(why):
        write_buyer_messages(order_ids=order_ids, text=text, **BY)


@pytest.mark.parametrize(
    "desk", ["short-skus", "short-orders", "short-lines", "shortage-slips", "purchase-wishes", "buyer-messages"]
)
def test_every_list_costs_few_statements(world, signed_in, desk):
    order_ids = short_orders(world, 3)
    slip(order_ids)
    write_buyer_messages(order_ids=order_ids, text="wait", **BY)
    wish_purchases(sku_ids=[world.a.pk], warehouse_id=world.warehouse.pk, **BY)
    client = signed_in("owner")
    assert client.get(f"/desk/{desk}/").status_code == 200
    with CaptureQueriesContext(connection) as sent:
        rows = client.get(f"/desk/{desk}/rows").json()["rows"]
    assert rows
    assert len(sent) <= MOST_STATEMENTS, [query["sql"][:90] for query in sent]


def test_the_sheets_show_queue_claims_and_lines(world, signed_in):
    order_ids = short_orders(world, 2)
    written = slip(order_ids)
    client = signed_in("owner")
    page = client.get(f"/sheet/short-skus/{world.a.pk}/").content.decode()
    assert "Who gets the next stock" in page
    assert Order.objects.all()[0].number in page
    assert written.number in client.get(f"/sheet/shortage-slips/{written.pk}/").content.decode()
    assert len(client.get("/desk/short-orders/rows", {"sku_id": world.a.pk}).json()["rows"]) == 2
    assert client.get("/desk/short-orders/rows", {"cause": "unmatched"}).json()["rows"] == []


def test_numbers_by_sku_are_those_of_the_readers_shops_and_open_the_lists_that_sum_to_them(world):
    mine, theirs = make_shop(), make_shop()
    for shop, more in ((mine, 5), (mine, 3), (theirs, 9)):
        goods = {"TS-A": STOCK + more, "TS-B": STOCK + 2 * more}
        order_ids = make_orders(shop, [channel_order(skus=goods)])
        review_orders(order_ids=order_ids, forced=["stock"], reason="x", **BY)
        plan_parcels(order_ids=order_ids, **BY)
        weigh_shortages(order_ids=order_ids, **BY)
    seen = {}
    for name, shops in (("anna", [mine.pk]), ("berta", [mine.pk, theirs.pk]), ("carla", [])):
        make_user(name, roles=["service_lead"], shop_ids=shops)
        client = Client()
        client.force_login(User.objects.get(username=name))
        rows = client.get("/desk/short-skus/rows", {"sort": "-short", "cause": "claimed_older,not_received"}).json()
        orders = client.get("/desk/short-orders/rows", {"sku_id": world.a.pk}).json()["rows"]
        lines = client.get("/desk/short-lines/rows", {"sku_id": world.a.pk, "sort": "turn"}).json()["rows"]
        sku = next(row for row in rows["rows"] if row["code"] == "TS-A")
        causes = sorted(chip["label"] for chip in sku["causes"])
        seen[name] = (sku["orders"], sku["short"], sku["money"], sku["first_ship_by"], causes)
        assert (sku["orders"], sku["short"]) == (len(orders), sum(row["short"] for row in lines))
        assert sku["first_ship_by"] == min(row["ship_by"] for row in orders)
        assert Decimal(sku["money"]) == sum(Decimal(row["money"]) for row in orders)
        page = client.get(f"/sheet/short-skus/{world.a.pk}/").content.decode()
        assert f">{sku['short']:,}<" in page.replace(" ", "").replace("\n", "")
    assert (seen["anna"][0], seen["berta"][0]) == (2, 3)
    assert seen["berta"] == seen["carla"]
