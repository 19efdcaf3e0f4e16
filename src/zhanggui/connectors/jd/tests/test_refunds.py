"""Cases come from two lists, each with its own numbers, and the money of services from a third place."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from zhanggui.connectors.jd.tests.example import (
    NUMBER,
    SKUS,
    answer,
    application,
    applications,
    asked,
    money,
    service,
    services,
)
from zhanggui.connectors.selling.reading import UnreadableOrder
from zhanggui.connectors.taobao.tests.canned import canned
from zhanggui.kernel.doors.channel import RefundState
from zhanggui.kernel.doors.channel_abilities import RefundKind
from zhanggui.kernel.doors.channel_refusals import ChannelRefused
from zhanggui.simulators.market.sales import Case


@pytest.fixture
def calls() -> list[dict[str, str]]:
    """What was asked for when `told` was."""
    return []


@pytest.fixture
def told(channel, make_account, clock, calls):
    """What comes of these answers, by method. No hour is full, unless hours are asked for."""
    clock.advance(minutes=30)

    def told(by_method, *, hours=0.25):
        def answered(form):
            method = form["method"].removeprefix("jingdong.")
            return by_method.get(method) or (services() if method.startswith("asc.") else applications())

        with canned(answered) as server:
            account = make_account("", gateway=server.url)
            pages = list(channel.refunds(account, since=clock() - timedelta(hours=hours), until=clock()))
        calls.extend(server.calls)
        return pages

    return told


def pull(channel, account, other, *, minutes=60):
    pages = channel.refunds(account, since=other.now() - timedelta(minutes=minutes), until=other.now())
    return {one.number: one for page in pages for one in page.refunds}


APPLY, SERVICE, MONEY = (
    "pop.afs.soa.refundapply.queryPageList",
    "asc.serviceAndRefund.view",
    "b2c.shop.aftersales.refund.get",
)


def test_an_application_and_a_service_of_one_order_are_two_cases(channel, account, other):
    (number,) = other.place(lines=2)
    early = other.ask_refund(number)
    other.market.settle_refund(number, early, Case.REFUSED)
    other.move(minutes=5)
    other.market.ship(number, "1499", "75000000000001")
    line = other.market.sales[number].lines[1]
    late = other.ask_refund(number, line=line.number, with_goods=True)
    other.move(minutes=1)
    cases = pull(channel, account, other)
    assert cases.keys() == {f"apply:{early}", f"service:{late}"}
    apply, served = cases[f"apply:{early}"], cases[f"service:{late}"]
    assert (apply.state, apply.kind, apply.line_number) == (RefundState.REFUSED, RefundKind.MONEY, "")
    assert (served.state, served.kind, served.line_number) == (RefundState.REQUESTED, RefundKind.RETURN, line.sku)
    assert (served.amount, served.quantity) == (Decimal(line.amount) / 100, line.pieces)
    assert apply.amount * 100 == other.market.sales[number].total


def test_the_same_number_in_both_lists_is_not_the_same_case(told):
    pages = told(
        {
            APPLY: applications(application(id=5)),
            SERVICE: services(service(serviceId=5)),
            MONEY: money("1.00"),
        }
    )
    assert sorted(one.number for page in pages for one in page.refunds) == ["apply:5", "service:5"]


def test_applications_are_counted_in_hundredths_and_services_by_their_money(told):
    (page,) = told({APPLY: applications(application()), SERVICE: services(service()), MONEY: money("19.90")})
    amounts = {one.number.partition(":")[0]: one.amount for one in page.refunds}
    assert amounts == {"apply": Decimal("175.00"), "service": Decimal("19.90")}


def test_what_was_paid_back_counts_when_it_was(told):
    row = service(status=13, serviceState=10010, complete="2025-03-04 09:55:00")
    (page,) = told({SERVICE: services(row), MONEY: money("18.00", is_paid=True)})
    (case,) = page.refunds
    assert (case.state, case.amount) == (RefundState.SUCCEEDED, Decimal("18.00"))
    assert case.modified_at == datetime(2025, 3, 4, 1, 55, tzinfo=UTC)
    assert (case.asked_at, case.line_number) == (datetime(2025, 3, 4, 1, 40, tzinfo=UTC), SKUS[0])


def test_moments_may_come_as_milliseconds(told):
    row = service(afsApplyTime=1741052400000, complete=1741053000000)
    (page,) = told({SERVICE: services(row), MONEY: money("1.00")})
    (case,) = page.refunds
    assert (case.asked_at, case.modified_at) == (
        datetime(2025, 3, 4, 1, 40, tzinfo=UTC),
        datetime(2025, 3, 4, 1, 50, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("wish", "kind"),
    [(10, RefundKind.RETURN), (20, RefundKind.EXCHANGE), (30, RefundKind.REPAIR), (None, RefundKind.RETURN)],
)
def test_what_the_buyer_of_a_service_wants(told, wish, kind):
    (page,) = told({SERVICE: services(service(customerExpect=wish)), MONEY: money("1.00")})
    assert [one.kind for one in page.refunds] == [kind]


def test_a_decision_is_found_by_its_moment_long_after_the_wish(channel, account, other):
    (number,) = other.place()
    case = other.ask_refund(number)
    other.move(days=5)
    other.market.settle_refund(number, case, Case.REFUSED)
    other.move(minutes=5)
    (found,) = pull(channel, account, other, minutes=10).values()
    assert (found.number, found.state) == (f"apply:{case}", RefundState.REFUSED)
    assert found.modified_at - found.asked_at == timedelta(days=5)


def test_a_case_made_and_decided_within_a_window_is_told_once(channel, account, other):
    (number,) = other.place()
    case = other.ask_refund(number)
    other.move(minutes=2)
    other.market.settle_refund(number, case, Case.REFUSED)
    other.move(minutes=2)
    since = other.now() - timedelta(minutes=10)
    refunds = [one for page in channel.refunds(account, since=since, until=other.now()) for one in page.refunds]
    assert [(one.number, one.state) for one in refunds] == [(f"apply:{case}", RefundState.REFUSED)]


@pytest.mark.parametrize(
    "by_method",
    [
        {APPLY: applications(application(status=77), application(id=700002))},
        {APPLY: applications(application(applyTime="yesterday"), application(id=700002))},
        {APPLY: applications(application(applyRefundSum="1.5"), application(id=700002))},
        {
            SERVICE: services(service(serviceState=77)),
            APPLY: applications(application(id=700002)),
            MONEY: money("1.00"),
        },
        {
            SERVICE: services(service(afsApplyTime=None)),
            APPLY: applications(application(id=700002)),
            MONEY: money("1.00"),
        },
        {SERVICE: services(service()), APPLY: applications(application(id=700002)), MONEY: money("1.234")},
        {
            SERVICE: services(service()),
            APPLY: applications(application(id=700002)),
            MONEY: answer(MONEY, result={"success": True, "errorCode": 200, "data": {}}),
        },
    ],
)
def test_a_case_that_cannot_be_read_is_set_aside_with_its_order_and_the_rest_goes_on(told, by_method):
    (page,) = told(by_method)
    assert [one.number for one in page.refunds] == ["apply:700002"]
    assert [(one.number, isinstance(one.refusal, UnreadableOrder)) for one in page.set_aside] == [(NUMBER, True)]
    assert page.set_aside[0].raw.startswith(b"{")
    assert page.covered_to is not None


def test_both_lists_are_asked_by_both_moments_and_a_day_at_most(told, calls):
    told({}, hours=50)
    spans = [asked(call) for call in calls]
    look_back = 2 * 2  # two weeks of both lists
    assert len(spans) == look_back + 3 * 4
    names = {name for one in spans for name in one if "Time" in name}
    assert names == {
        "applyTimeStart", "applyTimeEnd", "checkTimeStart", "checkTimeEnd",
        "applyTimeBegin", "approveTimeBegin", "approveTimeEnd",
    }  # fmt: skip
    assert {call["method"].removeprefix("jingdong.") for call in calls} == {APPLY, SERVICE}


def test_when_an_hour_is_full_the_cases_of_two_weeks_are_looked_at_again(channel, make_account, clock):
    """Nothing in this one says when it was paid back."""
    old = service(afsApplyTime="2025-02-25 12:00:00", approveDate="2025-02-25 13:00:00", serviceState=10010)

    def answered(form):
        method, wanted = form["method"].removeprefix("jingdong."), asked(form)
        if method == SERVICE:
            begin, end = wanted.get("applyTimeBegin", "9"), wanted.get("applyTimeEnd", "")
            return services(*[old] if begin <= "2025-02-25 12:00:00" <= end else [])
        return money("1.00") if method == MONEY else applications()

    def pulled(since, until):
        with canned(answered) as server:
            account = make_account("", gateway=server.url)
            return list(channel.refunds(account, since=since, until=until))

    full = clock()
    first, last = pulled(full - timedelta(minutes=2), full)
    assert [(one.number, one.state) for one in first.refunds] == [("service:800001", RefundState.SUCCEEDED)]
    assert (first.covered_to, list(last.refunds)) == (None, [])
    assert last.covered_to is not None
    clock.advance(minutes=30)
    (page,) = pulled(clock() - timedelta(minutes=2), clock())
    assert list(page.refunds) == []


def test_what_was_paid_back_long_ago_is_not_asked_for_again(told, calls):
    row = service(status=13, complete="2025-03-02 12:00:00", afsApplyTime="2025-03-01 12:00:00")
    page, *_ = told({SERVICE: services(row), MONEY: money("1.00")}, hours=2)
    assert list(page.refunds) == []


def test_a_list_that_is_refused_says_why(told):
    refused = answer(SERVICE, pageResult={"success": False, "code": "10002", "msg": "查询时间跨度超过限制"})
    with pytest.raises(ChannelRefused, match="查询时间跨度超过限制"):
        told({SERVICE: refused})


def test_many_cases_of_one_order_are_read_to_the_last_page(channel, account, other):
    (number,) = other.place(lines=1)
    other.market.ship(number, "1499", "75000000000001")
    for _ in range(60):
        case = other.ask_refund(number)
        other.market.settle_refund(number, case, Case.REFUSED)
    other.ask_refund(number)
    (order,) = channel.fetch(account, numbers=[number]).orders
    assert [line.refund for line in order.lines] == [RefundState.REQUESTED]
