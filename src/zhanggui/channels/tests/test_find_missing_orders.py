"""The audit of hours: what the platform lists by creation is here afterwards, or on record as missing."""

import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from zhanggui.channels.auditing import strike_off_arrived
from zhanggui.channels.flows.fetch_unread import fetch_unread
from zhanggui.channels.flows.find_missing_orders import find_missing_orders
from zhanggui.channels.flows.pull_orders import pull_orders
from zhanggui.channels.models import HourAudit, HourTrouble, MissingOrder, ShopLink, Unread
from zhanggui.channels.testing import ACTOR
from zhanggui.channels.tests.test_pull_crashes import Cut, CutAt, wait_for_the_dead
from zhanggui.kernel.models import Fact
from zhanggui.orders.models import Order

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]
HOUR = timedelta(hours=1)
LIST, FULL = "taobao.trades.sold.get", "taobao.trade.fullinfo.get"


@pytest.fixture
def hour() -> datetime:
    """The beginning of an hour that is over."""
    return timezone.now().astimezone(UTC).replace(minute=0, second=0, microsecond=0) - 4 * HOUR


@pytest.fixture
def sell(served):
    def sell(count: int, at: datetime, **details):
        return served.simulator.place(count, at=at, lines=[{"code": "TS-BLK-M"}], **details)

    return sell


def audit(link, hour, hours=1, at=None):
    return find_missing_orders(
        shop_ids=[link.shop_id], since=hour, until=hour + hours * HOUR, actor=ACTOR, at=at or timezone.now()
    )


def figures(hour=None):
    audits = HourAudit.objects.order_by("hour")
    rows = (audits.filter(hour=hour) if hour else audits).values_list("listed", "here", "fetched", "missing")
    return list(rows)


def last_told():
    return Fact.objects.filter(name="channels.gaps.checked").latest("id").data


@pytest.fixture
def sell_unstorable(served):
    """Orders that the platform shows and that fit into no table of ours."""
    served.simulator.catalogue.load([{"code": "X" * 100, "title": "长编码", "price": "9.90", "stock": 99}])

    def sell_unstorable(count: int, at: datetime):
        return served.simulator.place(count, at=at, lines=[{"code": "X" * 100}])

    return sell_unstorable


def test_orders_nobody_pulled_are_found_and_fetched_and_stay_the_audits(link, sell, hour):
    placed = sell(120, hour + timedelta(minutes=59), spread_s=3000)

    assert audit(link, hour).done == [link.shop_id]

    assert set(Order.objects.values_list("number", flat=True)) == set(placed)
    assert figures() == [(120, 0, 120, 0)]
    assert (last_told()["listed"], last_told()["fetched"], last_told()["missing"]) == (120, 120, 0)
    audit(link, hour)
    assert figures() == [(120, 0, 120, 0)], "an audit that finds nothing new forgets nothing"
    assert last_told()["fetched"] == 0


def test_what_was_pulled_is_here_and_nothing_is_fetched(link, sell, served, hour):
    sell(3, hour + timedelta(minutes=10))
    ShopLink.objects.update(covered_to=hour)
    pull_orders(shop_ids=[link.shop_id], actor=ACTOR, at=timezone.now())
    before = [call["method"] for call in served.simulator.log].count(FULL)

    audit(link, hour)

    assert figures() == [(3, 3, 0, 0)]
    assert [call["method"] for call in served.simulator.log].count(FULL) == before


def test_every_whole_hour_has_its_figures_and_no_other(link, sell, hour):
    sell(2, hour + timedelta(minutes=10))
    sell(1, hour + 2 * HOUR + timedelta(minutes=59))
    sell(5, hour + 3 * HOUR + timedelta(minutes=1))

    find_missing_orders(
        shop_ids=[link.shop_id], since=hour + timedelta(minutes=40), until=hour + 3 * HOUR + timedelta(minutes=30),
        actor=ACTOR, at=timezone.now(),
    )  # fmt: skip

    assert list(HourAudit.objects.order_by("hour").values_list("hour", flat=True)) == [
        hour, hour + HOUR, hour + 2 * HOUR
    ]  # fmt: skip
    assert figures() == [(2, 0, 2, 0), (0, 0, 0, 0), (1, 0, 1, 0)]


def test_an_order_of_the_second_in_which_an_hour_ends_is_the_next_ones(link, sell, hour):
    sell(1, hour + HOUR)

    audit(link, hour, hours=2)

    assert figures() == [(0, 0, 0, 0), (1, 0, 1, 0)]


def test_what_cannot_be_read_is_missing_until_it_is_here(link, sell, sell_unstorable, hour):
    sell(2, hour + timedelta(minutes=10))
    (number,) = sell_unstorable(1, hour + timedelta(minutes=20))

    audit(link, hour)

    assert figures() == [(3, 0, 2, 1)]
    missing = MissingOrder.objects.get()
    assert (missing.number, missing.hour) == (number, hour)
    assert Unread.objects.filter(number=number).exists(), "what is known of it"
    assert list(MissingOrder.objects.all().still_missing()) == [missing]


def test_what_came_by_itself_since_is_struck_off(link, sell_unstorable, served, hour):
    (number,) = sell_unstorable(1, hour + timedelta(minutes=20))
    audit(link, hour)
    with served.simulator.platform.changing(int(number)) as trade:
        trade.orders[0]["outer_sku_id"] = "TS-BLK-M"
    assert fetch_unread(unread_ids=[Unread.objects.get().pk], actor=ACTOR, at=timezone.now()).done
    assert not MissingOrder.objects.all().still_missing().exists()

    strike_off_arrived(link.shop_id)

    assert figures() == [(1, 1, 0, 0)]
    assert not MissingOrder.objects.exists()


