"""Memos reach their platform, once, in the version written last."""

import pytest
from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.flows.tell_memos import tell_memos
from zhanggui.channels.jobs import tell_written_memos
from zhanggui.channels.models import ShopLink
from zhanggui.channels.testing import ACTOR
from zhanggui.kernel.doors.channel_refusals import ChannelDown
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.models import Order

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]
MEMO = "taobao.trade.memo.update"


@pytest.fixture
def order(link, place) -> Order:
    place(1)
    pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    return Order.objects.get()


def write(order: Order, memo: str, flag: int = 0) -> None:
    assert write_memos(order_ids=[order.pk], memo=memo, flag=flag, actor=ACTOR, at=timezone.now()).done


def tell(order: Order):
    return tell_memos(order_ids=[order.pk], actor=ACTOR, at=timezone.now())


def calls(served) -> int:
    return sum(call["method"] == MEMO for call in served.simulator.log)


def shown(served, order: Order) -> tuple[str, int]:
    trade = served.simulator.trade(order.number)
    return trade.get("seller_memo", ""), int(trade.get("seller_flag", 0))


def test_the_platform_shows_what_was_written_last(order, served):
    write(order, "first", 1)
    write(order, "加急", 3)
    assert ProcrastinateJob.objects.filter(task_name="channels.tell_written_memos", queue_name="push").count() == 2
    tell_written_memos(ids=[order.pk])
    tell_written_memos(ids=[order.pk])
    assert shown(served, order) == ("加急", 3)
    assert calls(served) == 1
    assert Fact.objects.filter(name="channels.memo.told").count() == 1


def test_reading_it_back_tells_nothing_again(order, link, served):
    write(order, "加急", 3)
    tell_written_memos(ids=[order.pk])
    ShopLink.objects.update(pulled_at=None)
    pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    order.refresh_from_db()
    assert (order.seller_memo, order.seller_flag, order.remark_handled) == ("加急", 3, True)
    assert Fact.objects.filter(name="orders.order.memo_written").count() == 1


def test_a_platform_that_is_down_is_told_later(order, served):
    write(order, "later")
    served.simulator.chaos.add("http502", times=1000)
    with pytest.raises(ChannelDown):
        tell_written_memos(ids=[order.pk])
    assert ShopLink.objects.get().trouble
    served.simulator.chaos.clear()
    tell_written_memos(ids=[order.pk])
    assert shown(served, order)[0] == "later"


def test_what_the_platform_does_not_take_is_on_record(order, served):
    Order.objects.update(number="3300000000000000001")  # which it does not know
    write(order, "x")
    assert order.pk in tell(order).refused
    assert Fact.objects.get(name="channels.memo.refused").data["trouble"]
    assert tell(order).refused[order.pk].code() == "memo_not_waiting"
