"""Windows, pages, and the cases that stand on orders."""

from datetime import timedelta

import pytest

from zhanggui.connectors.jd.listing import MOST_PAGES, PAGE_SIZE
from zhanggui.connectors.jd.tests.example import (
    NUMBER,
    SKUS,
    answer,
    application,
    applications,
    asked,
    error,
    example,
    listed,
    methods,
    read,
    service,
    services,
    unknown,
)
from zhanggui.connectors.jd.unconfirmed import SETTLED_AFTER
from zhanggui.connectors.selling.full import OrderUnknown
from zhanggui.connectors.selling.moments import beijing
from zhanggui.connectors.selling.reading import StateUnknown, UnreadableOrder
from zhanggui.connectors.taobao.tests.canned import canned
from zhanggui.kernel.doors.channel import ChannelState, RefundState
from zhanggui.kernel.doors.channel_refusals import ChannelDown, ChannelRefused
from zhanggui.simulators.market.sales import Case

APPLICATIONS = {
    "0": RefundState.REQUESTED,
    "1": RefundState.REQUESTED,
    "2": RefundState.REFUSED,
    "3": RefundState.SUCCEEDED,
    "4": RefundState.REFUSED,
    "5": RefundState.REQUESTED,
    "6": RefundState.REQUESTED,
    "7": RefundState.REQUESTED,
    "8": RefundState.REFUSED,
    "9": RefundState.SUCCEEDED,
    "10": RefundState.REQUESTED,
}
SERVICES = {
    "10001": RefundState.REQUESTED,
    "10002": RefundState.REQUESTED,
    "10004": RefundState.REFUSED,
    "10005": RefundState.AWAITING_RETURN,
    "10007": RefundState.RETURNED_UNCHECKED,
    "10009": RefundState.RETURNED_UNCHECKED,
    "10010": RefundState.SUCCEEDED,
    "10011": RefundState.CLOSED,
}


@pytest.fixture
def at(make_account):
    """The account at a canned server."""
    return lambda server: make_account("", gateway=server.url)


def refunds(order):
    return [line.refund for line in order.lines]


def one(channel, account):
    (order,) = channel.fetch(account, numbers=[NUMBER]).orders
    return order


def test_a_quiet_window_is_one_call_and_moves_the_cursor_to_what_is_settled(channel, at, clock):
    with canned(listed()) as server:
        (page,) = channel.pull(at(server), since=clock() - timedelta(minutes=10), until=clock())
    assert (list(page.orders), page.covered_to) == ([], clock() - SETTLED_AFTER)
    assert len(server.calls) == 1


def test_no_window_is_longer_than_a_day(channel, at, clock):
    with canned(listed()) as server:
        list(channel.pull(at(server), since=clock() - timedelta(days=3, hours=1), until=clock()))
    starts = [asked(call)["start_date"] for call in server.calls]
    assert starts == [beijing(clock() - timedelta(days=days, hours=1)) for days in (3, 2, 1, 0)]


def test_a_window_with_more_than_the_platform_pages_through_is_cut_in_halves(channel, at, clock):
    since, until = clock() - timedelta(hours=4), clock() - timedelta(hours=2)
    many = listed(total=PAGE_SIZE * MOST_PAGES + 1)
    with canned(many, listed()) as server:
        pages = list(channel.pull(at(server), since=since, until=until))
    spans = [(asked(call)["start_date"], asked(call)["end_date"]) for call in server.calls]
    half = beijing(clock() - timedelta(hours=3))
    assert spans == [(beijing(since), beijing(until)), (beijing(since), half), (half, beijing(until))]
    assert [page.covered_to for page in pages] == [clock() - timedelta(hours=3), until]


