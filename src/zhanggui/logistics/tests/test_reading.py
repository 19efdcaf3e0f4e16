"""Review asks who will draw the number before it sends an encrypted receiver back to be asked for."""

import pytest

from zhanggui.catalog.models import Sku
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.logistics.flows.close_waybill_accounts import close_waybill_accounts
from zhanggui.logistics.models import AccountUse
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop
from zhanggui.people.models import Shop

pytestmark = pytest.mark.django_db
HIDDEN = Receiver(state="浙江省", city="杭州市", district="余杭区", cipher="CIPHER-1", merge_key="m1")


@pytest.fixture
def review(account):
    """Whether orders with a hidden receiver pass, of a shop of this channel."""

    def review(channel: str, count: int = 1) -> bool:
        shop = make_shop()
        Shop.objects.filter(pk=shop.pk).update(channel=channel)
        code = Sku.objects.values_list("code", flat=True)[0]
        ids = make_orders(shop, [channel_order(skus=[code], receiver=HIDDEN) for _ in range(count)])
        outcome = review_orders(order_ids=ids, actor=ACTOR, at=AT)
        for refusal in outcome.refused.values():
            codes = [one.code() for one in (refusal, *refusal.data.get("reasons", ()))]
            assert "no_receiver" in codes
        return len(outcome.done) == count

    return review


def test_an_account_that_reads_the_platform_s_receivers_is_enough(review):
    assert review("douyin")


def test_another_platform_s_receiver_is_asked_for(review):
    assert not review("taobao")


def test_an_account_for_the_orders_of_another_platform_is_not_asked(review):
    AccountUse.objects.update(platform="taobao")
    assert not review("douyin")


def test_a_closed_account_reads_nothing(review, account):
    close_waybill_accounts(account_ids=[account.pk], actor=ACTOR, at=AT)
    assert not review("douyin")
