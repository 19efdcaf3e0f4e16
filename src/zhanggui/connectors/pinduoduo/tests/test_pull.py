"""Which windows are asked for, in which order their pages are read, and how far the cursor goes."""

from datetime import timedelta

import pytest

from zhanggui.connectors.pinduoduo.listing import BEHIND, PAGE_SIZE
from zhanggui.connectors.pinduoduo.tests.conftest import LIST, READ
from zhanggui.connectors.selling.reading import UnreadableOrder
from zhanggui.kernel.doors.channel import RefundState
from zhanggui.kernel.doors.channel_abilities import RefundKind
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused
from zhanggui.simulators.market.sales import Case
from zhanggui.simulators.pinduoduo.gateway import Refused, business

CASES, BY_DEAL = "pdd.refund.list.increment.get", "pdd.order.list.get"


def pull(channel, account, other, **back):
    return list(channel.pull(account, since=other.now() - timedelta(**back), until=other.now()))


def refund_pages(channel, account, other):
    return list(channel.refunds(account, since=other.now() - timedelta(minutes=30), until=other.now()))


def test_a_list_is_asked_by_change_until_three_minutes_ago(channel, account, other):
    seen = other.asked(LIST)
    (page,) = pull(channel, account, other, minutes=20)
    now, end = int(other.now().timestamp()), other.now() - BEHIND
    assert timedelta(minutes=3) <= BEHIND
    assert seen == [
        {
            "start_updated_at": str(now - 1200),
            "end_updated_at": str(int(end.timestamp())),
            "order_status": "5",
            "refund_status": "5",
            "is_lucky_flag": "0",
            "page": "1",
            "page_size": str(PAGE_SIZE),
            "use_has_next": "false",
        }
    ]
    assert page.covered_to == end


@pytest.mark.parametrize("seconds", [0, 60, 185])
def test_what_is_younger_than_three_minutes_is_not_asked_for(channel, account, other, seconds):
    other.place()
    assert pull(channel, account, other, seconds=seconds) == []
    assert list(channel.refunds(account, since=other.now() - timedelta(seconds=seconds), until=other.now())) == []
    assert not other.server.calls


def test_windows_of_half_an_hour_meet(channel, account, other):
    seen = other.asked(LIST)
    pages = pull(channel, account, other, hours=3)
    spans = [(int(asked["start_updated_at"]), int(asked["end_updated_at"])) for asked in seen]
    assert [end - start for start, end in spans] == [1800] * 5 + [1800 - BEHIND.total_seconds()]
    assert [end for _, end in spans[:-1]] == [start for start, _ in spans[1:]]
    assert pages[-1].covered_to == other.now() - BEHIND


def test_the_last_page_is_read_first_and_its_rows_are_not_counted_again(channel, account, other):
    other.place(250, spread_s=600)
    other.move(minutes=5)
    seen = other.asked(LIST)
    pages = pull(channel, account, other, minutes=30)
    assert [(asked["page"], asked["use_has_next"]) for asked in seen] == [
        ("1", "false"),
        ("3", "true"),
        ("2", "true"),
        ("1", "true"),
    ]
    assert [page.covered_to for page in pages] == [None, None, other.now() - BEHIND]
    assert len({order.number for page in pages for order in page.orders}) == 250


def test_an_order_in_the_second_where_windows_meet_is_read_in_full_and_kept(channel, account, other):
    (number,) = other.place()
    other.move(hours=1)
    pages = pull(channel, account, other, hours=2)
    assert {order.number for page in pages for order in page.orders} == {number}


def test_an_order_listed_twice_unchanged_is_read_once(channel, account, other):
    other.place(30)
    other.move(minutes=5)
    other.repeat()
    pull(channel, account, other, minutes=20)
    assert list(other.server.calls).count(READ) == 30


