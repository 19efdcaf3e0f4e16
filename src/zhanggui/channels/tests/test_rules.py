"""How far back a pull looks, and which links may speak."""

from datetime import UTC, datetime, timedelta

import pytest

from zhanggui.channels.rules import (
    OVERLAP,
    SWEEP_BACK,
    SWEEP_EVERY,
    LinkHasExpired,
    LinkIsPaused,
    LinkIsWaiting,
    check_open,
    choose_start,
)

NOON = datetime(2026, 11, 11, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_the_first_pull_of_every_five_minutes_looks_far_back():
    covered_to = NOON - 6 * SECOND
    starts = [
        choose_start(covered_to=covered_to, pulled_at=pulled_at, at=NOON)
        for pulled_at in (None, NOON - SECOND, NOON, NOON - SWEEP_EVERY)
    ]
    assert [covered_to - start for start in starts] == [SWEEP_BACK, SWEEP_BACK, OVERLAP, SWEEP_BACK]


def test_every_moment_is_looked_at_again_five_minutes_later():
    """Whenever a change appears up to five minutes late, some later pull starts before its moment."""
    change, pulled_at = NOON + 17 * SECOND, NOON
    appears = change + SWEEP_EVERY
    found = None
    for step in range(1, 200):
        at = NOON + step * 5 * SECOND
        start = choose_start(covered_to=at - 10 * SECOND, pulled_at=pulled_at, at=at)
        if at >= appears and start <= change:
            found = at
            break
        pulled_at = at
    assert found is not None
    assert found - appears <= SWEEP_EVERY


@pytest.mark.parametrize(
    ("state", "wait_until", "refusal"),
    [
        ("paused", None, LinkIsPaused),
        ("expired", None, LinkHasExpired),
        ("working", NOON + SECOND, LinkIsWaiting),
    ],
)
def test_who_may_not_speak(state, wait_until, refusal):
    with pytest.raises(refusal):
        check_open(shop="S1", state=state, wait_until=wait_until, at=NOON)


def test_who_may_speak():
    check_open(shop="S1", state="working", wait_until=None, at=NOON)
    check_open(shop="S1", state="working", wait_until=NOON, at=NOON)
