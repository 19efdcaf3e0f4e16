"""Pages joined and read ahead: the same orders in the same order, and no cursor before its orders."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from zhanggui.channels.reading import join_pages, read_ahead
from zhanggui.kernel.doors.channel import ChannelOrder, ChannelState, Page, SetAside
from zhanggui.kernel.doors.channel_refusals import ChannelDown

NOON = datetime(2025, 3, 4, 4, 0, tzinfo=UTC)


def order(number: int) -> ChannelOrder:
    return ChannelOrder(
        number=str(number), state=ChannelState.AWAITING_SHIPMENT, placed_at=NOON, modified_at=NOON, lines=()
    )


def page(*numbers: int, covered: int | None = None, aside: str = "") -> Page:
    kept = [SetAside(number=aside, refusal=ChannelDown(channel="x", reason="y"), raw=b"")] if aside else []
    covered_to = None if covered is None else NOON + timedelta(minutes=covered)
    return Page(orders=[order(number) for number in numbers], set_aside=kept, covered_to=covered_to)


def told(pages) -> list[tuple[list[int], int | None]]:
    """Numbers and minutes covered of each page."""
    return [
        (
            [int(order.number) for order in page.orders],
            None if page.covered_to is None else int((page.covered_to - NOON).total_seconds() // 60),
        )
        for page in pages
    ]


def test_small_pages_are_joined_and_each_moves_the_cursor_as_far_as_its_last():
    pages = [page(1, 2), page(3, covered=1), page(4), page(5, 6, covered=2), page(7), page(covered=3)]
    assert told(join_pages(iter(pages), together=3)) == [([1, 2, 3], 1), ([4, 5, 6], 2), ([7], 3)]


def test_a_cursor_is_kept_while_pages_of_the_next_window_follow_it():
    pages = [page(1, covered=1), page(2), page(3), page(4, covered=2)]
    assert told(join_pages(iter(pages), together=3)) == [([1, 2, 3], 1), ([4], 2)]


def test_large_pages_stay_what_they_are_and_nothing_is_nothing():
    assert told(join_pages(iter([page(1, 2, 3), page(4, 5, 6, covered=1)]), together=2)) == [
        ([1, 2, 3], None),
        ([4, 5, 6], 1),
    ]
    assert told(join_pages(iter([]))) == []


def test_what_was_set_aside_comes_with_its_page():
    (joined,) = join_pages(iter([page(1, aside="a"), page(2, aside="b")]))
    assert [one.number for one in joined.set_aside] == ["a", "b"]


def refusing():
    yield page(1)
    yield page(2, covered=1)
    raise ChannelDown(channel="x", reason="y")


@pytest.mark.parametrize("how", [join_pages, read_ahead])
def test_what_was_read_before_a_refusal_comes_before_it(how):
    pages = how(refusing())
    assert told([next(pages)]) == [([1, 2], 1)]
    with pytest.raises(ChannelDown):
        next(pages)


def test_the_next_page_is_read_while_one_is_stored_and_none_after_it():
    second, third = threading.Event(), threading.Event()

    def pages():
        yield page(*range(100))
        second.set()
        yield page(*range(100, 200))
        third.set()
        yield page(200, covered=1)

    reading = read_ahead(pages())
    next(reading)
    assert second.wait(5)
    assert not third.wait(0.05)
    assert told(reading)[-1] == ([200], 1)


def test_who_stops_storing_stops_the_reading():
    closed = threading.Event()

    def pages():
        try:
            while True:
                yield page(*range(100))
        finally:
            closed.set()

    reading = read_ahead(pages())
    next(reading)
    reading.close()
    assert closed.wait(5)
