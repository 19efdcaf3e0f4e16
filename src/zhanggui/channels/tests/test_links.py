"""Links: made, renewed, paused, resumed; their secrets never seen."""

import pickle
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhanggui.channels.flows.fetch_orders import fetch_orders
from zhanggui.channels.flows.link_shops import LinkDraft, link_shops
from zhanggui.channels.flows.pause_links import pause_links
from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.flows.purge_unread import purge_unread
from zhanggui.channels.flows.renew_links import LinkRenewal, renew_links
from zhanggui.channels.flows.resume_links import resume_links
from zhanggui.channels.health.figures import shop_health
from zhanggui.channels.models import ShopLink, Unread
from zhanggui.channels.queries import account_of, due_shops
from zhanggui.channels.testing import ACTOR
from zhanggui.kernel.actor import Actor
from zhanggui.orders.models import Order
from zhanggui.orders.testing import make_shop

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


def draft(shop_id: int, **changes) -> LinkDraft:
    values = {
        "settings": {"app_key": "1"},
        "secrets": {"app_secret": "hush", "session": "whisper"},
        "covered_to": timezone.now(),
    }
    return LinkDraft(shop_id=shop_id, **{**values, **changes})


def test_secrets_are_sealed_and_opened_only_for_the_call():
    shop = make_shop(channel="taobao")
    one = draft(shop.pk)
    link_shops(links=[one], actor=ACTOR, at=timezone.now())
    link = ShopLink.objects.get()
    account = account_of(link)
    assert account.secrets == {"app_secret": "hush", "session": "whisper"}
    assert b"hush" not in bytes(link.secrets)
    shown = f"{account!r} {link!r} {link} {one!r} {LinkRenewal(1, {'session': 'whisper'})!r} {pickle.dumps(link)!r}"
    assert "hush" not in shown
    assert "whisper" not in shown


def test_linking_again_replaces_keys_and_sets_the_shop_to_work():
    shop = make_shop(channel="taobao")
    link_shops(links=[draft(shop.pk)], actor=ACTOR, at=timezone.now())
    ShopLink.objects.update(state="expired", trouble="expired")
    earlier = timezone.now() - timedelta(days=3)
    link_shops(links=[draft(shop.pk, secrets={"session": "new"}, covered_to=earlier)], actor=ACTOR, at=timezone.now())
    link = ShopLink.objects.get()
    assert (link.state, link.trouble, link.covered_to) == ("working", "", earlier)
    assert account_of(link).secrets == {"session": "new"}


def test_what_cannot_be_linked_is_refused():
    shop, unknown = make_shop(channel="taobao"), make_shop(channel="nowhere")
    links = [draft(shop.pk), draft(unknown.pk), draft(987654)]
    outcome = link_shops(links=links, actor=ACTOR, at=timezone.now())
    assert outcome.done == [shop.pk]
    assert {key: refusal.code() for key, refusal in outcome.refused.items()} == {
        unknown.pk: "not_installed",
        987654: "not_found",
    }


def test_renewing_keeps_what_is_not_named():
    shop = make_shop(channel="taobao")
    link_shops(links=[draft(shop.pk)], actor=ACTOR, at=timezone.now())
    until = timezone.now() + timedelta(days=30)
    renew_links(links=[LinkRenewal(shop.pk, {"session": "fresh"}, until)], actor=ACTOR, at=timezone.now())
    link = ShopLink.objects.get()
    assert account_of(link).secrets == {"app_secret": "hush", "session": "fresh"}
    assert link.expires_at == until


