"""A message that is only polite keeps nothing: it counts as read from the start, and the sheet says why."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import Order, RemarkRequest
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders
from zhanggui.people.testing import make_user

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
POLITE = "麻烦尽快发货，谢谢"


def ordered(desk, **changes):
    order = replace(channel_order(skus=[desk.sku.code]), **changes)
    return order, make_orders(desk.shop, [order])[0]


def newer(desk, order, **changes):
    later = replace(order, modified_at=order.modified_at + timedelta(minutes=1), raw=b"2", **changes)
    import_orders(shop_id=desk.shop.pk, orders=[later], **BY)
    return later


def test_a_polite_message_is_read_and_the_sheet_says_why(desk):
    _, order_id = ordered(desk, buyer_message=POLITE)
    assert Order.objects.get().remark_handled
    assert not RemarkRequest.objects.exists()
    assert "remark_unread" not in str(review_orders(order_ids=[order_id], **BY).refused)
    client = Client()
    client.force_login(make_user("rita", roles=["reviewer"]))
    client.cookies["django_language"] = "en"
    assert "it is only polite" in client.get(f"/sheet/orders/{order_id}/").content.decode()


@pytest.mark.parametrize(
    "words",
    [
        {"buyer_message": POLITE + "，要蓝色"},
        {"buyer_message": POLITE + "。先别发"},
        {"buyer_message": POLITE, "seller_memo": "看一下"},
        {"buyer_message": POLITE + "，可以吗？能开发票吗"},
    ],
)
def test_anything_else_is_to_be_read(desk, words):
    ordered(desk, **words)
    assert not Order.objects.get().remark_handled


def test_a_message_that_becomes_polite_is_read_and_one_that_asks_is_not(desk):
    order, _ = ordered(desk)
    later = newer(desk, order, buyer_message=POLITE)
    assert Order.objects.get().remark_handled
    newer(desk, later, buyer_message=POLITE + "，送到后门")
    assert not Order.objects.get().remark_handled


def test_a_memo_that_was_read_stays_read_when_the_buyer_is_polite(desk):
    order, _ = ordered(desk, seller_memo="看一下")
    Order.objects.update(remark_handled=True)
    later = newer(desk, order, buyer_message=POLITE)
    assert Order.objects.get().remark_handled
    newer(desk, later, seller_memo="再看一下")
    assert not Order.objects.get().remark_handled
