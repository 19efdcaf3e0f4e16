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
from zhanggui.fulfilment.flows.confirm_torn import confirm_torn
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.flows.stop_parcels import stop_parcels
from zhanggui.fulfilment.models import Parcel, VoidLabel
from zhanggui.fulfilment.rules.forecasts import DONE, SLOTS, STAGES, forecasts, pace_of
from zhanggui.fulfilment.testing import empty_basket, take_to
from zhanggui.fulfilment.tests.conftest import STOCK
from zhanggui.fulfilment.tests.merging import group
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day, company_zone, now
from zhanggui.kernel.doors.channel import Receiver
from zhanggui.orders.cut_offs import cut_offs_of
from zhanggui.orders.flows.change_addresses import change_addresses
from zhanggui.orders.flows.choose_warehouses import choose_warehouses
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.set_cut_offs import CutOffDraft, set_cut_offs
from zhanggui.orders.models import CutOff, Hold, Order
from zhanggui.orders.rules.cut_offs import USUAL, CutOffDay, CutOffTime, time_named, windows_of
from zhanggui.orders.rules.lateness import is_late
from zhanggui.orders.rules.receiving import AddressEdit
from zhanggui.orders.states import HoldReason
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders

BY: Any = {"actor": ACTOR, "at": AT}
ZONE = company_zone()
AWAY = Receiver("李四", "13912345678", "", "浙江省", "杭州市", "余杭区", "", "文一西路969号", "")
DAY = AT.date()
times = st.lists(st.times().map(lambda one: one.replace(second=0, microsecond=0)), max_size=6)
counts = st.lists(st.dictionaries(st.sampled_from(STAGES), st.integers(0, 500)), min_size=1, max_size=5)


@given(times)
def test_windows_follow_each_other_without_a_gap(asked):
    late, *windows = windows_of(asked, at=AT, zone=ZONE)
    assert [window.starts for window in windows] == [None, *(window.ends for window in windows[:-1])]
    assert [window.cut_off and window.cut_off.time() for window in windows] == (sorted(set(asked)) or list(USUAL))
    assert (late.cut_off, late.ends) == (None, AT)
    assert [time_named(window.key) for window in (late, *windows)] == [None, *(sorted(set(asked)) or USUAL)]


drafts = st.lists(
    st.builds(
        CutOffTime,
        st.times().map(lambda one: one.replace(second=0, microsecond=0)),
        st.frozensets(st.sampled_from(["a", "b"]), max_size=2),
    ),
    max_size=5,
    unique_by=lambda one: one.at,
).map(sorted)


@given(drafts, st.sampled_from(["a", "b", "c"]), st.integers(-30, 72), st.integers(0, 23))
def test_what_must_leave_is_late_or_in_the_window_of_its_carrier(asked, carrier, hours, hour):
    at = datetime.combine(DAY, time(hour, 30), tzinfo=ZONE)
    due = datetime.combine(DAY, time(), tzinfo=ZONE) + timedelta(hours=hours)
    day = CutOffDay(asked, at=at, zone=ZONE)
    row = day.row_of(carrier, sum(edge <= due for edge in day.edges), is_late=is_late(due, at=at))
    late, *windows = day.windows_for(carrier)
    found = [window for window in windows if due < window.ends and (not window.starts or window.starts <= due)]
    expected = late if due < at else found[0] if found else None
    assert (row is None) == (expected is None)
    if row is not None and expected is not None:
        assert day.windows[row].cut_off == expected.cut_off
        assert day.window_for(carrier, expected.cut_off.time() if expected.cut_off else None) == expected


def test_a_carrier_has_the_cut_offs_that_name_it_and_those_for_all():
    times = [CutOffTime(time(8)), CutOffTime(time(12), frozenset({"a"})), CutOffTime(time(16))]
    day = CutOffDay(times, at=AT, zone=ZONE)
    assert [window.key for window in day.windows_for("a")] == ["late", "0800", "1200", "1600"]
    assert [window.key for window in day.windows_for("b")] == ["late", "0800", "1600"]


