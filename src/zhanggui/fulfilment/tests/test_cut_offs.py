"""The cut-off board: every order once, every number the list that sums to it, a forecast at the pace of now."""

from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.fulfilment.cutoffs.board import board_of
from zhanggui.fulfilment.rules.forecasts import DONE, STAGES, forecasts
from zhanggui.fulfilment.testing import take_to
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day, company_zone, now
from zhanggui.orders.cut_offs import cut_offs_of
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.set_cut_offs import CutOffDraft, set_cut_offs
from zhanggui.orders.models import CutOff
from zhanggui.orders.rules.cut_offs import USUAL, window_named, windows_of
from zhanggui.orders.states import HoldReason
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders

BY: Any = {"actor": ACTOR, "at": AT}
ZONE = company_zone()
DAY = AT.date()
times = st.lists(st.times().map(lambda one: one.replace(second=0, microsecond=0)), max_size=6)
counts = st.lists(st.dictionaries(st.sampled_from(STAGES), st.integers(0, 500)), min_size=1, max_size=5)


@given(times)
def test_windows_follow_each_other_without_a_gap(asked):
    windows = windows_of(asked, day=DAY, zone=ZONE)
    assert [window.starts for window in windows[1:]] == [window.ends for window in windows[:-1]]
    assert [window.starts and window.starts.time() for window in windows[1:]] == (sorted(set(asked)) or list(USUAL))
    assert [window_named(window.key, day=DAY, zone=ZONE) for window in windows] == windows


@given(counts, st.integers(1, 200))
def test_a_later_cut_off_is_never_done_before_an_earlier_one(windows, speed):
    done = [one.done_at for one in forecasts(windows, dict.fromkeys(STAGES, float(speed)), at=AT) if one.done_at]
    assert len(done) == len(windows)
    assert done == sorted(done)
    assert done[0] >= AT


def test_the_slowest_stage_decides():
    speeds = dict.fromkeys(STAGES, 100.0) | {"picked": 10.0}
    [told] = forecasts([{"planned": 20, "picked": 5}], speeds, at=AT)
    assert (told.done_at, told.slowest) == (AT + timedelta(hours=2.5), "picked")


def test_a_stage_nobody_works_at_has_no_forecast():
    [told] = forecasts([{"waved": 1}], {"weighed": 9.0}, at=AT)
    assert (told.done_at, told.stands) == (None, "waved")


def at_hour(hour: int, *, days: int = 0) -> datetime:
    return datetime.combine(company_day(now()) + timedelta(days=days), time(hour), tzinfo=ZONE)


def test_a_warehouse_has_its_own_times(world):
    set_cut_offs(cut_offs=[CutOffDraft(world.warehouse.pk, (time(17), time(9), time(9)))], **BY)
    assert cut_offs_of(ACTOR)[world.warehouse.pk][1] == [time(9), time(17)]
    set_cut_offs(cut_offs=[CutOffDraft(world.warehouse.pk, ())], **BY)
    assert not CutOff.objects.exists()
    stranger = Actor(name="s", grants=frozenset({"*"}), warehouse_ids=frozenset())
    refused = set_cut_offs(cut_offs=[CutOffDraft(world.warehouse.pk, ())], actor=stranger, at=AT).refused
    assert refused[world.warehouse.pk].code() == "not_found"


@pytest.fixture
def busy(world):
    """Orders for each cut-off at every stage of the way, one held, one short, one that left."""
    for place, due in enumerate([at_hour(6), at_hour(9), at_hour(13), at_hour(17), at_hour(6, days=1)]):
        orders = [channel_order(skus={"TS-A": 1}, ship_by=due) for _ in range(6)]
        ids = make_orders(world.shop, orders)
        hold_orders(order_ids=ids[:1], note="look", actor=ACTOR, at=now())
        hold_orders(order_ids=ids[1:2], reason=HoldReason.SHORTAGE, actor=ACTOR, at=now())
        take_to(("planned", "printed", "picked", "weighed", "shipped")[place], ids[3:], at=now())
    return world


def test_every_number_opens_the_list_that_sums_to_it(busy, signed_in):
    client = signed_in("owner")
    page = client.get("/boards/cut-offs", headers={"accept": "text/html"})
    assert page.status_code == 200
    seen = 0
    for row in page.context["rows"]:
        for cell in row["cells"]:
            split = urlsplit(cell["url"])
            found = client.get(f"{split.path}rows", dict(parse_qsl(split.query))).json()
            assert len(found["rows"]) == cell["count"], cell
            seen += cell["count"]
        assert row["total"] == sum(cell["count"] for cell in row["cells"])
    assert seen == 30


def test_the_board_takes_three_statements_whatever_there_is(busy):
    with CaptureQueriesContext(connection) as few:
        board = board_of(busy.warehouse.pk, [], actor=ACTOR, at=now())
    assert len(few) == 3
    assert sum(row.total for row in board.rows) == 30
    assert sum(row.counts[DONE] for row in board.rows) == 3


def test_the_figures_alone_are_asked_for_by_the_plot(busy, signed_in):
    plot = signed_in("warehouse_manager").get("/boards/cut-offs", headers={"accept": "application/json"}).json()
    assert plot["cut_offs"] == ["Late already", "08:00", "12:00", "16:00"]
    assert sum(sum(stage["counts"]) for stage in plot["stages"]) == 30


def test_nobody_without_the_right_sees_it(world, signed_in):
    assert signed_in("editor").get("/boards/cut-offs").status_code == 403


@pytest.mark.parametrize("asked", ["x", "1-", "1-9999-0800", "-late-0800", "1-late-٠٨٠٠"])
def test_a_cut_off_nobody_can_read_is_refused(world, signed_in, asked):
    assert signed_in("owner").get("/desk/orders/rows", {"tab": "all", "cut_off": asked}).status_code == 422
