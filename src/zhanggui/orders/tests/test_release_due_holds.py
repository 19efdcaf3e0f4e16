"""Holds with a moment end by themselves."""

from datetime import timedelta

import pytest

from zhanggui.orders.flows.hold_orders import MomentPassed, hold_orders
from zhanggui.orders.flows.release_due_holds import release_due_holds
from zhanggui.orders.jobs import release_due_holds_job
from zhanggui.orders.models import Hold, Order
from zhanggui.orders.testing import ACTOR, AT

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_a_hold_ends_when_its_time_is_up(desk):
    due, later, ever = desk.order(), desk.order(), desk.order()
    for order_id, until in ((due, AT + HOUR), (later, AT + 3 * HOUR), (ever, None)):
        hold_orders(order_ids=[order_id], until=until, actor=ACTOR, at=AT)

    assert release_due_holds(actor=ACTOR, at=AT + 2 * HOUR).done == [due]
    assert set(Hold.objects.values_list("order_id", flat=True)) == {later, ever}
    assert Order.objects.get(pk=due).open_holds == 0
    assert release_due_holds(actor=ACTOR, at=AT + 2 * HOUR).done == []


def test_so_many_at_once_the_longest_due_first_and_none_is_left(desk, monkeypatch):
    monkeypatch.setattr("zhanggui.orders.flows.release_due_holds.AT_ONCE", 2)
    order_ids = [desk.order() for _ in range(5)]
    for place, order_id in enumerate(order_ids):
        hold_orders(order_ids=[order_id], until=AT + (6 - place) * HOUR, actor=ACTOR, at=AT)
    assert release_due_holds(actor=ACTOR, at=AT + 6 * HOUR).done == order_ids[3:]
    release_due_holds_job(timestamp=0)
    assert not Hold.objects.exists()


def test_a_moment_that_has_passed_is_refused(desk):
    with pytest.raises(MomentPassed):
        hold_orders(order_ids=[desk.order()], until=AT, actor=ACTOR, at=AT)
