"""Which windows are asked for, in which order their pages are read, and how far the cursor goes."""

from datetime import timedelta
from math import ceil

import pytest

from zhanggui.connectors.douyin.listing import PAGE_SIZE
from zhanggui.connectors.douyin.unconfirmed import MOST_ROWS, SETTLED_AFTER
from zhanggui.connectors.selling.reading import UnreadableOrder
from zhanggui.kernel.doors.channel_abilities import RefundKind
from zhanggui.kernel.doors.channel_refusals import ChannelDown

LIST = "order.searchList"


def pull(channel, account, other, **back):
    return list(channel.pull(account, since=other.now() - timedelta(**back), until=other.now()))


def test_a_list_is_asked_by_change_in_seconds_newest_first(channel, account, other):
    seen = other.asked(LIST)
    pull(channel, account, other, minutes=30)
    now = int(other.now().timestamp())
    assert seen == [
        {
            "update_time_start": now - 1800,
            "update_time_end": now,
            "order_by": "update_time",
            "order_asc": False,
            "page": 0,
            "size": PAGE_SIZE,
        }
    ]


def test_windows_of_an_hour_meet(channel, account, other):
    seen = other.asked(LIST)
    pull(channel, account, other, hours=3)
    spans = [(asked["update_time_start"], asked["update_time_end"]) for asked in seen]
    assert len(spans) == 3
    assert all(end - start == 3600 for start, end in spans)
    assert [end for _, end in spans[:-1]] == [start for start, _ in spans[1:]]


def test_days_are_caught_up_a_day_at_a_time(channel, account, other):
    seen = other.asked(LIST)
    pull(channel, account, other, days=3)
    assert [asked["update_time_end"] - asked["update_time_start"] for asked in seen] == [86_400] * 3


def test_the_last_page_of_the_past_is_read_first(channel, account, other):
    other.place(250, spread_s=600)
    other.move(minutes=5)
    seen = other.asked(LIST)
    pages = list(channel.pull(account, since=other.now() - timedelta(minutes=30), until=other.now() - SETTLED_AFTER))
    assert [asked["page"] for asked in seen] == [0, 2, 1, 0]
    assert [page.covered_to for page in pages] == [None, None, other.now() - SETTLED_AFTER]


def test_a_window_with_more_rows_than_can_be_paged_is_halved(channel, account, other):
    """As if each second of a busy hour had changed five orders."""

    def busy(asked):
        start, end = asked["update_time_start"], asked["update_time_end"]
        total = (end - start) * 5
        assert asked["page"] * PAGE_SIZE < MOST_ROWS
        return {"page": asked["page"], "size": PAGE_SIZE, "total": total, "shop_order_list": []}

    other.answer(LIST, busy)
    seen = other.asked(LIST)
    since, until = other.now() - timedelta(hours=2), other.now() - timedelta(hours=1)
    pages = list(channel.pull(account, since=since, until=until))
    read = [(asked["update_time_start"], asked["update_time_end"]) for asked in seen if asked["page"] == 1]
    assert read == [
        (int(since.timestamp()), int(since.timestamp()) + 1800),
        (int(until.timestamp()) - 1800, int(until.timestamp())),
    ]
    assert len(pages) == 2 * ceil(9000 / PAGE_SIZE)
    assert [page.covered_to for page in pages if page.covered_to] == [since + timedelta(minutes=30), until]


def test_the_cursor_stays_before_what_may_still_appear(channel, account, other):
    other.place(3)
    (page,) = pull(channel, account, other, minutes=30)
    assert page.covered_to == other.now() - SETTLED_AFTER


def test_an_order_in_the_second_where_windows_meet_is_read_once(channel, account, other):
    (number,) = other.place()
    other.move(hours=1)
    pages = pull(channel, account, other, hours=2)
    assert [order.number for page in pages for order in page.orders] == [number]


def test_a_memo_alone_is_seen_when_the_order_is_fetched_and_not_when_it_is_pulled(channel, account, other):
    (number,) = other.place()
    other.move(minutes=30)
    channel.write_memo(account, order_number=number, memo="发顺丰", flag=1)
    assert not [order for page in pull(channel, account, other, minutes=10) for order in page.orders]
    (order,) = channel.fetch(account, numbers=[number]).orders
    assert (order.seller_memo, order.seller_flag) == ("发顺丰", 1)
    assert other.market.sales[number].flag == 5  # red on the platform


