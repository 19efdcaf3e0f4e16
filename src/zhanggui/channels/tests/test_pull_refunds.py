"""What buyers want back is here with the order it is about, in one transaction; parcels stop in it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from zhanggui.channels import refunds as module
from zhanggui.channels.facts import RefundTold
from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.flows.pull_refunds import RefundsUntold, pull_refunds
from zhanggui.channels.models import RefundCase, ShopLink
from zhanggui.channels.refunds import keep_refunds
from zhanggui.channels.testing import ACTOR
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.testing import take_to
from zhanggui.kernel.doors.channel import GROUP, RefundState
from zhanggui.kernel.doors.channel_abilities import ChannelRefund, RefundKind
from zhanggui.kernel.doors.channel_refusals import ChannelDown
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.handle_remarks import handle_remarks
from zhanggui.orders.models import Order, OrderLine
from zhanggui.simulators.taobao.refunding import answer_refund, ask_refund

pytestmark = [pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)]
LINES = [{"code": "TS-BLK-M", "num": 1}, {"code": "MUG-350-W", "num": 1}]


@pytest.fixture
def order(link, place, stock):
    (number,) = place(lines=LINES)
    pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    return Order.objects.get(number=number)


def later():
    """The refunds of this very second are not settled yet for the platform's list."""
    return timezone.now() + timedelta(seconds=10)


def pull(link, served, at=None):
    served.simulator.clock.advance(seconds=10)
    ShopLink.objects.update(refunds_covered_to=timezone.now() - timedelta(minutes=20))
    return pull_refunds(shop_ids=[link.shop_id], actor=ACTOR, at=at or later())


def test_a_case_stops_the_parcel_in_the_transaction_that_brings_it(order, link, served):
    handle_remarks(order_ids=[order.pk], actor=ACTOR, at=timezone.now())
    (parcel_id,) = take_to("printed", [order.pk], at=timezone.now())
    line = order.lines.order_by("number").first()
    ask_refund(served.simulator.platform, int(order.number), oid=int(line.number), return_goods=False)
    assert pull(link, served).done == [link.shop_id]
    case = RefundCase.objects.get()
    assert (case.order, case.line_number, case.state) == (order, line.number, RefundState.REQUESTED)
    line.refresh_from_db()
    assert line.refund == RefundState.REQUESTED
    assert Fact.objects.filter(name="orders.order.stop_asked", subject_id=order.pk).exists()
    assert Parcel.objects.filter(pk=parcel_id).exists()


def test_a_crash_between_the_order_and_its_case_leaves_neither(order, link, served, monkeypatch):
    ask_refund(served.simulator.platform, int(order.number), return_goods=False)

    def killed(*args, **kwargs):
        raise SystemExit

    monkeypatch.setattr(module, "keep_refunds", killed)
    with pytest.raises(SystemExit):
        pull(link, served)
    assert set(OrderLine.objects.values_list("refund", flat=True)) == {RefundState.NONE}
    assert ShopLink.objects.filter(refunds_covered_to__lt=timezone.now() - timedelta(minutes=19)).exists()
    monkeypatch.undo()
    pull(link, served)
    assert RefundCase.objects.count() == 2


def test_the_newest_version_stays_however_often_and_late_they_come(order, link, served):
    platform = served.simulator.platform
    ask_refund(platform, int(order.number), return_goods=False)
    pull(link, served)
    old = list(RefundCase.objects.values("number", "state", "modified_at"))
    answer_refund(platform, int(order.number), "agree_refund")
    pull(link, served)
    pull(link, served)
    assert set(RefundCase.objects.values_list("state", flat=True)) == {RefundState.SUCCEEDED}
    assert len(old) == RefundCase.objects.count() == 2
    assert Fact.objects.filter(name="channels.refund.told").count() == 4


def test_of_two_versions_of_one_moment_the_one_told_last_counts_and_is_told_once(order, link):
    at = timezone.now()

    def kept(state):
        case = ChannelRefund(
            "service:1", order.number, state, RefundKind.RETURN, Decimal(5), asked_at=at, modified_at=at, raw=b"{}"
        )
        with transaction.atomic():
            keep_refunds(link.shop_id, [case], actor=ACTOR, at=at)
        return RefundCase.objects.get().state, Fact.objects.filter(name=RefundTold.NAME).count()

    assert kept(RefundState.AWAITING_RETURN) == (RefundState.AWAITING_RETURN, 1)
    assert kept(RefundState.SUCCEEDED) == (RefundState.SUCCEEDED, 2)
    assert kept(RefundState.SUCCEEDED) == (RefundState.SUCCEEDED, 2)


def test_a_platform_that_is_down_is_asked_again_from_where_it_was(order, link, served):
    ask_refund(served.simulator.platform, int(order.number), return_goods=False)
    served.simulator.chaos.add("http502", times=1000)
    assert isinstance(pull(link, served).refused[link.shop_id], ChannelDown)
    assert not RefundCase.objects.exists()
    served.simulator.chaos.clear()
    pull(link, served)
    assert RefundCase.objects.count() == 2


def test_a_platform_without_a_list_says_so(link, monkeypatch):
    class Silent:
        label = "Silent"
        rates = ()

    monkeypatch.setitem(installed(GROUP), "taobao", Silent())
    outcome = pull_refunds(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    assert isinstance(outcome.refused[link.shop_id], RefundsUntold)
