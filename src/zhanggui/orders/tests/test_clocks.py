"""Late versions: the clock of an order is that of all its versions in their order, whenever each of them came."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from zhanggui.orders.rules.deadlines import Clock, Mark, clock_of_history, promise_of

START = datetime(2026, 11, 11, tzinfo=UTC)
COLLECTS = timedelta(hours=promise_of("taobao").collect_hours)
stands = st.lists(st.booleans(), min_size=1, max_size=8)


def in_order(marks: list[Mark], runs_out: datetime) -> Clock:
    """Told by hand: every second between a version that stands and the next is a pause."""
    paused, since = 0, None
    for mark in marks:
        if mark.stands and since is None:
            since = mark.at
        elif not mark.stands and since is not None:
            paused, since = paused + int((mark.at - since).total_seconds()), None
    ship_by = runs_out + timedelta(seconds=paused)
    return Clock(ship_by, ship_by + COLLECTS, since, paused)


@given(stands, st.randoms(use_true_random=False), st.integers(0, 10_000))
def test_however_late_a_version_comes_the_clock_is_that_of_all(stands, shuffle, wrong):
    marks = [Mark(START + timedelta(minutes=7 * place), 0, each) for place, each in enumerate(stands)]
    runs_out = START + timedelta(days=2)
    late = runs_out + timedelta(seconds=wrong)
    now = Clock(late, late + COLLECTS, None, wrong)
    shuffled = shuffle.sample(marks, len(marks))
    assert clock_of_history(shuffled, now=now, runs_out=runs_out, channel="taobao") == in_order(marks, runs_out)


@given(stands)
def test_a_moment_the_platform_names_stays_its_own(stands):
    marks = [Mark(START + timedelta(minutes=place), 0, each) for place, each in enumerate(stands)]
    named = Clock(START + timedelta(days=1), START + timedelta(days=3))
    clock = clock_of_history(marks, now=named, runs_out=None, channel="taobao")
    assert (clock.ship_by, clock.collect_by) == (named.ship_by, named.collect_by)
