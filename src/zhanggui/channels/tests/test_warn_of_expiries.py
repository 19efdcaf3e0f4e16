"""An authorisation that runs out is told a week before, once for each of its ends."""

from datetime import timedelta

import pytest
from django.utils import timezone

from zhanggui.channels.flows.renew_links import LinkRenewal, renew_links
from zhanggui.channels.flows.warn_of_expiries import warn_of_expiries
from zhanggui.channels.models import ShopLink
from zhanggui.channels.testing import ACTOR, make_link
from zhanggui.kernel.models import Fact
from zhanggui.orders.testing import make_shop

pytestmark = pytest.mark.django_db


def link_until(ends):
    shop = make_shop(channel="taobao")
    link = make_link(shop, "http://127.0.0.1:1", at=timezone.now())
    ShopLink.objects.filter(pk=link.pk).update(expires_at=ends)
    return shop.pk


def told():
    return list(Fact.objects.filter(name="channels.link.runs_out").order_by("id").values_list("subject_id", flat=True))


def test_each_end_is_told_once_and_in_time():
    at = timezone.now()
    link_until(None)
    link_until(at + timedelta(days=30))
    soon = link_until(at + timedelta(days=7, hours=20))
    paused = link_until(at + timedelta(days=2))
    over = link_until(at - timedelta(days=2))
    ShopLink.objects.filter(shop_id=paused).update(state="paused")
    ShopLink.objects.filter(shop_id=over).update(state="expired")

    assert warn_of_expiries(actor=ACTOR, at=at).done == [soon, paused]
    assert warn_of_expiries(actor=ACTOR, at=at + timedelta(hours=1)).done == []
    assert told() == [soon, paused]

    renewal = LinkRenewal(soon, {"session": "new"}, expires_at=at + timedelta(days=90))
    renew_links(links=[renewal], actor=ACTOR, at=at)
    assert warn_of_expiries(actor=ACTOR, at=at + timedelta(days=1)).done == []
    assert warn_of_expiries(actor=ACTOR, at=at + timedelta(days=83)).done == [soon]
    assert told() == [soon, paused, soon]
