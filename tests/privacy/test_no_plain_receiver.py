"""Whoever steals the database learns nobody's name, phone or address: no column of any table holds one."""

from dataclasses import replace
from datetime import timedelta

import orjson
import pytest
from django.test import Client

from tests.privacy.searching import plain_words
from tests.world import BY, World, make_world
from zhanggui.channels.models import ShopLink
from zhanggui.channels.storing import store_page
from zhanggui.fulfilment.testing import take_to
from zhanggui.kernel.doors.channel import ChannelOrder, Page, Receiver, SetAside
from zhanggui.kernel.refusal import NotFound
from zhanggui.orders.flows.export_receivers import export_receivers
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.show_receivers import show_receivers
from zhanggui.orders.models import Order
from zhanggui.orders.testing import channel_order
from zhanggui.people.models import User
from zhanggui.people.testing import make_key, make_user

pytestmark = pytest.mark.django_db

WORDS = ("司徒鹊桥", "13977004411", "0571-88990077", "丁香里", "紫藤巷七十七弄", "310097", "OAIDxyzzy77")
WHO = Receiver(
    name=WORDS[0], mobile=WORDS[1], phone=WORDS[2], state="浙江省", city="杭州市", district="西湖区", town=WORDS[3],
    address=f"{WORDS[4]}6号", postcode=WORDS[5], cipher=WORDS[6],
)  # fmt: skip


def raw_of(order: ChannelOrder) -> bytes:
    return repr(order).encode()


def company() -> tuple[World, User]:
    world = make_world()
    return world, make_user("lead", roles=["owner"])


def body_of(world: World, receiver: Receiver) -> bytes:
    order = channel_order("API1", {world.skus[0].code: 1})
    line = order.lines[0]
    return orjson.dumps(
        {
            "shop_id": world.shop.pk,
            "orders": [
                {
                    "number": "API1", "state": "awaiting_shipment", "placed_at": order.placed_at,
                    "modified_at": order.modified_at, "paid_at": order.paid_at, "receiver": receiver,
                    "lines": [
                        {"number": "1", "sku_code": line.sku_code, "quantity": 1, "price": "1", "amount": "10"}
                    ],
                }
            ],
        }
    )  # fmt: skip


def test_no_column_holds_a_word_of_a_receiver():
    """Import by platform and API, change, review, papers, hand-over, looks, files, and what could not be read."""
    world, lead = company()
    sku = world.skus[0].code
    orders = [channel_order(f"N{n}", {sku: 1}, receiver=replace(WHO, cipher="" if n else WHO.cipher)) for n in range(3)]
    orders = [replace(order, raw=raw_of(order)) for order in orders]
    import_orders(shop_id=world.shop.pk, orders=orders, **BY)
    moved = replace(
        orders[2], modified_at=orders[2].modified_at + timedelta(hours=1), receiver=replace(WHO, cipher="n")
    )
    import_orders(shop_id=world.shop.pk, orders=[replace(moved, raw=raw_of(moved))], **BY)

    client = Client(headers={"Authorization": f"Bearer {make_key(lead)}", "Idempotency-Key": "7"})
    answer = client.post("/api/v1/import-orders", body_of(world, WHO), content_type="application/json")
    assert answer.status_code == 200, answer.content

    link = ShopLink.objects.create(shop=world.shop, covered_to=BY["at"], secrets=b"", settings={})
    aside = SetAside("U1", NotFound(what="order", key="U1"), orjson.dumps({"who": WHO}))
    store_page(link, Page([], set_aside=[aside]), source="poll", **BY)

    ids = list(Order.objects.order_by("pk").values_list("pk", flat=True))
    assert len(ids) == 4
    parcel_ids = take_to("shipped", ids)
    assert parcel_ids
    browser = Client()
    browser.force_login(lead)
    for paper in ("labels", "notes"):
        page = browser.get(f"/papers/{paper}?ids={','.join(map(str, parcel_ids))}")
        assert page.status_code == 200, paper
    browser.get("/desk/orders/rows?q=司徒鹊桥")
    actor = lead.as_actor()
    show_receivers(order_ids=ids, purpose="delivery", actor=actor, at=BY["at"])
    export_receivers(order_ids=ids, purpose="entrusted", actor=actor, at=BY["at"])

    assert list(plain_words(WORDS)) == []


def test_the_search_for_plain_words_finds_them():
    world, _ = company()
    (order_id,) = world.orders(1)
    Order.objects.filter(pk=order_id).update(seller_memo=f"call {WORDS[0]}", payload_hash=WORDS[4].encode())
    assert set(plain_words(WORDS)) == {"orders_order.seller_memo", "orders_order.payload_hash"}
