"""Telling while the platform is down, says no, or is cut off: nothing is lost and nothing told twice."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from zhanggui.channels.flows.pause_links import pause_links
from zhanggui.channels.flows.resume_links import resume_links
from zhanggui.channels.flows.retry_notices import retry_notices
from zhanggui.channels.models import Notice, ShopLink
from zhanggui.channels.queries import due_notices
from zhanggui.channels.testing import ACTOR
from zhanggui.channels.tests.telling import (
    ONE,
    SEND,
    queue,
    sends,
    tell,
    waybill,
    waybills_shown,
)
from zhanggui.channels.tests.test_pull_crashes import Cut, CutAt
from zhanggui.kernel.models import Fact

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]


def test_down_and_up_again(ship, served):
    parcels = ship(ONE, ONE, ONE, ONE, ONE)
    notices = queue(parcels)
    served.simulator.chaos.add("http502", times=1000)
    assert tell(notices).done == []
    assert set(Notice.objects.values_list("state", flat=True)) == {"queued"}
    assert ShopLink.objects.get().trouble
    served.simulator.chaos.clear()
    assert due_notices(at=timezone.now()) == [], "fresh notices belong to the job of their hand-over"
    due = due_notices(at=timezone.now() + timedelta(minutes=2))
    assert sorted(due) == notices
    assert sorted(tell(due).done) == notices


def test_one_order_without_an_answer_stops_no_other(ship, served):
    notices = queue(ship(ONE, ONE, ONE))
    served.simulator.chaos.add("http502", method=SEND, times=1)
    outcome = tell(notices)
    assert len(outcome.done) == 2
    (left,) = outcome.refused
    assert due_notices(at=timezone.now() + timedelta(minutes=2)) == [left]
    assert tell([left]).done == [left]


def test_cut_off_after_the_platforms_yes(ship, served):
    parcels = ship(ONE)
    notices = queue(parcels)
    for after in range(4, 12):
        with pytest.raises(Cut), connection.execute_wrapper(CutAt(after)):
            tell(notices)
        connection.close()
        if sends(served):
            break
    assert set(Notice.objects.values_list("state", flat=True)) == {"queued"}
    assert tell(notices).done == notices
    (number,) = parcels
    assert waybills_shown(served, number) == {waybill(parcels[number])}
    assert Fact.objects.filter(name="channels.shipment.told").count() == 1


def test_an_answer_lost_on_the_way_is_read_back(ship, served):
    notices = queue(ship(ONE))
    served.simulator.chaos.add("drop_after", method=SEND)
    assert tell(notices).done == notices


def test_what_the_platform_refuses_waits_for_a_person(ship, served):
    parcels = ship(ONE, ONE)
    first, second = queue(parcels)
    served.simulator.hold(next(iter(parcels)))
    outcome = tell([first, second])
    assert outcome.done == [second]
    notice = Notice.objects.get(pk=first)
    assert notice.state == "refused"
    assert notice.trouble
    assert Fact.objects.filter(name="channels.shipment.refused").count() == 1
    assert ShopLink.objects.get().state == "working"

    served.simulator.release(next(iter(parcels)))
    outcome = retry_notices(notice_ids=[first, second, 999], actor=ACTOR, at=timezone.now())
    assert outcome.done == [first]
    assert {key: refusal.code() for key, refusal in outcome.refused.items()} == {
        second: "notice_told_already",
        999: "not_found",
    }
    assert tell([first]).done == [first]


def test_an_expired_session_leaves_the_notices_queued(ship, served):
    notices = queue(ship(ONE, ONE))
    served.simulator.sessions.expire()
    assert tell(notices).done == []
    assert set(Notice.objects.values_list("state", flat=True)) == {"queued"}
    assert ShopLink.objects.get().state == "expired"


def test_a_paused_shop_is_told_after_resuming(ship, link):
    notices = queue(ship(ONE))
    pause_links(shop_ids=[link.shop_id], reason="stocktaking", actor=ACTOR, at=timezone.now())
    assert tell(notices).refused[notices[0]].code() == "link_is_paused"
    assert due_notices(at=timezone.now() + timedelta(minutes=2)) == []
    resume_links(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    assert tell(notices).done == notices
