"""Data that disagree have two ways out: the version that is not shown, or the one that is."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from zhanggui.orders.flows.forget_receivers import forget_receivers
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.flows.reseal_receivers import reseal_receivers
from zhanggui.orders.flows.take_versions import NoOtherVersion, take_versions
from zhanggui.orders.importing.disputes import others_of
from zhanggui.orders.models import Hold, Order, OrderLine
from zhanggui.orders.pool.sources import ways_out
from zhanggui.orders.receivers.sealed import receivers_of
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders
from zhanggui.people.testing import make_user

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


@pytest.fixture
def disputed(desk):
    """An order, its two versions and its number here."""
    order = channel_order(skus=[desk.sku.code])
    (order_id,) = make_orders(desk.shop, [order])
    lines = (replace(order.lines[0], quantity=3, amount=Decimal("7.50")),)
    other = replace(
        order, buyer_message="要蓝色", lines=lines, receiver=replace(order.receiver, address="文二路2号"), raw=b"other"
    )
    import_orders(shop_id=desk.shop.pk, orders=[other], source="file", **BY)
    assert Hold.objects.get().reason == "conflict"
    return order, other, order_id


def test_the_other_version_is_taken(desk, disputed):
    order, other, order_id = disputed
    assert others_of([order_id])[order_id] == other
    assert take_versions(order_ids=[order_id], **BY).done == [order_id]
    known = Order.objects.get()
    assert (known.buyer_message, known.open_holds, Hold.objects.count()) == ("要蓝色", 0, 0)
    assert (OrderLine.objects.get().ordered, receivers_of([order_id])[order_id].address) == (3, "文二路2号")
    for version in (other, order):
        import_orders(shop_id=desk.shop.pk, orders=[version], source="file", **BY)
    assert (Order.objects.get().buyer_message, Hold.objects.count()) == ("要蓝色", 0)


def test_ours_is_kept(desk, disputed):
    order, other, order_id = disputed
    assert release_orders(order_ids=[order_id], reasons=["conflict"], **BY).done == [order_id]
    import_orders(shop_id=desk.shop.pk, orders=[other], source="file", **BY)
    assert (Order.objects.get().buyer_message, Hold.objects.count()) == (order.buyer_message, 0)
    assert isinstance(take_versions(order_ids=[order_id], **BY).refused[order_id], NoOtherVersion)


def test_a_hold_that_lost_its_version_gets_it_from_the_same_file(desk, disputed):
    _, other, order_id = disputed
    Hold.objects.update(other_version=b"")
    assert isinstance(take_versions(order_ids=[order_id], **BY).refused[order_id], NoOtherVersion)
    import_orders(shop_id=desk.shop.pk, orders=[other], source="file", **BY)
    assert take_versions(order_ids=[order_id], **BY).done == [order_id]


def test_the_sheet_shows_each_field_and_both_ways(desk, disputed):
    _, _, order_id = disputed
    client = Client()
    client.force_login(make_user("rita", roles=["service_lead"]))
    client.cookies["django_language"] = "en"
    text = client.get(f"/sheet/orders/{order_id}/").content.decode()
    assert "Data that disagree" in text
    assert "要蓝色" in text
    assert "文二路2号" not in text
    assert '"take_versions"' in text
    assert '"keep_versions"' in text
    assert ways_out()["conflict"].page == "/sheet/orders/{id}/"
    answer = client.post("/desk/orders/act/take_versions", {"ids": [order_id]}, content_type="application/json")
    assert b"refused" in b"".join(answer)
    assert Order.objects.get().buyer_message == "要蓝色"
    assert "Data that disagree" not in client.get(f"/sheet/orders/{order_id}/").content.decode()


def test_the_other_version_is_sealed_anew_and_forgotten(desk, disputed):
    _, other, order_id = disputed
    before = bytes(Hold.objects.get().other_version)
    assert "文二路".encode() not in before
    reseal_receivers(order_ids=[order_id], **BY)
    assert bytes(Hold.objects.get().other_version) != before
    assert others_of([order_id])[order_id] == other
    Order.objects.update(state="cancelled")
    forget_receivers(order_ids=[order_id], **BY)
    assert bytes(Hold.objects.get().other_version) == b""