def test_a_pulled_order_is_the_one_that_is_fetched_byte_for_byte(channel, account, other):
    numbers = other.place(3)
    other.move(minutes=5)
    pulled = {order.number: order for page in pull(channel, account, other, minutes=20) for order in page.orders}
    fetched = {order.number: order for order in channel.fetch(account, numbers=numbers).orders}
    assert pulled == fetched
    assert all(order.raw.startswith(b'{"order_sn":') and order.raw.endswith(b"}") for order in pulled.values())


def test_a_list_without_its_total_is_no_answer(channel, account, other):
    other.answer(LIST, lambda asked: {"order_sn_increment_get_response": {"order_sn_list": []}})
    with pytest.raises(ChannelDown, match="without its total"):
        pull(channel, account, other, minutes=20)


@pytest.mark.parametrize("rows", [None, [], {}, "none", [None, 1, "x"]])
def test_a_list_of_another_shape_is_empty(channel, account, other, rows):
    other.answer(LIST, lambda asked: {"order_sn_increment_get_response": {"total_count": 0, "order_sn_list": rows}})
    (page,) = pull(channel, account, other, minutes=20)
    assert list(page.orders) == []


@pytest.mark.parametrize("number", ["", "250304", "250304-12x456789012345"])
def test_a_row_without_a_number_is_set_aside_as_it_came(channel, account, other, number):
    row = {"order_sn": number, "order_status": 1}
    other.answer(LIST, lambda asked: {"order_sn_increment_get_response": {"total_count": 1, "order_sn_list": [row]}})
    (page,) = pull(channel, account, other, minutes=20)
    (aside,) = page.set_aside
    assert (aside.number, isinstance(aside.refusal, UnreadableOrder), b"order_status" in aside.raw) == (
        number,
        True,
        True,
    )


def test_a_detail_of_another_order_is_set_aside(channel, account, other):
    one, two = other.place(2)
    wrong = other.told(READ, {"order_sn": two})
    other.answer(READ, lambda asked: wrong)
    page = channel.fetch(account, numbers=[one])
    assert [(aside.number, type(aside.refusal)) for aside in page.set_aside] == [(one, UnreadableOrder)]


def test_an_order_the_business_does_not_tell_is_set_aside_and_the_rest_goes_on(channel, account, other):
    bad, good = other.place(2)
    other.move(minutes=5)
    told = {number: other.told(READ, {"order_sn": number}) for number in (bad, good)}

    def answer(asked):
        if asked["order_sn"] == bad:
            raise business("虚拟订单不支持查询")
        return told[asked["order_sn"]]

    other.answer(READ, answer)
    (page,) = pull(channel, account, other, minutes=20)
    assert [order.number for order in page.orders] == [good]
    assert [(aside.number, type(aside.refusal)) for aside in page.set_aside] == [(bad, ChannelRefused)]


def test_a_refusal_about_us_sets_no_order_aside(channel, account, other):
    (number,) = other.place()

    def refuse(asked):
        raise Refused(20031, "用户没有授权访问此接口")

    other.answer(READ, refuse)
    with pytest.raises(ChannelRefused, match="20031"):
        channel.fetch(account, numbers=[number])


@pytest.mark.parametrize("number", ["", "1", "250304-123456789012345 or 1", "二五〇三〇四-123456789012345"])
def test_what_cannot_be_a_number_is_not_asked_for(channel, account, other, number):
    page = channel.fetch(account, numbers=[number])
    assert [type(aside.refusal).__name__ for aside in page.set_aside] == ["OrderUnknown"]
    assert not other.server.calls


def test_placed_orders_are_told_once_over_days_a_day_at_a_time(channel, account, other):
    numbers = other.place(250, spread_s=3 * 86_400)
    seen = other.asked(BY_DEAL)
    since = other.now() - timedelta(days=3, minutes=5)
    told = [number for page in channel.placed(account, since=since, until=other.now()) for number in page]
    assert sorted(told) == sorted(numbers)
    assert all(int(asked["end_confirm_at"]) - int(asked["start_confirm_at"]) <= 86_400 for asked in seen)