def test_the_pace_is_that_of_the_shift_without_its_pauses():
    assert pace_of([0] * SLOTS) is None
    assert pace_of([0, 0, 0, 50, 50]) == 100  # two hours of nothing are lunch, not half the pace
    assert 100 < (pace_of([80, 0, 40]) or 0) < 160
    assert (pace_of([80, 40]) or 0) > (pace_of([40, 80]) or 0)


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
    set_cut_offs(
        cut_offs=[
            CutOffDraft(
                world.warehouse.pk,
                (CutOffTime(time(17)), CutOffTime(time(9), frozenset({"testcarrier"})), CutOffTime(time(9))),
            )
        ],
        **BY,
    )
    assert cut_offs_of(ACTOR)[world.warehouse.pk][1] == [CutOffTime(time(9)), CutOffTime(time(17))]
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


def listed(client, cell):
    """How long the list is that a number opens."""
    split = urlsplit(cell["url"])
    return len(client.get(f"{split.path}rows", dict(parse_qsl(split.query))).json()["rows"])


def test_every_number_opens_the_list_that_sums_to_it(busy, signed_in):
    client = signed_in("owner")
    page = client.get("/boards/cut-offs", headers={"accept": "text/html"})
    assert page.status_code == 200
    seen = 0
    for row in page.context["rows"]:
        for cell in row["cells"]:
            assert listed(client, cell) == cell["count"], cell
            seen += cell["count"]
        assert row["total"] == sum(cell["count"] for cell in row["cells"])
    assert seen == 30


def test_late_is_what_is_past_its_deadline_and_a_cut_off_holds_what_can_still_be_in_time(world):
    dues = [at_hour(6), at_hour(17), at_hour(19), at_hour(21), at_hour(7, days=1), at_hour(9, days=1)]
    make_orders(world.shop, [channel_order(skus={"TS-A": 1}, ship_by=due) for due in dues])

    def totals(hour: int) -> list[int]:
        return [row.total for row in board_of(world.warehouse.pk, [], actor=ACTOR, at=at_hour(hour)).rows]

    assert totals(5) == [0, 1, 0, 4]  # what must leave before the first cut-off and still can is printed at it
    assert totals(7) == [1, 0, 0, 4]
    assert totals(18) == [2, 0, 0, 3]
    assert totals(20) == [3, 0, 0, 2]


def test_the_board_and_the_desk_of_orders_call_the_same_orders_late(world, signed_in):
    dues = [now() - timedelta(minutes=1), now() - timedelta(days=1), now() + timedelta(minutes=5)]
    ids = make_orders(world.shop, [channel_order(skus={"TS-A": 1}, ship_by=due) for due in dues])
    client = signed_in("owner")
    cut_off = f"{world.warehouse.pk}-late"
    for asked in ({"due": "late"}, {"cut_off": cut_off}, {"due": "late", "cut_off": cut_off}):
        rows = client.get("/desk/orders/rows", {"tab": "all", **asked}).json()["rows"]
        assert {row["id"] for row in rows} == set(ids[:2])


def test_what_left_is_late_if_it_was_so_when_it_left(world, signed_in):
    dues = [now() - timedelta(seconds=30), now() - timedelta(seconds=5), now() + timedelta(minutes=5)]
    ids = make_orders(world.shop, [channel_order(skus={"TS-A": 1}, ship_by=due) for due in dues])
    take_to("shipped", ids, at=now())
    Parcel.objects.filter(order=ids[1]).update(shipped_at=now() - timedelta(seconds=9))
    client = signed_in("owner")
    late, *rows = client.get("/boards/cut-offs", headers={"accept": "text/html"}).context["rows"]
    assert (late["left"], sum(row["left"] for row in rows)) == (1, 2)
    assert all(listed(client, cell) == cell["count"] for row in (late, *rows) for cell in row["cells"])


