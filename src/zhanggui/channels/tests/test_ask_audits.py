"""Audits that people ask for, and those that are due by themselves."""

from datetime import UTC, datetime, timedelta

import orjson
import pytest
from django.conf import settings
from django.utils import timezone

from zhanggui.channels.flows.ask_audits import ask_audits
from zhanggui.channels.flows.find_missing_orders import find_missing_orders
from zhanggui.channels.flows.pause_links import pause_links
from zhanggui.channels.flows.run_audits import run_audits
from zhanggui.channels.health.matrix import Progress, audit_progress
from zhanggui.channels.jobs import audit_shop, check_gaps
from zhanggui.channels.models import AskedAudit, HourAudit, ShopLink
from zhanggui.channels.queries import audits_due
from zhanggui.channels.rules import TooManyHours
from zhanggui.channels.testing import ACTOR
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.clock import company_zone
from zhanggui.orders.models import Order

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]
HOUR = timedelta(hours=1)


def begun(hours_ago: int) -> datetime:
    return timezone.now().astimezone(UTC).replace(minute=0, second=0, microsecond=0) - hours_ago * HOUR


def progress(link) -> Progress:
    found = audit_progress(link.shop_id)
    assert found is not None
    return found


def ask(link, since, until, **more):
    given = {"shop_ids": [link.shop_id], "since": since, "until": until, "actor": ACTOR, "at": timezone.now()}
    return ask_audits(**(given | more))


def test_what_was_asked_for_is_a_job_and_its_progress_is_seen(link, served):
    served.simulator.place(3, at=begun(3) + timedelta(minutes=5))

    assert ask(link, begun(5), begun(2)).done == [link.shop_id]

    jobs = fetch_rows("SELECT args FROM procrastinate_jobs WHERE task_name = 'channels.run_asked_audits'")
    assert [orjson.loads(args) for (args,) in jobs] == [{"ids": [link.shop_id]}]
    waiting = progress(link)
    assert (waiting.audit.state, waiting.done, waiting.hours, waiting.is_open) == ("asked", 0, 3, True)

    assert run_audits(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now()).done == [waiting.audit.pk]

    over = progress(link)
    assert (over.audit.state, over.done, over.hours, over.is_open) == ("done", 3, 3, False)
    assert Order.objects.count() == 3
    assert run_audits(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now()).done == [], "it is done once"


def test_one_that_was_under_way_when_its_worker_died_is_begun_anew(link):
    ask(link, begun(5), begun(3))
    AskedAudit.objects.update(state="running", begun_at=timezone.now() - HOUR)
    assert len(run_audits(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now()).done) == 1
    assert progress(link).done == 2


def test_a_platform_that_is_down_stops_it_with_its_words(link, served):
    ask(link, begun(5), begun(3))
    served.simulator.chaos.add("http502", times=1000)
    run_audits(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    over = progress(link)
    assert (over.audit.state, over.done) == ("failed", 0)
    assert over.audit.trouble == ShopLink.objects.get().trouble != ""


def test_what_can_be_audited_is_cut_from_what_was_asked(link):
    ask(link, begun(2), begun(-24))
    audit = AskedAudit.objects.get()
    assert audit.since == begun(2)
    assert begun(1) <= audit.until <= begun(0), "no hour that pulling still covers"


def test_what_cannot_be_asked_for(link):
    refused = ask(link, begun(-2), begun(-4)).refused
    assert refused[link.shop_id].code() == "no_hour_to_audit"
    with pytest.raises(TooManyHours):
        ask(link, begun(24 * 40), begun(0))
    stranger = Actor(name="stranger", shop_ids=frozenset())
    assert ask(link, begun(5), begun(2), actor=stranger).refused[link.shop_id].code() == "not_found"
    ask(link, begun(5), begun(2))
    assert ask(link, begun(5), begun(2)).refused[link.shop_id].code() == "audit_under_way"
    later = timezone.now() + 2 * HOUR
    assert ask(link, begun(5), begun(2), at=later).done, "one that never ended keeps nobody from asking"
    pause_links(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    assert ask(link, begun(5), begun(2)).refused[link.shop_id].code() == "link_is_paused"


def test_each_shop_has_a_job_of_its_own_and_one_audits_at_a_time(link, link_to, served):
    other = link_to(served)
    find_missing_orders(shop_ids=[other.shop_id], since=begun(80), until=begun(1), actor=ACTOR, at=timezone.now())
    for _ in range(2):
        check_gaps(timestamp=0)
    jobs = fetch_rows(
        "SELECT args, lock, priority FROM procrastinate_jobs WHERE task_name = 'channels.audit_shop' ORDER BY id"
    )
    asked = [(orjson.loads(args), lock) for args, lock, _priority in jobs]
    assert asked == [
        ({"days": 3, "shop_id": link.shop_id}, "channels.audits"),
        ({"days": 1, "shop_id": other.shop_id}, "channels.audits"),
    ]
    assert all(priority < 0 for _args, _lock, priority in jobs), "pulls go first"
    served.simulator.place(2, at=begun(3) + timedelta(minutes=5))
    audit_shop(shop_id=link.shop_id, days=1)
    assert HourAudit.objects.get(shop_id=link.shop_id, hour=begun(3)).fetched == 2
    assert HourAudit.objects.filter(shop_id=link.shop_id).count() == 24


def test_three_days_are_due_once_after_each_night_and_one_else(link):
    def due(at):
        return dict(audits_due(at=at))[link.shop_id]

    zone = company_zone()
    today = timezone.now().astimezone(zone).replace(hour=3, minute=20, second=0, microsecond=0)
    assert due(today) == 3, "of a shop that never was audited"
    until = today - timedelta(minutes=15)
    find_missing_orders(shop_ids=[link.shop_id], since=until - timedelta(days=3), until=until, actor=ACTOR, at=today)
    assert HourAudit.objects.count() == 72
    assert due(today + HOUR) == 1
    assert due(today + 23 * HOUR) == 1, "before the next night"
    assert due(today + 24 * HOUR) == 3
    HourAudit.objects.filter(hour__lt=today - timedelta(days=1)).delete()
    assert due(today + HOUR) == 3, "one that stopped in the middle is tried again"
    pause_links(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    assert audits_due(at=today) == []
