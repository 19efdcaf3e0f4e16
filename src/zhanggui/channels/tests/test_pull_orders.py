"""Pulling: every order once, whatever the platform does meanwhile."""

import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from zhanggui.channels.flows.fetch_orders import fetch_orders
from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.flows.renew_links import LinkRenewal, renew_links
from zhanggui.channels.models import ShopLink, Unread
from zhanggui.channels.rules import LinkIsWaiting
from zhanggui.channels.testing import ACTOR
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelLoginExpired, ChannelThrottled
from zhanggui.kernel.doors.finding import NotInstalled
from zhanggui.kernel.models import Fact
from zhanggui.kernel.seal import unseal
from zhanggui.orders.models import Order, OrderSnapshot
from zhanggui.orders.testing import make_shop
from zhanggui.people.models import Shop
from zhanggui.simulators.taobao.testing import taobao

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]

READ = "taobao.trade.fullinfo.get"
LIST = "taobao.trades.sold.increment.get"


def pull(*links: ShopLink, at=None):
    return pull_orders(shop_ids=[link.shop_id for link in links], actor=ACTOR, at=at or timezone.now())


def numbers(link: ShopLink) -> set[str]:
    return set(Order.objects.filter(shop_id=link.shop_id).values_list("number", flat=True))


def look_back_again(link: ShopLink) -> None:
    """The next pull is the first of its five minutes."""
    ShopLink.objects.filter(pk=link.pk).update(pulled_at=None)


def test_orders_placed_on_the_platform_are_here_after_a_pull(link, place):
    placed = place(3)
    assert pull(link).done == [link.shop_id]
    assert numbers(link) == set(placed)
    before = link.covered_to
    link.refresh_from_db()
    assert link.covered_to > before
    assert link.pulled_at is not None
    assert link.trouble == ""


def test_pulling_again_adds_nothing(link, place):
    place(4)
    pull(link)
    told = Fact.objects.count()
    for _ in range(3):
        look_back_again(link)
        pull(link)
    assert Order.objects.count() == 4
    assert OrderSnapshot.objects.count() == 4
    assert Fact.objects.count() == told


def test_repeated_and_shuffled_lists_make_each_order_once(link, place, served):
    placed = place(6)
    served.simulator.chaos.add("repeat", times=3, method=LIST)
    served.simulator.chaos.add("shuffle", times=3, method=LIST)
    pull(link)
    assert numbers(link) == set(placed)
    assert OrderSnapshot.objects.count() == 6


def test_a_change_stamped_before_the_cursor_is_met_by_the_next_sweep(link, place, served):
    (number,) = place()
    pull(link)
    served.simulator.disorder(number, how="equal", text="改成顺丰")
    look_back_again(link)
    pull(link)
    assert set(OrderSnapshot.objects.values_list("kind", flat=True)) == {"first", "conflict"}
    assert Order.objects.count() == 1


def test_an_order_the_platform_lists_late_is_met_by_the_next_sweep(link, place, served):
    served.simulator.chaos.change({"delay_s": 1})
    (late,) = place()
    pull(link)
    assert numbers(link) == set()
    link.refresh_from_db()
    assert link.covered_to > timezone.now() - timedelta(seconds=20)
    time.sleep(1.1)
    look_back_again(link)
    pull(link)
    assert numbers(link) == {late}


def test_a_throttled_shop_waits_and_then_goes_on(link, place, served):
    placed = place()
    at = timezone.now()
    served.simulator.chaos.ban(90)
    assert isinstance(pull(link, at=at).refused[link.shop_id], ChannelThrottled)
    link.refresh_from_db()
    assert link.state == "working"
    assert link.trouble == ""
    assert at + timedelta(seconds=80) < link.wait_until <= at + timedelta(seconds=91)
    calls = len(served.simulator.log)
    assert isinstance(pull(link, at=at + timedelta(seconds=30)).refused[link.shop_id], LinkIsWaiting)
    assert len(served.simulator.log) == calls

    served.simulator.chaos.clear()
    assert pull(link, at=at + timedelta(seconds=95)).done == [link.shop_id]
    assert numbers(link) == set(placed)
    link.refresh_from_db()
    assert link.wait_until is None