def test_an_order_counts_once_in_the_company(world, signed_in):
    far = make_warehouse()
    make_stock(far, {world.a.pk: 50})
    ids = make_orders(world.shop, [channel_order(skus={"TS-A": 1}, ship_by=at_hour(9)) for _ in range(6)])
    choose_warehouses(order_ids=ids[:2], warehouse_id=far.pk, **BY)
    take_to("planned", ids[1:4], at=now())
    boards = {one.pk: board_of(one.pk, [], actor=ACTOR, at=now()) for one in (world.warehouse, far)}
    totals = {pk: sum(row.total for row in board.rows) for pk, board in boards.items()}
    assert totals == {world.warehouse.pk: 4, far.pk: 2}
    client = signed_in("owner")
    for pk in totals:
        rows = client.get("/boards/cut-offs", {"warehouse": pk}, headers={"accept": "text/html"}).context["rows"]
        assert sum(listed(client, cell) for row in rows for cell in row["cells"]) == totals[pk]


def test_the_rest_of_a_partly_shipped_order_and_the_stop_basket_are_on_the_board(world, signed_in):
    group(world.shop, ships_partly=True)
    due = at_hour(9)
    (rest,) = make_orders(world.shop, [channel_order(skus={"TS-A": STOCK - 1, "TS-B": STOCK + 5}, ship_by=due)])
    review_orders(order_ids=[rest], forced=["stock"], reason="the rest comes later", actor=ACTOR, at=now())
    plan_parcels(order_ids=[rest], actor=ACTOR, at=now())
    (stopped,) = make_orders(world.shop, [channel_order(skus={"TS-A": 1}, ship_by=due)])
    stop_parcels(parcel_ids=take_to("picked", [stopped], at=now()), reason="look", actor=ACTOR, at=now())
    rows = signed_in("owner").get("/boards/cut-offs", headers={"accept": "text/html"}).context["rows"]
    cells = {cell["stage"]: cell for row in rows for cell in row["cells"] if cell["count"]}
    assert {stage: cell["count"] for stage, cell in cells.items()} == {"shortage": 1, "planned": 1, "stopped": 1}
    client = signed_in("owner", name="berta")
    assert all(listed(client, cell) == 1 for cell in cells.values())


@pytest.mark.parametrize("stage", ["printed", "picked"])
def test_an_order_changed_after_print_must_leave_once(world, signed_in, stage):
    due = now() + timedelta(minutes=5)
    (order_id,) = make_orders(world.shop, [channel_order(skus={"TS-A": 1}, ship_by=due)])
    [stopped] = take_to(stage, [order_id], at=now())
    change_addresses(edits=[AddressEdit(order_id, Order.objects.get(pk=order_id).version, AWAY)], **BY)
    stop_orders(order_ids=[order_id], **BY)
    client = signed_in("owner")

    def cells() -> dict[str, int]:
        rows = client.get("/boards/cut-offs", headers={"accept": "text/html"}).context["rows"]
        told = [cell for row in rows for cell in row["cells"] if cell["count"]]
        assert all(listed(client, cell) == cell["count"] for cell in told)
        return {cell["stage"]: cell["count"] for cell in told}

    if stage == "picked":  # its pieces are in the basket, and can be planned anew only when they are back
        assert cells() == {"stopped": 1}
        empty_basket(parcel_ids=[stopped], **BY)
    assert cells() == {"to_review": 1}
    review_orders(order_ids=[order_id], actor=ACTOR, at=now())
    plan_parcels(order_ids=[order_id], actor=ACTOR, at=now())
    assert cells() == {"planned": 1}


def test_a_row_is_done_when_all_of_it_has_left_whatever_lies_in_the_stop_basket(world, signed_in):
    (order_id,) = make_orders(world.shop, [channel_order(skus={"TS-A": 1}, ship_by=at_hour(9))])
    stop_parcels(parcel_ids=take_to("printed", [order_id], at=now()), reason="look", actor=ACTOR, at=now())
    confirm_torn(waybills=list(VoidLabel.objects.values_list("waybill", flat=True)), actor=ACTOR, at=now())
    Hold.objects.all().delete()
    take_to("shipped", [order_id], at=now())
    rows = signed_in("owner").get("/boards/cut-offs", headers={"accept": "text/html"}).context["rows"]
    assert [(row["total"], row["is_done"]) for row in rows if row["total"]] == [(1, True)]