def test_an_order_the_platform_forgets_stays_missing(link, sell, sell_unstorable, served, hour):
    sell(2, hour + timedelta(minutes=10))
    (number,) = sell_unstorable(1, hour + timedelta(minutes=20))
    audit(link, hour)
    forget(served, number)

    audit(link, hour)

    assert figures() == [(2, 0, 2, 1)], "what is no longer listed is no longer counted as listed"
    missing = MissingOrder.objects.get()
    assert missing.number == number
    assert missing.listed_at < HourAudit.objects.get().audited_at
    assert last_told()["missing"] == 1


def test_an_order_here_that_the_platform_forgets_stays_here(link, sell, served, hour):
    numbers = sell(2, hour + timedelta(minutes=10))
    audit(link, hour)
    forget(served, numbers[0])

    audit(link, hour)

    assert set(Order.objects.values_list("number", flat=True)) == set(numbers)
    assert not MissingOrder.objects.exists()
    assert figures() == [(1, 0, 2, 0)]


def forget(served, number) -> None:
    """The platform neither lists the order nor knows it any more."""
    store = served.simulator.platform.store
    with store.step():
        for table in ("trade", "listing"):
            store.write(f"DELETE FROM {table} WHERE tid = ?", [int(number)])


def test_a_platform_that_goes_down_in_the_middle_leaves_whole_hours_and_the_next_round_ends_it(
    link, sell, served, hour
):
    for late in range(3):
        sell(2, hour + late * HOUR + timedelta(minutes=10))
    served.simulator.chaos.add("http502", method=FULL, times=1000)
    assert audit(link, hour + 2 * HOUR).refused[link.shop_id].code() == "channel_down"
    assert figures() == []
    served.simulator.chaos.clear()
    audit(link, hour + 2 * HOUR)
    served.simulator.chaos.add("http502", method=FULL, times=1000)

    outcome = audit(link, hour, hours=3)

    assert outcome.refused[link.shop_id].code() == "channel_down"
    assert figures() == [(2, 0, 2, 0)], "the latest hour was whole"
    assert not MissingOrder.objects.exists(), "what was not answered is not missing"
    assert ShopLink.objects.get().trouble
    told = HourTrouble.objects.get()
    assert (told.kind, told.times, told.sentence) == ("down", 2, ShopLink.objects.get().trouble)

    served.simulator.chaos.clear()
    assert audit(link, hour, hours=3).done
    assert figures() == [(2, 0, 2, 0)] * 3
    assert Order.objects.count() == 6


@pytest.mark.slow
def test_cut_off_at_every_statement_an_hour_is_whole_or_not_there(link, sell, sell_unstorable, hour):
    """Cut off after no statement, after one, after two …; the audit that follows finds what one alone finds."""
    sell_unstorable(1, hour + timedelta(minutes=20))
    for after in count():
        sell(1, hour + timedelta(minutes=10))
        cut = CutAt(after)
        before = figures()
        with suppress(Cut), connection.execute_wrapper(cut):
            audit(link, hour)
        connection.close()
        wait_for_the_dead()
        if figures() != before:
            ((listed, here, fetched, missing),) = figures()
            assert (listed, here + fetched, missing) == (after + 2, after + 1, 1)

        assert audit(link, hour).done

        ((listed, here, fetched, missing),) = figures()
        assert (listed, here + fetched, missing) == (after + 2, after + 1, 1)
        assert MissingOrder.objects.count() == 1
        assert Order.objects.count() == after + 1
        if not cut.was_cut:
            break
    assert after > 15


def test_two_audits_at_once_leave_what_one_does(link, sell, sell_unstorable, served, hour):
    sell(30, hour + timedelta(minutes=50), spread_s=2400)
    sell_unstorable(2, hour + timedelta(minutes=20))
    served.simulator.chaos.change({"slow_ms": 10})
    outcomes = []

    def run() -> None:
        try:
            outcomes.append(audit(link, hour, hours=2))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert any(outcome.done for outcome in outcomes)
    codes = {refusal.code() for outcome in outcomes for refusal in outcome.refused.values()}
    assert codes <= {"audit_under_way"}
    assert codes, "with one after the other nothing is proved"
    assert figures() == [(32, 0, 30, 2), (0, 0, 0, 0)]
    assert MissingOrder.objects.count() == 2
    assert not HourTrouble.objects.exists(), "that another works at it is no trouble"


def test_the_statements_are_those_of_the_hours_not_of_the_orders(link, sell, hour):
    counts = []
    for number in (1, 130):
        sell(number, hour + timedelta(minutes=50), spread_s=2400)
        audit(link, hour)
        with CaptureQueriesContext(connection) as queries:
            audit(link, hour)
        counts.append(sum("channels_pace" not in query["sql"] for query in queries))  # calls take their turn
    assert counts[0] == counts[1]


def test_an_expired_shop_is_not_asked(link, served, hour):
    served.simulator.sessions.expire()
    assert audit(link, hour).refused[link.shop_id].code() == "channel_login_expired"
    assert HourTrouble.objects.get().kind == "expired"
    assert audit(link, hour).refused[link.shop_id].code() == "link_has_expired"
    assert HourTrouble.objects.get().times == 1
