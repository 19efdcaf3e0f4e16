"""An authorisation is renewed before it ends, without the seller where the platform allows it."""

from datetime import timedelta

import orjson
import pytest
from django.conf import settings
from django.utils import timezone

from zhanggui.channels.flows.link_shops import LinkDraft, link_shops
from zhanggui.channels.flows.pause_links import pause_links
from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.flows.renew_grants import _renew, renew_grants
from zhanggui.channels.jobs import renew_due_grants
from zhanggui.channels.models import HourTrouble, ShopLink
from zhanggui.channels.queries import shops_to_renew
from zhanggui.channels.rules import LinkIsPaused, LinkMissing
from zhanggui.channels.testing import ACTOR
from zhanggui.kernel.doors.channel import GROUP
from zhanggui.kernel.doors.channel_refusals import ChannelLoginExpired
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.seal import unseal
from zhanggui.orders.testing import make_shop

pytestmark = [pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)]


@pytest.fixture
def link(served):
    shop, at = make_shop(channel="taobao"), timezone.now()
    draft = LinkDraft(
        shop.pk,
        {"gateway": f"{served.url}/router/rest", "token_address": f"{served.url}/token", "app_key": "20001234"},
        {"app_secret": "demo-secret", "session": "sess-demo-01", "refresh_token": "refresh-demo-01"},
        at - timedelta(minutes=30),
        at + timedelta(days=6),
    )
    link_shops(links=[draft], actor=ACTOR, at=at).one()
    return ShopLink.objects.get()


def secrets() -> dict[str, str]:
    return dict(orjson.loads(unseal(ShopLink.objects.get().secrets)))


def test_an_authorisation_that_ends_within_a_week_is_renewed_by_the_hour(link):
    renew_due_grants(timestamp=0)
    renewed = secrets()
    assert renewed["session"] not in {"", "sess-demo-01"}
    assert renewed["refresh_token"] != "refresh-demo-01"
    assert renewed["app_secret"] == "demo-secret"
    assert ShopLink.objects.get().expires_at > link.expires_at
    assert pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now()).done == [link.shop_id]


def test_a_shop_that_has_run_out_goes_on_by_itself(link, served):
    served.simulator.sessions.expire()
    pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    assert ShopLink.objects.get().state == "expired"
    assert shops_to_renew(at=timezone.now()) == [link.shop_id]
    assert renew_grants(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now()).done == [link.shop_id]
    assert ShopLink.objects.get().state == "working"


def test_a_platform_that_renews_only_shortly_before_the_end_is_not_asked_earlier(link, monkeypatch):
    monkeypatch.setattr(type(installed(GROUP)["taobao"]), "renews_within", timedelta(days=1), raising=False)
    assert shops_to_renew(at=timezone.now()) == []
    assert shops_to_renew(at=link.expires_at - timedelta(hours=23)) == [link.shop_id]


def test_when_only_the_seller_can_help_the_link_is_as_it_was(link):
    before = secrets() | {"refresh_token": "used up"}
    link_shops(
        links=[LinkDraft(link.shop_id, link.settings, before, link.covered_to, link.expires_at)],
        actor=ACTOR,
        at=timezone.now(),
    ).one()
    outcome = renew_grants(shop_ids=[link.shop_id, 0], actor=ACTOR, at=timezone.now())
    assert isinstance(outcome.refused[link.shop_id], ChannelLoginExpired)
    assert isinstance(outcome.refused[0], LinkMissing)
    assert secrets() == before
    assert ShopLink.objects.get().state == "working", "its session may be good for days"
    assert HourTrouble.objects.get().kind == "expired"


def test_a_paused_shop_is_left_alone(link):
    pause_links(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    assert shops_to_renew(at=timezone.now()) == []
    outcome = renew_grants(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    assert isinstance(outcome.refused[link.shop_id], LinkIsPaused)


def test_who_waited_for_another_renewal_uses_its_token_and_not_the_one_used_up(link, served, monkeypatch):
    old = ShopLink.objects.select_related("shop").get()
    renew_grants(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    first = secrets()["refresh_token"]
    _renew(old, actor=ACTOR, at=timezone.now())
    assert secrets()["refresh_token"] not in {first, "refresh-demo-01"}


def test_a_shop_paused_while_it_is_renewed_stays_paused(link, impatient_taobao, monkeypatch):
    renew = impatient_taobao.renew

    def paused_meanwhile(account):
        pause_links(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
        return renew(account)

    monkeypatch.setattr(impatient_taobao, "renew", paused_meanwhile)
    renew_grants(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    assert secrets()["refresh_token"] != "refresh-demo-01"
    assert ShopLink.objects.get().state == "paused"
