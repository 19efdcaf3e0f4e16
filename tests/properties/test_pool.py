"""Whatever happened in a day: each order that does not move counts under one cause, and the counts add up."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.properties.test_any_day import ORDERS, Day, steps
from tests.world import make_world
from zhanggui.orders.flows.end_exceptions import end_exceptions
from zhanggui.orders.flows.find_exceptions import find_exceptions
from zhanggui.orders.models import Hold, Order, StuckOrder
from zhanggui.orders.pool.sources import sources
from zhanggui.orders.rules.pool import first_of
from zhanggui.orders.states import OPEN_STATES


def assert_the_pool_is_whole(day: Day) -> None:
    ids = day.order_ids(0)
    find_exceptions(order_ids=ids, **day.by)
    pool = dict(StuckOrder.objects.values_list("pk", "cause"))
    said = [ask(ids) for ask in sources()]
    found = {pk: [one for each in said for one in each.get(pk, ())] for pk in ids}
    assert pool == {pk: first_of(each).cause for pk, each in found.items() if each}
    open_held = set(Hold.objects.filter(order__state__in=OPEN_STATES).values_list("order_id", flat=True))
    stopping = set(Order.objects.filter(state__in=OPEN_STATES).exclude(stop_reason="").values_list("pk", flat=True))
    assert open_held | stopping <= set(pool), "whoever is held or stopped is in the pool"


@pytest.mark.slow
@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happenings=st.lists(steps, min_size=5, max_size=20), ends=st.booleans())
def test_the_counts_of_the_pool_add_up_after_any_day(db, happenings, ends):
    with transaction.atomic():
        day = Day(make_world(skus=2, pieces=5))
        for which in range(1, ORDERS):
            day.ordered(which)
        for name, which in happenings:
            day.at += timedelta(minutes=1)
            getattr(day, name)(which)
        assert_the_pool_is_whole(day)
        if ends:
            end_exceptions(order_ids=day.order_ids(0), **day.by)
            assert_the_pool_is_whole(day)
        transaction.set_rollback(True)