def test_a_pulled_order_is_the_one_that_is_fetched_byte_for_byte(channel, account, other):
    numbers = other.place(3, lines=2)
    pulled = {order.number: order for page in pull(channel, account, other, minutes=5) for order in page.orders}
    fetched = {order.number: order for order in channel.fetch(account, numbers=numbers).orders}
    assert pulled == fetched
    assert all(order.raw.startswith(b'{"shop_id":') and order.raw.endswith(b"}") for order in pulled.values())


def test_a_list_without_its_total_is_no_answer(channel, account, other):
    other.answer(LIST, lambda asked: {"shop_order_list": []})
    with pytest.raises(ChannelDown, match="without its total"):
        pull(channel, account, other, minutes=5)


@pytest.mark.parametrize("rows", [None, [], {}, "none", [None, 1, "x"]])
def test_a_list_of_another_shape_is_empty(channel, account, other, rows):
    other.answer(LIST, lambda asked: {"total": 0, "shop_order_list": rows})
    (page,) = pull(channel, account, other, minutes=5)
    assert (page.orders, page.set_aside) == ([], [])


def test_a_row_without_a_number_is_set_aside_with_its_bytes(channel, account, other):
    other.answer(LIST, lambda asked: {"total": 1, "shop_order_list": [{"order_status": 2}]})
    (page,) = pull(channel, account, other, minutes=5)
    (aside,) = page.set_aside
    assert (aside.number, aside.raw, type(aside.refusal).__name__) == ("", b'{"order_status":2}', "FieldMissing")


def test_a_detail_of_another_order_is_set_aside(channel, account, other):
    one, two = other.place(2)
    detail = other.platform._methods["order.orderDetail"]
    other.answer("order.orderDetail", lambda asked: detail(other.market, {"shop_order_id": two}))
    page = channel.fetch(account, numbers=[one])
    assert [(aside.number, type(aside.refusal)) for aside in page.set_aside] == [(one, UnreadableOrder)]


def test_placed_orders_are_told_once_over_days(channel, account, other):
    numbers = other.place(250, spread_s=3 * 86_400)
    other.move(minutes=1)
    since = other.now() - timedelta(days=3, minutes=5)
    told = [number for page in channel.placed(account, since=since, until=other.now()) for number in page]
    assert sorted(told) == sorted(numbers)
    assert told == sorted(told, key=lambda number: other.market.sales[number].placed_at)


def test_a_case_is_told_with_all_that_is_known_of_it(channel, account, other):
    (number,) = other.place(lines=2)
    line = other.market.sales[number].lines[1]
    case = other.ask_refund(number, line=line.number, with_goods=True)
    other.move(minutes=2)
    ((refund,),) = [page.refunds for page in refund_pages(channel, account, other)]
    assert (refund.number, refund.line_number, refund.kind) == (case, line.number, RefundKind.RETURN)
    assert (refund.quantity, refund.reason) == (line.pieces, "不想要了")
    assert refund.decide_by == refund.asked_at + timedelta(days=2)
    assert refund.raw.startswith(b'{"aftersale_info":')


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"aftersale_status": 99}, "aftersale_status"),
        ({"aftersale_type": 99}, "aftersale_type"),
        ({"apply_time": 0}, "apply_time"),
        ({"update_time": "yesterday"}, "update_time"),
        ({"refund_amount": 1.5}, "refund_amount"),
        ({"aftersale_id": ""}, "aftersale_id"),
    ],
)
def test_a_case_that_cannot_be_read_is_set_aside_under_its_order(channel, account, other, change, field):
    bad, good = other.place(2)
    other.ask_refund(good)
    case = other.ask_refund(bad)
    listed = other.platform._methods["afterSale.List"]

    def spoil(asked):
        answer = listed(other.market, asked)
        for item in answer["items"]:
            if item["aftersale_info"]["aftersale_id"] == case:
                item["aftersale_info"] |= change
        return answer

    other.answer("afterSale.List", spoil)
    (page,) = refund_pages(channel, account, other)
    assert [refund.order_number for refund in page.refunds] == [good]
    ((aside),) = page.set_aside
    assert (aside.number, aside.refusal.data["field"]) == (bad, field)


def refund_pages(channel, account, other):
    return list(channel.refunds(account, since=other.now() - timedelta(minutes=30), until=other.now()))
