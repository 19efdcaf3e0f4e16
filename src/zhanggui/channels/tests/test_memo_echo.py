"""Our memo on its way to Taobao and back: told, shown there with a newer moment, read, and known as ours."""

import time

import pytest
from django.conf import settings
from django.utils import timezone

from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.jobs import tell_written_memos
from zhanggui.channels.models import ShopLink
from zhanggui.channels.testing import ACTOR
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.write_memos import write_memos
from zhanggui.orders.flows.write_requests import write_requests
from zhanggui.orders.models import MemoEdit, Order, OrderPayment, RemarkRequest

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


@pytest.fixture
def order(link, place) -> Order:
    place(1)
    pull(link)
    return Order.objects.get()


def pull(link: ShopLink) -> None:
    ShopLink.objects.update(pulled_at=None)
    assert pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now()).done


def write(order: Order, memo: str, flag: int = 1) -> None:
    assert write_memos(order_ids=[order.pk], memo=memo, flag=flag, actor=ACTOR, at=timezone.now()).done


def facts(name: str) -> int:
    return Fact.objects.filter(name=name).count()


def test_what_we_wrote_comes_back_newer_and_is_an_echo(order, link, served):
    before = order.modified_at
    write_requests(order_ids=[order.pk], kind="card", fields={"text": "生日快乐"}, actor=ACTOR, at=timezone.now())
    changed = facts("orders.order.changed")
    tell_written_memos(ids=[order.pk])
    pull(link)
    order.refresh_from_db()
    assert order.modified_at > before
    assert order.remark_handled
    assert (facts("orders.order.memo_echoed"), facts("orders.order.changed")) == (1, changed)
    assert list(RemarkRequest.objects.filter(kind="card").values_list("state", flat=True)) == ["handled"]


def test_a_pull_before_it_was_told_does_not_undo_it(order, link, served):
    write(order, "加急")
    changed = facts("orders.order.changed")
    served.simulator.do("repeat", [order.number])
    pull(link)
    tell_written_memos(ids=[order.pk])
    pull(link)
    order.refresh_from_db()
    assert (order.seller_memo, order.remark_handled) == ("加急", True)
    assert served.simulator.trade(order.number)["seller_memo"] == "加急"
    assert facts("orders.order.changed") == changed


def test_a_colleagues_edit_on_the_platform_meanwhile_is_seen_and_kept(order, link, served):
    write(order, "ours")
    served.simulator.do("memo", [order.number], text="theirs: 发顺丰", flag=2)
    pull(link)
    tell_written_memos(ids=[order.pk])
    order.refresh_from_db()
    assert (order.seller_memo, order.remark_handled) == ("theirs: 发顺丰", False)
    assert served.simulator.trade(order.number)["seller_memo"] == "theirs: 发顺丰"
    assert MemoEdit.objects.filter(origin="platform").count() == 1


def test_who_puts_the_old_memo_back_on_the_platform_is_seen(order, link, served):
    served.simulator.do("memo", [order.number], text="old words", flag=1)
    pull(link)
    write(order, "发顺丰")
    tell_written_memos(ids=[order.pk])
    time.sleep(1.1)  # the platform's moments have whole seconds
    served.simulator.do("memo", [order.number], text="old words", flag=1)
    pull(link)
    order.refresh_from_db()
    assert (order.seller_memo, order.remark_handled) == ("old words", False)
    assert list(MemoEdit.objects.order_by("pk").values_list("origin", flat=True)) == ["platform", "ours", "platform"]
    assert not MemoEdit.objects.filter(is_waiting=True).exists()
    assert RemarkRequest.objects.get(kind="courier").state == "withdrawn"


def test_a_pre_sale_is_released_by_its_tail(link, place, served):
    (number,) = place(1, step=True)
    pull(link)
    order = Order.objects.get()
    assert (order.payment_mode, order.open_holds) == ("deposit", 1)
    served.simulator.do("pay", [number])
    pull(link)
    time.sleep(1.1)  # the platform's moments have whole seconds, and of two of one moment the further along is newer
    served.simulator.do("lose_tail", [number])
    pull(link)
    causes = list(OrderPayment.objects.order_by("pk").values_list("cause", flat=True))
    assert causes == ["deposit", "tail", "tail:back"]