def test_pages_are_read_from_the_last_to_the_first(channel, at, clock):
    def answered(form):
        method = form["method"].removeprefix("jingdong.")
        if method != "pop.order.search":
            return applications()
        page = int(asked(form)["page"])
        return listed(example(orderId=str(290000000000 + page)), total=250)

    since, until = clock() - timedelta(hours=4), clock() - timedelta(hours=2)
    with canned(answered) as server:
        pages = list(channel.pull(at(server), since=since, until=until))
    assert [[order.number for order in page.orders] for page in pages] == [
        ["290000000003"],
        ["290000000002"],
        ["290000000001"],
    ]
    assert [page.covered_to for page in pages] == [None, None, until]
    searches = [asked(call)["page"] for call in server.calls if call["method"] == "jingdong.pop.order.search"]
    assert searches == ["1", "3", "2", "1"]


@pytest.mark.parametrize(
    "told",
    [
        answer("pop.order.search"),
        answer("pop.order.search", searchorderinfo_result={"apiResult": {"success": True}}),
        answer("pop.order.search", searchorderinfo_result={"apiResult": {"success": True}, "orderTotal": "many"}),
        answer(
            "pop.order.search",
            searchorderinfo_result={"apiResult": {"success": True}, "orderTotal": 1, "orderInfoList": example()},
        ),
    ],
)
def test_a_list_that_does_not_say_what_it_must_is_no_answer(channel, at, clock, told):
    with canned(told) as server, pytest.raises(ChannelDown):
        list(channel.pull(at(server), since=clock() - timedelta(minutes=10), until=clock()))


def test_a_list_that_is_refused_says_why(channel, at, clock):
    said = {"success": False, "numberCode": "10100001", "chineseErrCode": "order_state不合法"}
    told = answer("pop.order.search", searchorderinfo_result={"apiResult": said})
    with canned(told) as server, pytest.raises(ChannelRefused, match="order_state不合法"):
        list(channel.pull(at(server), since=clock() - timedelta(minutes=10), until=clock()))


def test_rows_without_a_number_are_set_aside_each_as_it_came(channel, at, clock):
    rows = [example(orderId=None, orderRemark="one"), example(orderId=None, orderRemark="two")]
    with canned(listed(*rows)) as server:
        (page,) = channel.pull(at(server), since=clock() - timedelta(minutes=10), until=clock())
    assert [aside.number for aside in page.set_aside] == ["", ""]
    assert sorted(b'"one"' in aside.raw for aside in page.set_aside) == [False, True]


def test_an_open_application_is_seen_in_pull_and_fetch(channel, account, other):
    (number,) = other.place(lines=2)
    other.ask_refund(number)
    other.move(minutes=1)
    (page,) = channel.pull(account, since=other.now() - timedelta(minutes=5), until=other.now())
    fetched = channel.fetch(account, numbers=[number])
    for (order,) in (page.orders, fetched.orders):
        assert refunds(order) == [RefundState.REQUESTED] * 2
        assert order.state is ChannelState.ON_HOLD


@pytest.mark.parametrize("state", ["WAIT_SELLER_STOCK_OUT", "WAIT_SELLER_DELIVERY", "LOCKED", "PAUSE"])
@pytest.mark.parametrize(("word", "refund"), APPLICATIONS.items())
def test_every_state_of_an_application_stands_on_all_lines_whatever_the_order_says(channel, at, state, word, refund):
    with canned(read(example(orderState=state)), applications(application(status=int(word)))) as server:
        assert refunds(one(channel, at(server))) == [refund] * 2
    assert asked(server.calls[1])["orderId"] == int(NUMBER)


def test_an_open_application_counts_more_than_a_decided_one(channel, at):
    rows = [application(status=2), application(id=700002, status=1), application(id=700003, status=4)]
    with canned(read(example()), applications(*rows)) as server:
        assert refunds(one(channel, at(server))) == [RefundState.REQUESTED] * 2


def test_without_an_application_nothing_is_wanted(channel, at):
    with canned(read(example()), applications()) as server:
        assert refunds(one(channel, at(server))) == [RefundState.NONE] * 2