def test_cases_are_asked_for_whatever_their_kind_and_state(channel, account, other):
    seen = other.asked(CASES)
    refund_pages(channel, account, other)
    (asked,) = seen
    assert (asked["after_sales_type"], asked["after_sales_status"]) == ("1", "1")
    assert int(asked["end_updated_at"]) == int((other.now() - BEHIND).timestamp())


def test_a_case_tells_what_the_buyer_wants(channel, account, other):
    (number,) = other.place()
    case = other.ask_refund(number, with_goods=True)
    other.move(minutes=1)
    other.market.settle_refund(number, case, Case.TO_RETURN)
    other.move(minutes=5)
    ((refund,),) = [page.refunds for page in refund_pages(channel, account, other)]
    (line,) = channel.fetch(account, numbers=[number]).orders[0].lines
    assert (refund.number, refund.order_number, refund.line_number) == (case, number, line.number)
    assert (refund.kind, refund.state) == (RefundKind.RETURN, RefundState.AWAITING_RETURN)
    assert refund.modified_at - refund.asked_at == timedelta(minutes=1)
    assert (refund.quantity, refund.reason) == (line.quantity, "不想要了")
    assert refund.raw.startswith(b'{"id":')


@pytest.mark.parametrize(
    ("kind", "status", "wanted", "state"),
    [
        (2, 2, RefundKind.MONEY, RefundState.REQUESTED),
        (2, 10, RefundKind.MONEY, RefundState.SUCCEEDED),
        (3, 7, RefundKind.RETURN, RefundState.AWAITING_RETURN),
        (4, 14, RefundKind.EXCHANGE, RefundState.REQUESTED),
        (4, 15, RefundKind.EXCHANGE, RefundState.AWAITING_RETURN),
        (4, 16, RefundKind.EXCHANGE, RefundState.CLOSED),
        (5, 32, RefundKind.RESEND, RefundState.REQUESTED),
        (6, 22, RefundKind.REPAIR, RefundState.AWAITING_RETURN),
        (6, 25, RefundKind.REPAIR, RefundState.CLOSED),
    ],
)
def test_every_kind_of_case_is_known(channel, account, other, kind, status, wanted, state):
    change_cases(other, {"after_sales_type": kind, "after_sales_status": status})
    ((refund,),) = [page.refunds for page in refund_pages(channel, account, other)]
    assert (refund.kind, refund.state) == (wanted, state)


def test_moments_of_cases_may_be_text_of_beijing(channel, account, other):
    change_cases(other, {"created_time": "2025-03-04 10:00:00", "updated_time": "2025-03-04 10:01:00"})
    ((refund,),) = [page.refunds for page in refund_pages(channel, account, other)]
    assert (refund.asked_at.hour, refund.modified_at.minute) == (2, 1)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"after_sales_status": 99}, "after_sales_status"),
        ({"after_sales_type": 99}, "after_sales_type"),
        ({"created_time": ""}, "created_time"),
        ({"updated_time": "yesterday"}, "updated_time"),
        ({"refund_amount": "1.234"}, "refund_amount"),
        ({"refund_amount": None}, "refund_amount"),
        ({"id": ""}, "id"),
    ],
)
def test_a_case_that_cannot_be_read_is_set_aside_under_its_order(channel, account, other, change, field):
    bad = change_cases(other, change)
    (page,) = refund_pages(channel, account, other)
    assert len(page.refunds) == 0
    (aside,) = page.set_aside
    assert (aside.number, aside.refusal.data["field"]) == (bad, field)


def change_cases(other, change):
    """One case, whose row is told with this change; its order."""
    (number,) = other.place()
    other.ask_refund(number)
    other.move(minutes=5)
    listed = other.platform.methods[CASES]

    def changed(asked):
        answer = listed(other.market, asked)
        for row in answer["refund_increment_get_response"]["refund_list"]:
            row |= change
        return answer

    other.answer(CASES, changed)
    return number
