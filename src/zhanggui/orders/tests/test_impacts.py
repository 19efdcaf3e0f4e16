"""The table of impacts: every combination of changes, and what it makes of a parcel at each stage."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.orders.rules.impacts import (
    CALLING_BACK,
    IMPACTS,
    Fate,
    Impact,
    Stage,
    calls_back,
    fate_of,
    impact_of,
    is_kept,
)
from zhanggui.orders.rules.remarks import Found
from zhanggui.orders.rules.remarks.reading import asks_to_wait
from zhanggui.orders.rules.states import state_after
from zhanggui.orders.rules.stops import stop_word
from zhanggui.orders.states import Change, HoldReason, OrderState

GRAVITY = list(Impact)
TODAY = date(2026, 11, 11)
differences = st.sets(st.sampled_from(sorted(IMPACTS)))


@given(differences, differences)
def test_more_changes_never_reach_less_far(some, more):
    assert GRAVITY.index(impact_of(some | more)) == max(GRAVITY.index(impact_of(each)) for each in (some, more))


@given(differences)
def test_the_gravest_of_all_decides(what):
    expected = max((GRAVITY.index(IMPACTS[name]) for name in what), default=0)
    assert GRAVITY.index(impact_of(what)) == expected


@pytest.mark.parametrize(("impact", "stage", "is_called_back"), [*product(Impact, Stage, (False, True))])
def test_what_becomes_of_a_parcel(impact, stage, is_called_back):
    fate = fate_of(impact, stage, is_called_back=is_called_back)
    if stage is Stage.LEFT:
        assert (fate is Fate.COMES_BACK) == is_called_back
    elif impact is Impact.NONE:
        assert fate is Fate.GOES_ON
    else:
        assert (fate is Fate.GOES_ON) == (impact is Impact.REVIEW and stage is Stage.PRINTED)


@given(differences)
def test_what_calls_back_would_have_stopped(what):
    assert not calls_back(what) or impact_of(what) is Impact.STOP


def test_whatever_stops_has_a_word_of_its_own_at_the_stations():
    known = {*Change.values, *HoldReason.values, OrderState.CANCELLED.value}
    for name, impact in IMPACTS.items():
        if impact is not Impact.NONE:
            assert stop_word([name]) in known - {HoldReason.REVIEW.value}
    assert set(IMPACTS) >= CALLING_BACK


@pytest.mark.parametrize("impact", Impact)
@pytest.mark.parametrize("is_under_way", [False, True])
def test_a_change_with_an_impact_is_reviewed_again_unless_parcels_come_first(impact, is_under_way):
    for state in OrderState:
        after = state_after(state, impact, is_under_way=is_under_way)
        is_looked_at = state in {OrderState.REVIEWED} or (
            not is_under_way and state in {OrderState.IN_WAREHOUSE, OrderState.PARTLY_SHIPPED}
        )
        assert after == (OrderState.TO_REVIEW if is_looked_at and impact is not Impact.NONE else state)


@pytest.mark.parametrize(
    ("kind", "fields", "is_in_time"),
    [
        ("item", {}, False),
        ("address", {}, False),
        ("courier", {"carrier": "sf"}, False),
        ("card", {"text": "x"}, False),
        ("custom", {}, False),
        ("invoice", {"title": "x"}, True),
        ("delivery", {"text": "送货上门"}, True),
        ("delivery", {"not_before": TODAY.isoformat()}, True),
        ("delivery", {"not_before": (TODAY + timedelta(days=1)).isoformat()}, False),
    ],
)
@pytest.mark.parametrize("is_buyers", [False, True])
def test_which_requests_a_printed_parcel_keeps(kind, fields, is_in_time, is_buyers):
    assert is_kept(Found(kind, "…", fields), on=TODAY, is_buyers=is_buyers) == is_in_time


def test_what_nobody_understands_may_be_anything_from_the_buyer_alone():
    unread = Found("unread", "please not the white one")
    assert not is_kept(unread, on=TODAY, is_buyers=True)
    assert is_kept(unread, on=TODAY, is_buyers=False)


@pytest.mark.parametrize(
    "words",
    [
        "先别发货",
        "不要发货",
        "暂停发货",
        "先别发",
        "别发了，客户要退",
        "拦截",
        "取消订单",
        "等我通知再发",
        "客户申请退款",
        "不发货",
    ],
)
def test_words_that_ask_to_wait_are_heard_whoever_says_them(words):
    assert asks_to_wait(words)
    assert not is_kept(Found("unread", words), on=TODAY, is_buyers=False)


@pytest.mark.parametrize(
    "words", ["加急", "不发圆通", "发顺丰", "已退差价10元", "老客户", "贺卡：「不要发货」", "尽快发货"]
)
def test_other_words_do_not_ask_to_wait(words):
    assert not asks_to_wait(words)
