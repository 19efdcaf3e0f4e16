"""Our memo: shown here, handled, on record; and its way back from the platform is no change."""

from dataclasses import replace
from datetime import timedelta

import pytest

from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop

pytestmark = pytest.mark.django_db


def test_the_memo_replaces_what_was_there_and_counts_as_handled():
    shop = make_shop()
    (order_id,) = make_orders(shop, [channel_order(skus={"A": 1}, seller_memo="old", buyer_message="hurry")])
    outcome = write_memos(order_ids=[order_id, 999_999], memo="gift wrap", flag=3, actor=ACTOR, at=AT)
    assert outcome.done == [order_id]
    assert outcome.refused[999_999].code() == "not_found"
    order = Order.objects.get()
    assert (order.seller_memo, order.seller_flag, order.remark_handled) == ("gift wrap", 3, True)
    fact = Fact.objects.get(name="orders.order.memo_written")
    assert (fact.subject_id, fact.data) == (order_id, {"memo": "gift wrap", "flag": 3})


def test_its_way_back_from_the_platform_is_no_change():
    shop = make_shop()
    order = channel_order(skus={"A": 1})
    (order_id,) = make_orders(shop, [order])
    write_memos(order_ids=[order_id], memo="gift wrap", flag=3, actor=ACTOR, at=AT)
    back = replace(
        order, seller_memo="gift wrap", seller_flag=3, modified_at=order.modified_at + timedelta(minutes=1), raw=b"back"
    )
    import_orders(shop_id=shop.pk, orders=[back], actor=ACTOR, at=AT)
    assert Order.objects.get().remark_handled
    (ours,) = Fact.objects.filter(name="orders.order.changed").values_list("data__source", flat=True)
    assert ours == "staff"
    assert Fact.objects.filter(name="orders.order.memo_written").count() == 1