@pytest.mark.parametrize(("word", "refund"), SERVICES.items())
@pytest.mark.parametrize("state", ["WAIT_GOODS_RECEIVE_CONFIRM", "DELIVERY_RETURN", "FINISHED_L"])
def test_every_state_of_a_service_stands_on_its_line(channel, at, state, word, refund):
    with canned(read(example(orderState=state)), services(service(serviceState=int(word)))) as server:
        order = one(channel, at(server))
    assert {line.listing: line.refund for line in order.lines} == {SKUS[0]: refund, SKUS[1]: RefundState.NONE}
    assert methods(server) == ["pop.order.get", "asc.serviceAndRefund.view"]


@pytest.mark.parametrize(("status", "refund"), [(13, RefundState.SUCCEEDED), (14, RefundState.REQUESTED)])
def test_a_service_without_its_state_is_told_by_its_money(channel, at, status, refund):
    row = service(status=status, serviceState=None)
    with canned(read(example(orderState="FINISHED_L")), services(row)) as server:
        assert refunds(one(channel, at(server)))[0] is refund


@pytest.mark.parametrize("state", ["NOT_PAY", "TRADE_CANCELED"])
def test_of_an_order_that_is_over_or_unpaid_no_cases_are_asked_for(channel, at, state):
    with canned(read(example(orderState=state))) as server:
        assert refunds(one(channel, at(server))) == [RefundState.NONE] * 2
    assert methods(server) == ["pop.order.get"]


@pytest.mark.parametrize(
    ("order", "cases"),
    [
        (example(), applications(application(status=77))),
        (example(orderState="FINISHED_L"), services(service(serviceState=77))),
    ],
)
def test_a_case_in_a_state_we_do_not_know_sets_its_order_aside(channel, at, order, cases):
    with canned(read(order), cases) as server:
        page = channel.fetch(at(server), numbers=[NUMBER])
    assert [(aside.number, type(aside.refusal)) for aside in page.set_aside] == [(NUMBER, StateUnknown)]
    assert page.orders == []


def test_a_case_that_is_decided_lets_the_order_go(channel, account, other):
    (number,) = other.place()
    case = other.ask_refund(number)
    other.market.settle_refund(number, case, Case.REFUSED)
    (order,) = channel.fetch(account, numbers=[number]).orders
    assert (order.state, refunds(order)) == (ChannelState.AWAITING_SHIPMENT, [RefundState.REFUSED])


def test_fetch_reads_each_number_once_and_sets_aside_the_unknown(channel, at):
    def answered(form):
        if form["method"] != "jingdong.pop.order.get":
            return applications()
        number = str(asked(form)["order_id"])
        return read(example(orderId=number)) if number in {"1", "2"} else unknown()

    with canned(answered) as server:
        page = channel.fetch(at(server), numbers=["2", "1", "7", "E-12", "2"])
    assert [order.number for order in page.orders] == ["2", "1"]
    assert [(aside.number, type(aside.refusal)) for aside in page.set_aside] == [
        ("7", OrderUnknown),
        ("E-12", OrderUnknown),
    ]
    assert methods(server).count("pop.order.get") == 3


def test_another_order_than_the_one_asked_for_is_set_aside(channel, at):
    with canned(read(example(orderId="290000000002"))) as server:
        page = channel.fetch(at(server), numbers=[NUMBER])
    assert [(aside.number, isinstance(aside.refusal, UnreadableOrder)) for aside in page.set_aside] == [(NUMBER, True)]


def test_what_the_business_says_of_one_order_keeps_no_other_back_but_the_gateways_word_does(channel, at):
    said = {"success": False, "numberCode": "10100077", "chineseErrCode": "暂不可查"}
    with canned(answer("pop.order.get", orderDetailInfo={"apiResult": said})) as server:
        (aside,) = channel.fetch(at(server), numbers=[NUMBER]).set_aside
    assert "暂不可查" in aside.refusal.sentence
    with canned(error("24")) as server, pytest.raises(ChannelRefused):
        channel.fetch(at(server), numbers=[NUMBER])


def test_the_payload_is_kept_as_it_came(channel, at):
    payload = example(orderRemark="周末 送货")
    with canned(read(payload), applications()) as server:
        order = one(channel, at(server))
    assert order.raw in read(payload)
    assert order.raw.startswith(b'{"orderId"')
    assert order.raw.endswith(b"}")