def test_an_expired_session_stops_the_shop_until_it_is_authorised_again(link, place, served):
    placed = place(2)
    served.simulator.sessions.expire()
    assert isinstance(pull(link).refused[link.shop_id], ChannelLoginExpired)
    link.refresh_from_db()
    assert link.state == "expired"
    assert Fact.objects.filter(name="channels.link.expired", subject_id=link.shop_id).count() == 1
    assert pull(link).refused[link.shop_id].code() == "link_has_expired"

    served.simulator.sessions.issue("sess-new", "refresh-new")
    renewal = LinkRenewal(link.shop_id, {"session": "sess-new"})
    assert renew_links(links=[renewal], actor=ACTOR, at=timezone.now()).done == [link.shop_id]
    assert pull(link).done == [link.shop_id]
    assert numbers(link) == set(placed)


def test_a_platform_that_is_down_is_asked_again(link, place, served):
    placed = place()
    served.simulator.chaos.add("http502", times=4)
    assert isinstance(pull(link).refused[link.shop_id], ChannelDown)
    link.refresh_from_db()
    assert link.state == "working"
    assert link.trouble
    assert pull(link).done == [link.shop_id]
    assert numbers(link) == set(placed)
    link.refresh_from_db()
    assert link.trouble == ""


def test_one_shops_trouble_stops_no_other(link, link_to, place):
    placed = place(2)
    stranger = ShopLink.objects.get(pk=link.pk)
    with taobao(seed=8) as other:
        broken = link_to(other)
        Shop.objects.filter(pk=broken.shop_id).update(channel="nowhere")
        unreachable = link_to(other)
    unlinked = make_shop(channel="taobao")
    outcome = pull_orders(
        shop_ids=[broken.shop_id, unreachable.shop_id, unlinked.pk, link.shop_id], actor=ACTOR, at=timezone.now()
    )
    assert outcome.done == [stranger.shop_id]
    assert isinstance(outcome.refused[broken.shop_id], NotInstalled)
    assert isinstance(outcome.refused[unreachable.shop_id], ChannelDown)
    assert outcome.refused[unlinked.pk].code() == "link_missing"
    assert numbers(link) == set(placed)


def test_a_broken_payload_is_set_aside_and_the_others_go_on(link, place, served):
    placed = place(5)
    served.simulator.platform.chaos.add(
        "refuse", method=READ, code=15, sub_code="isv.trade-not-exist", sub_msg="交易订单不存在"
    )
    pull(link)
    (aside,) = Unread.objects.all()
    assert numbers(link) == set(placed) - {aside.number}
    assert aside.sentence
    assert unseal(aside.payload) == b""
    assert Fact.objects.filter(name="channels.order.set_aside").count() == 1

    look_back_again(link)
    pull(link)
    assert numbers(link) == set(placed)
    assert Unread.objects.count() == 0, "an order that could be read after all needs no attention"


def test_an_order_the_database_cannot_hold_stands_alone(link, place, served):
    placed = place(7)
    served.simulator.catalogue.load([{"code": "X" * 100, "title": "长编码", "price": "9.90", "stock": 9}])
    unstorable = place(lines=[{"code": "X" * 100}])
    pull(link)
    assert numbers(link) == set(placed)
    (aside,) = Unread.objects.all()
    assert ([aside.number], aside.code) == (unstorable, "order_unstorable")
    assert aside.number.encode() in unseal(aside.payload)
    look_back_again(link)
    pull(link)
    assert Unread.objects.count() == 1


def test_orders_that_change_while_pages_are_turned_are_not_lost(link, place, served):
    placed = place(160, spread_s=900)
    served.simulator.chaos.add("motion", times=6, method=LIST)
    pull(link)
    assert numbers(link) == set(placed)
    for number in placed[:40]:
        served.simulator.memo(number, "加急")
    pull(link, at=timezone.now() + timedelta(seconds=1))
    # A memo written in the very second of the first read carries the same moment: the platform is asked again.
    disputed = list(Order.objects.filter(holds__reason="conflict").values_list("pk", flat=True))
    fetch_orders(order_ids=disputed, actor=ACTOR, at=timezone.now())
    assert Order.objects.filter(seller_memo="加急").count() == 40


def test_the_cursor_never_goes_back(link, place):
    place()
    pull(link)
    link.refresh_from_db()
    covered_to = link.covered_to
    pull(link, at=timezone.now() - timedelta(minutes=3))
    link.refresh_from_db()
    assert link.covered_to == covered_to


@pytest.mark.slow
def test_a_thousand_orders(link, place):
    placed = place(1000, spread_s=1200)
    pull(link)
    assert numbers(link) == set(placed)