def test_a_row_of_which_nothing_waits_has_no_forecast(world, signed_in):
    make_orders(world.shop, [channel_order(skus={"TS-A": 1}, ship_by=now() - timedelta(hours=1))])
    late, *rows = signed_in("owner").get("/boards/cut-offs", headers={"accept": "text/html"}).context["rows"]
    assert late["stands"]
    assert {(row["total"], row["stands"], row["done_at"]) for row in rows} == {(0, "", None)}


def test_a_cut_off_of_one_carrier_gathers_only_its_parcels(world, signed_in):
    times = (CutOffTime(time(8)), CutOffTime(time(12), frozenset({"sf"})))
    orders = [channel_order(skus={"TS-A": 1}, ship_by=at_hour(7, days=1)) for _ in range(3)]
    ids = make_orders(world.shop, orders)
    Order.objects.filter(pk__in=ids[:1]).update(carrier_wish="sf")
    board = board_of(world.warehouse.pk, times, actor=ACTOR, at=now())
    assert [row.total for row in board.rows] == [0, 2, 1]
    CutOff.objects.create(warehouse=world.warehouse, at=time(8))
    CutOff.objects.create(warehouse=world.warehouse, at=time(12), carriers=["sf"])
    client = signed_in("owner")
    rows = client.get("/boards/cut-offs", headers={"accept": "text/html"}).context["rows"]
    assert [sum(listed(client, cell) for cell in row["cells"]) for row in rows] == [0, 2, 1]


def test_the_page_of_the_times(world, signed_in):
    page, client = "/boards/cut-offs/times", signed_in("warehouse_manager")
    assert page in client.get("/boards/cut-offs").content.decode()
    seen = client.get(page).context["seen"]
    sent = {"at": ["17:30", "", "09:00"], "carriers-0": ["testcarrier"], "seen": seen}
    assert client.post(page, sent).status_code == 302
    assert cut_offs_of(ACTOR)[world.warehouse.pk][1] == [
        CutOffTime(time(9)), CutOffTime(time(17, 30), frozenset({"testcarrier"})),
    ]  # fmt: skip
    again = client.post(page, sent)
    assert (again.status_code, "17:30" in again.content.decode()) == (422, True)
    seen = client.get(page).context["seen"]
    assert client.post(page, {"at": ["half past"], "seen": seen}).status_code == 422
    assert signed_in("picker", name="berta").get(page).status_code == 403


def test_the_board_takes_six_statements_whatever_there_is(busy):
    with CaptureQueriesContext(connection) as few:
        board = board_of(busy.warehouse.pk, [], actor=ACTOR, at=now())
    assert len(few) == 6
    assert sum(row.total for row in board.rows) == 30
    assert sum(row.counts[DONE] for row in board.rows) == 3


def test_the_figures_alone_are_asked_for_by_the_plot(busy, signed_in):
    plot = signed_in("warehouse_manager").get("/boards/cut-offs", headers={"accept": "application/json"}).json()
    assert plot["cut_offs"] == ["Late", "08:00", "12:00", "16:00"]
    assert sum(sum(stage["counts"]) for stage in plot["stages"]) == 30


def test_nobody_without_the_right_sees_it(world, signed_in):
    assert signed_in("editor").get("/boards/cut-offs").status_code == 403


@pytest.mark.parametrize("asked", ["x", "1-", "1-9999", "-late", "1-٠٨٠٠"])
def test_a_cut_off_nobody_can_read_is_refused(world, signed_in, asked):
    assert signed_in("owner").get("/desk/orders/rows", {"tab": "all", "cut_off": asked}).status_code == 422
