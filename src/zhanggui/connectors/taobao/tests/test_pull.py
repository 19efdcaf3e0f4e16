"""Pulling changes: no window too wide, no trade lost, no bad trade in the way of the others."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from zhanggui.connectors.selling.full import OrderUnknown
from zhanggui.connectors.selling.listing import cut_windows
from zhanggui.connectors.selling.reading import FieldMissing, StateUnknown
from zhanggui.connectors.taobao.listing import LONGEST, SETTLED_AFTER, USUAL
from zhanggui.connectors.taobao.tests.canned import answer, canned, error
from zhanggui.connectors.taobao.tests.changing import LIST, READ, ChangingList
from zhanggui.connectors.taobao.tests.conftest import NOON
from zhanggui.connectors.taobao.tests.example import example
from zhanggui.kernel.doors.channel import StockOffer
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelLoginExpired

SINCE = NOON - timedelta(minutes=20)
BEFORE_NOON = NOON - timedelta(minutes=1)


def numbers(pages):
    return [int(order.number) for page in pages for order in page.orders]


def minute_by_minute(count: int) -> dict[int, str]:
    """Trades 1…count, changed one after the other from 11:41 on."""
    start = datetime(2025, 3, 4, 11, 41, tzinfo=UTC)  # only written out: the text has no zone
    return {n: (start + timedelta(seconds=n * 2)).strftime("%Y-%m-%d %H:%M:%S") for n in range(1, count + 1)}


def pull(taobao, account, *, since=SINCE, until=BEFORE_NOON):
    return list(taobao.pull(account, since=since, until=until))


def test_windows_meet_and_cover_everything():
    until = SINCE + timedelta(hours=2, microseconds=1)
    windows = list(cut_windows(since=SINCE + timedelta(microseconds=7), until=until, usual=USUAL, longest=LONGEST))
    assert windows[0].start == SINCE
    assert windows[-1].end >= until
    assert all(window.end - window.start <= timedelta(minutes=30) for window in windows)
    assert all(one.end == other.start for one, other in pairwise(windows))


def test_a_long_absence_is_caught_up_day_by_day():
    windows = list(cut_windows(since=NOON - timedelta(days=3, hours=1), until=NOON, usual=USUAL, longest=LONGEST))
    assert [window.end - window.start for window in windows] == [timedelta(days=1)] * 3 + [timedelta(hours=1)]


def test_nothing_to_cover_is_no_window():
    assert list(cut_windows(since=NOON, until=NOON, usual=USUAL, longest=LONGEST)) == []


def test_a_quiet_window_is_one_call_and_moves_the_cursor(taobao, make_account):
    with canned(answer(LIST, total_results=0)) as server:
        pages = pull(taobao, make_account(server.url))
    assert [(page.orders, page.covered_to) for page in pages] == [([], BEFORE_NOON)]
    assert len(server.calls) == 1
    assert server.calls[0]["start_modified"] == "2025-03-04 11:40:00"


def test_pages_are_read_from_the_last_to_the_first_and_only_the_first_moves_the_cursor(taobao, make_account):
    platform = ChangingList(minute_by_minute(120))
    with canned(platform) as server:
        pages = pull(taobao, make_account(server.url))
    assert [page for _, _, page in platform.pages] == [3, 2, 1]
    assert [page.covered_to for page in pages] == [None, None, BEFORE_NOON]
    assert numbers(pages) == list(range(1, 121))


@pytest.mark.parametrize("leaving", [1, 30, 60, 75, 110, 120])
def test_no_trade_is_lost_when_others_leave_the_window_while_it_is_read(taobao, make_account, leaving):
    def leave(call: int) -> None:
        platform.modified[leaving - call + 1] = "2025-03-04 11:59:59"

    platform = ChangingList(minute_by_minute(120), after_call=leave)
    left = {leaving - call + 1 for call in range(1, 5)}
    with canned(platform) as server:
        pages = pull(taobao, make_account(server.url))
    assert set(numbers(pages)) | left >= set(range(1, 121))


def test_a_running_window_is_read_and_the_cursor_stays_in_the_past(taobao, make_account):
    platform = ChangingList(minute_by_minute(30) | {500: "2025-03-04 11:59:59"})
    with canned(platform) as server:
        pages = pull(taobao, make_account(server.url), until=NOON)
    assert numbers(pages) == [*range(1, 31), 500]
    assert [page.covered_to for page in pages] == [NOON - SETTLED_AFTER]


def test_a_running_window_of_many_pages_is_cut_where_changes_have_settled(taobao, make_account):
    recent = dict.fromkeys(range(500, 570), "2025-03-04 11:59:58")
    platform = ChangingList(minute_by_minute(70) | recent)
    with canned(platform) as server:
        pages = pull(taobao, make_account(server.url), until=NOON)
    assert set(numbers(pages)) == {*range(1, 71), *recent}
    assert [page.covered_to for page in pages] == [None, NOON - SETTLED_AFTER] * 2


def test_a_trade_that_moves_while_a_running_window_is_read_hides_none_for_good(taobao, make_account):
    def move(call: int) -> None:
        platform.modified[call] = "2025-03-04 12:00:00"

    platform = ChangingList(minute_by_minute(120), after_call=move)
    with canned(platform) as server:
        pages = pull(taobao, make_account(server.url), until=NOON)
    assert set(numbers(pages)) == set(range(1, 121))
    assert pages[-1].covered_to == NOON - SETTLED_AFTER


def test_bad_trades_are_set_aside_and_the_others_go_on(taobao, make_account):
    platform = ChangingList({n: f"2025-03-04 11:50:{n:02d}" for n in range(1, 6)})
    platform.trades = {2: example(tid=2, tid_str="2", status="SOMETHING_NEW"), 4: example(tid=9, tid_str="9")}
    with canned(platform) as server:
        (page,) = pull(taobao, make_account(server.url))
    assert numbers([page]) == [1, 3, 5]
    assert [aside.number for aside in page.set_aside] == ["2", "4"]
    assert isinstance(page.set_aside[0].refusal, StateUnknown)
    assert b"SOMETHING_NEW" in page.set_aside[0].raw
    assert page.covered_to == BEFORE_NOON


@pytest.mark.parametrize("content", [{}, {"total_results": "many"}])
def test_a_list_without_its_total_is_no_answer(taobao, make_account, content):
    with canned(answer(LIST, **content)) as server, pytest.raises(ChannelDown):
        pull(taobao, make_account(server.url))


def test_a_row_without_a_number_is_set_aside(taobao, make_account):
    rows = answer(LIST, total_results=1, trades={"trade": [{"modified": "2025-03-04 11:50:00"}]})
    with canned(rows) as server:
        (page,) = pull(taobao, make_account(server.url))
    assert [(aside.number, type(aside.refusal)) for aside in page.set_aside] == [("", FieldMissing)]
    assert b"11:50:00" in page.set_aside[0].raw


def test_an_expired_session_stops_the_pull_after_the_pages_that_were_read(taobao, make_account):
    platform = ChangingList(minute_by_minute(60))
    with canned(lambda form: expired(form, platform)) as server:
        pages = taobao.pull(make_account(server.url), since=SINCE, until=BEFORE_NOON)
        assert len(next(pages).orders) == 10
        with pytest.raises(ChannelLoginExpired):
            next(pages)


def expired(form, platform):
    return error(27, "session-expired") if form.get("tid") == "33" else platform(form)


def test_fetch_reads_each_number_once_and_sets_aside_the_unknown(taobao, make_account):
    platform = ChangingList({1: "2025-03-04 11:50:00", 2: "2025-03-04 11:50:01"})
    with canned(platform) as server:
        page = taobao.fetch(make_account(server.url), numbers=["2", "1", "7", "E-12", "2"])
    assert numbers([page]) == [2, 1]
    assert [(aside.number, type(aside.refusal)) for aside in page.set_aside] == [
        ("7", OrderUnknown),
        ("E-12", OrderUnknown),
    ]
    assert sorted(call["tid"] for call in server.calls if call["method"] == READ) == ["1", "2", "7"]


def test_moments_are_asked_for_in_beijing_time(taobao, make_account):
    with canned(answer(LIST, total_results=0)) as server:
        pull(taobao, make_account(server.url), since=datetime(2025, 3, 3, 16, 30, tzinfo=UTC), until=BEFORE_NOON)
    assert server.calls[0]["start_modified"] == "2025-03-04 00:30:00"


def test_stock_names_the_sku_by_its_id_or_by_the_sellers_code(taobao, make_account):
    offers = [StockOffer("6:50", "TS-BLK-L", 0), StockOffer("6:51", "TS-BLK-M", 3), StockOffer("7", "TS-BLK-L", 12)]
    answers = [answer(method, item={}) for method in ("taobao.skus.quantity.update", "taobao.item.quantity.update")]
    with canned(*answers) as server:
        assert list(taobao.write_stock(make_account(server.url), offers=offers)) == [(offer, None) for offer in offers]
    first, second = server.calls
    assert (first["num_iid"], first["skuid_quantities"], first["type"]) == ("6", "50:0;51:3", "1")
    assert (second["num_iid"], second["outer_id"], second["quantity"]) == ("7", "TS-BLK-L", "12")
