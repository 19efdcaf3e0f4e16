"""A memo the platform refused is not taken for what stands there."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from zhanggui.channels.memos import mark_memo_refused, read_memos
from zhanggui.kernel.refusal import NotFound
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.models import Order
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


class Told:
    """An order with the memo “old”, and what its platform shows of it later."""

    def __init__(self) -> None:
        self.shop, self.order = make_shop(), channel_order("N1", {"S": 1}, seller_memo="old")
        (self.pk,) = make_orders(self.shop, [self.order])

    def writes(self, memo: str) -> None:
        write_memos(order_ids=[self.pk], memo=memo, **BY)

    def refuses(self, memo: Any) -> None:
        mark_memo_refused(memo, NotFound(what="order", key=1), actor=ACTOR, at=AT)

    def reads(self, memo: str) -> str:
        moment = self.order.modified_at + timedelta(minutes=5)
        told = replace(self.order, modified_at=moment, seller_memo=memo)
        self.order = replace(told, raw=repr(told).encode())
        import_orders(shop_id=self.shop.pk, orders=[self.order], **BY)
        return Order.objects.get().seller_memo


@pytest.fixture
def told() -> Told:
    return Told()


def read(told: Told) -> Any:
    (memo,) = read_memos([told.pk], actor=ACTOR)
    return memo


def test_after_a_refusal_the_order_shows_what_stands_on_the_platform(told):
    told.writes("ours")
    told.refuses(read(told))
    assert told.reads("old") == "old"


def test_what_the_platform_shows_of_an_earlier_memo_of_ours_stands_too(told):
    told.writes("first")
    told.writes("second")
    told.refuses(read(told))
    assert told.reads("first") == "first"


def test_a_newer_memo_on_its_way_is_waited_for(told):
    told.writes("refused")
    late = read(told)
    told.writes("newer")
    told.refuses(late)
    assert told.reads("old") == "newer"
    assert told.reads("newer") == "newer"
    assert told.reads("old") == "old"
