"""No case of a refund is lost: none from before the shop was linked or its order came, and none beside a bad one."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import timezone

from zhanggui.channels.flows.fetch_unread import fetch_unread
from zhanggui.channels.flows.link_shops import LinkDraft, link_shops
from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.flows.pull_refunds import pull_refunds
from zhanggui.channels.models import RefundCase, ShopLink, Unread
from zhanggui.channels.refunds import store_refunds
from zhanggui.channels.storing import store_page
from zhanggui.channels.testing import ACTOR
from zhanggui.kernel.doors.channel import Page, RefundState
from zhanggui.kernel.doors.channel_abilities import ChannelRefund, RefundKind, RefundPage
from zhanggui.kernel.models import Fact
from zhanggui.orders.testing import channel_order
from zhanggui.simulators.taobao.refunding import ask_refund

pytestmark = [pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)]


def case(number: str, order: str = "P-1") -> ChannelRefund:
    at = timezone.now()
    return ChannelRefund(
        number, order, RefundState.REQUESTED, RefundKind.MONEY, Decimal(5), asked_at=at, modified_at=at, raw=b"{}"
    )


def store(link: ShopLink, *cases: ChannelRefund, orders: Page | None = None) -> None:
    at = timezone.now()
    store_refunds(link, RefundPage(list(cases), covered_to=at), orders or Page(orders=()), actor=ACTOR, at=at)


def test_cases_from_before_the_first_pull_of_refunds_are_here(link, place, served):
    """Orders are pulled for a while before refunds are asked for the first time."""
    (number,) = place()
    ask_refund(served.simulator.platform, int(number), return_goods=False)
    served.simulator.clock.advance(seconds=10)
    later = timezone.now() + timedelta(seconds=10)
    pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    ShopLink.objects.update(covered_to=later + timedelta(minutes=3))  # so far ahead of that case
    pull_refunds(shop_ids=[link.shop_id], actor=ACTOR, at=later)
    assert RefundCase.objects.exists()


def test_who_wants_older_orders_gets_their_refunds_too(link):
    at = timezone.now()
    ShopLink.objects.update(refunds_covered_to=at)
    for since, covered in ((at - timedelta(days=5), at - timedelta(days=5)), (at, at - timedelta(days=5))):
        link_shops(links=[LinkDraft(link.shop_id, {}, {}, since)], actor=ACTOR, at=at).one()
        assert ShopLink.objects.get().refunds_covered_to == covered


def test_a_cursor_that_was_set_back_meanwhile_stays_there(link):
    link.refresh_from_db()
    back = timezone.now() - timedelta(days=5)
    ShopLink.objects.update(refunds_covered_to=back)
    store(link, case("R-1"))
    assert ShopLink.objects.get().refunds_covered_to == back


def test_a_case_finds_its_order_when_that_arrives_later(link):
    store(link, case("R-1"))
    assert RefundCase.objects.get().order is None
    store_page(link, Page(orders=[channel_order("P-1", ["x"])]), source="poll", actor=ACTOR, at=timezone.now())
    assert RefundCase.objects.filter(order__number="P-1").count() == 1
    assert Fact.objects.filter(name="channels.refund.told").count() == 1


@pytest.mark.parametrize(
    "bad",
    [
        {"amount": Decimal(-1)},
        {"amount": Decimal(10) ** 12},
        {"quantity": 2**40},
        {"return_waybill": "SF\0"},
    ],
)
def test_a_case_the_database_does_not_take_is_set_aside_and_the_others_go_on(link, bad):
    orders = Page(orders=[channel_order("P-1", ["x"])])
    store(link, case("R-1"), replace(case("R-2"), **bad), case("R-3"), orders=orders)
    assert set(RefundCase.objects.values_list("number", flat=True)) == {"R-1", "R-3"}
    aside = Unread.objects.get()
    assert (aside.number, aside.code, "R-2" in aside.sentence) == ("P-1", "refund_unstorable", True)
    assert ShopLink.objects.filter(refunds_covered_to__gt=timezone.now() - timedelta(minutes=1)).exists()


def test_a_refund_set_aside_stays_when_its_order_is_read_and_goes_when_it_is(link):
    orders = Page(orders=[channel_order("P-1", ["x"])])
    store(link, replace(case("R-2"), amount=Decimal(-1)), orders=orders)
    store_page(link, orders, source="poll", actor=ACTOR, at=timezone.now())
    aside = Unread.objects.get()
    assert (aside.kind, aside.number) == ("refund", "P-1")
    assert fetch_unread(unread_ids=[aside.pk], actor=ACTOR, at=timezone.now()).done == [aside.pk]
    assert ShopLink.objects.filter(refunds_covered_to__lte=aside.seen_at - timedelta(days=1)).exists()
    store(link, case("R-2"), orders=orders)
    assert not Unread.objects.exists()
