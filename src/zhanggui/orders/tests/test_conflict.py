"""Two clerks, one order: the second one's dialog is refused with the difference; nothing of the first is lost."""

import json

import pytest
from django.test import Client

from zhanggui.catalog.testing import make_skus
from zhanggui.orders.desks import OrderDesk
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop
from zhanggui.people.testing import make_user
from zhanggui.ui.desk import desk_rows

pytestmark = pytest.mark.django_db
NOTE = {"mode": "replace", "memo": "mine", "flag": "0"}


@pytest.fixture
def order_ids():
    skus = [sku.code for sku in make_skus(1)]
    return make_orders(make_shop(), [channel_order(f"77{n}", skus) for n in range(3)])


def act(name, **body):
    client = Client()
    client.force_login(make_user("rita", roles=["owner"]))
    answer = client.post(f"/desk/orders/act/{name}", body, content_type="application/json")
    return json.loads(answer.getvalue().splitlines()[-1])


def seen_now():
    return {str(row["id"]): row["seen"] for row in desk_rows(OrderDesk(), {"tab": "all"}, ACTOR)["rows"]}


def test_only_what_changed_is_refused_with_the_difference(order_ids):
    seen = seen_now()
    write_memos(order_ids=order_ids[:1], memo="theirs", flag=1, actor=ACTOR, at=AT)
    outcome = act("write_memos", ids=order_ids, form=NOTE, seen=seen)
    assert sorted(outcome["done"]) == sorted(order_ids[1:])
    (refused,) = outcome["refused"]
    assert refused["code"] == "changed_meanwhile"
    assert {"theirs", "–"} <= {each["now"] for each in refused["data"]["fields"]} | {
        each["seen"] for each in refused["data"]["fields"]
    }
    assert Order.objects.get(pk=order_ids[0]).seller_memo == "theirs"


def test_who_has_read_the_difference_may_go_on(order_ids):
    write_memos(order_ids=order_ids[:1], memo="theirs", flag=1, actor=ACTOR, at=AT)
    assert act("write_memos", ids=order_ids, form=NOTE, seen=seen_now())["refused"] == []


def test_what_a_page_did_not_see_is_not_asked(order_ids):
    assert act("write_memos", ids=order_ids, form=NOTE)["refused"] == []


def test_garbage_is_refused_whole(order_ids):
    outcome = act("write_memos", ids=order_ids, form=NOTE, seen={str(order_ids[0]): "x"})
    assert {each["code"] for each in outcome["refused"]} == {"request_not_understood"}