def test_a_paused_shop_is_not_due_and_an_expired_one_is_not_resumed():
    paused, expired = make_shop(channel="taobao"), make_shop(channel="taobao")
    link_shops(links=[draft(paused.pk), draft(expired.pk)], actor=ACTOR, at=timezone.now())
    assert set(due_shops(at=timezone.now())) == {paused.pk, expired.pk}
    pause_links(shop_ids=[paused.pk], reason="moving", actor=ACTOR, at=timezone.now())
    ShopLink.objects.filter(shop=expired).update(state="expired")
    assert due_shops(at=timezone.now()) == []
    assert (
        pull_orders(shop_ids=[paused.pk], actor=ACTOR, at=timezone.now()).refused[paused.pk].code() == "link_is_paused"
    )
    outcome = resume_links(shop_ids=[paused.pk, expired.pk, 4711], actor=ACTOR, at=timezone.now())
    assert outcome.done == [paused.pk]
    assert {key: each.code() for key, each in outcome.refused.items()} == {
        expired.pk: "link_has_expired",
        4711: "link_missing",
    }


@pytest.mark.parametrize("flow", [pause_links, resume_links, link_shops, renew_links])
def test_statements_do_not_grow_with_the_set(flow):
    counts = []
    for size in (1, 20):
        shops = [make_shop(channel="taobao") for _ in range(size)]
        ids = [shop.pk for shop in shops]
        if flow is not link_shops:
            link_shops(links=[draft(each) for each in ids], actor=ACTOR, at=timezone.now())
        if flow is resume_links:
            pause_links(shop_ids=ids, actor=ACTOR, at=timezone.now())
        choices: dict[Any, dict[str, Any]] = {
            pause_links: {"shop_ids": ids},
            resume_links: {"shop_ids": ids},
            link_shops: {"links": [draft(each) for each in ids]},
            renew_links: {"links": [LinkRenewal(each, {"session": "x"}) for each in ids]},
        }
        with CaptureQueriesContext(connection) as queries:
            assert flow(**choices[flow], actor=ACTOR, at=timezone.now()).done == ids
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_fetching_again_shows_what_the_platform_shows_now(link, place, served):
    first, second = place(2)
    pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    served.simulator.memo(first, "改发顺丰", flag=2)
    ids = {order.number: order.pk for order in Order.objects.all()}
    outcome = fetch_orders(order_ids=[ids[first], ids[second], 31337], actor=ACTOR, at=timezone.now())
    assert sorted(outcome.done) == sorted(ids.values())
    assert outcome.refused[31337].code() == "not_found"
    assert Order.objects.get(number=first).seller_memo == "改发顺丰"


def test_fetching_says_why_not(link, place, served):
    (number,) = place()
    pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    order_id = Order.objects.get(number=number).pk
    Order.objects.filter(pk=order_id).update(number="4000000000000000001")
    assert (
        fetch_orders(order_ids=[order_id], actor=ACTOR, at=timezone.now()).refused[order_id].code() == "order_unknown"
    )
    served.simulator.sessions.expire()
    refusal = fetch_orders(order_ids=[order_id], actor=ACTOR, at=timezone.now()).refused[order_id]
    assert refusal.code() == "channel_login_expired"
    link.refresh_from_db()
    assert link.state == "expired"


def test_health_counts_what_waits(link, place):
    place(3)
    pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    at = timezone.now() + timedelta(minutes=2)
    with CaptureQueriesContext(connection) as queries:
        (health,) = shop_health(actor=ACTOR, at=at)
    assert len(queries) == 9
    assert (health.state, health.orders_today, health.notices_queued, health.unread) == ("working", 3, 0, 0)
    assert timedelta(minutes=1) < health.lag < timedelta(minutes=4)
    assert shop_health(actor=Actor(name="stranger", shop_ids=frozenset()), at=at) == []


def test_unread_payloads_are_forgotten_like_those_of_orders(link):
    for number, age in (("old", 181), ("young", 1)):
        Unread.objects.create(
            shop_id=link.shop_id,
            number=number,
            code="field_missing",
            sentence="",
            payload=b"",
            payload_hash=b"",
            seen_at=timezone.now() - timedelta(days=age),
        )
    purge_unread(actor=ACTOR, at=timezone.now())
    assert list(Unread.objects.values_list("number", flat=True)) == ["young"]
