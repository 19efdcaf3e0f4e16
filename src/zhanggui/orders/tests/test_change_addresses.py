"""Receivers changed by hand: who saw what, what follows, and what the channel says afterwards."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from zhanggui.kernel.doors.channel import Receiver
from zhanggui.orders.changes.states import AnswerState
from zhanggui.orders.flows.agree_changes import Agreement, AnsweredAlready, ExchangeIsTheAnswer, agree_changes
from zhanggui.orders.flows.change_addresses import change_addresses
from zhanggui.orders.flows.escalate_changes import escalate_changes
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.record_prints import record_prints
from zhanggui.orders.flows.refuse_changes import RefusalNoteMissing, refuse_changes
from zhanggui.orders.flows.reseal_receivers import reseal_receivers
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.undo_address_changes import NothingToUndo, PrintedSince, undo_address_changes
from zhanggui.orders.models import AddressChange, ChangeRequest, Hold, Order
from zhanggui.orders.receivers.sealed import receivers_of
from zhanggui.orders.rules.receiving import (
    AddressEdit,
    EditedMeanwhile,
    OrderHasLeft,
    ReceiverHidden,
    ReceiverIncomplete,
    ReceiverSame,
    three_way,
)
from zhanggui.orders.rules.regions import DistrictElsewhere, UnknownDistrict
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders
from zhanggui.ui.desk import desk_rows
from zhanggui.ui.finding import desks

pytestmark = pytest.mark.django_db

HOME = Receiver("张三", "13800138000", "", "浙江省", "杭州市", "西湖区", "", "文三路1号", "")
AWAY = Receiver("张三", "13800138000", "", "浙江省", "杭州市", "余杭区", "", "文一西路969号", "")
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


@pytest.fixture
def shop(desk):
    return desk.shop


@pytest.fixture
def skus(desk):
    return [desk.sku]


@pytest.fixture
def first(skus):
    return channel_order(skus=[skus[0].code], receiver=HOME)


@pytest.fixture
def order(shop, first):
    (order_id,) = make_orders(shop, [first])
    return Order.objects.get(pk=order_id)


def change(order, receiver=AWAY, *, version=None, at=AT):
    edit = AddressEdit(order.pk, version or order.version, receiver)
    return change_addresses(edits=[edit], actor=ACTOR, at=at)


def later(first, **what):
    what.setdefault("modified_at", first.modified_at + timedelta(minutes=1))
    return replace(first, raw=b"", **what)


def arrives(shop, version):
    import_orders(shop_id=shop.pk, orders=[version], actor=ACTOR, at=AT)


def test_a_reviewed_order_is_reviewed_again(order):
    review_orders(order_ids=[order.pk], **BY)
    order.refresh_from_db()
    assert change(order).done == [order.pk]
    assert receivers_of([order.pk])[order.pk] == AWAY
    was = order.version
    order.refresh_from_db()
    assert (order.state, order.version, order.receiver_district) == ("to_review", was + 1, "余杭区")
    assert order.stop_reason == ""


def test_what_lies_in_the_change_is_sealed(order):
    change(order)
    row = AddressChange.objects.get()
    assert "文三路".encode() not in bytes(row.before) + bytes(row.given)


def test_short_names_become_full_ones(order):
    assert change(order, replace(AWAY, state="浙江", city="杭州", district="余杭")).done
    assert receivers_of([order.pk])[order.pk] == AWAY


@pytest.mark.parametrize(
    ("receiver", "refusal"),
    [
        (replace(AWAY, district="浦东新区"), UnknownDistrict),
        (replace(AWAY, city="宁波市"), DistrictElsewhere),
        (replace(AWAY, mobile=""), ReceiverIncomplete),
        (replace(AWAY, name="张**"), ReceiverHidden),
        (HOME, ReceiverSame),
    ],
)
def test_a_receiver_that_cannot_be_is_refused(order, receiver, refusal):
    refused = change(order, receiver).refused[order.pk]
    assert isinstance(refused, refusal)
    assert receivers_of([order.pk])[order.pk] == HOME


def test_who_saw_an_older_version_is_refused(order):
    seen = order.version
    assert change(order).done
    refused = change(order, replace(AWAY, address="别处2号"), version=seen).refused[order.pk]
    assert isinstance(refused, EditedMeanwhile)
    assert refused.data == {"number": order.number, "seen": seen, "version": seen + 1}
    assert receivers_of([order.pk])[order.pk] == AWAY


def test_three_versions_of_a_receiver_side_by_side():
    theirs, mine = replace(HOME, address="文三路2号"), replace(HOME, mobile="13900000000", address="文三路3号")
    rows = {row.part: row for row in three_way(HOME, theirs, mine)}
    assert set(rows) == {"mobile", "address"}
    assert rows["address"].is_conflict
    assert not rows["mobile"].is_conflict


def test_ours_stands_while_the_channel_repeats_itself(shop, first, order):
    change(order)
    arrives(shop, later(first, buyer_message="请尽快"))
    assert receivers_of([order.pk])[order.pk] == AWAY
    elsewhere = replace(HOME, address="另一处9号")
    arrives(shop, later(first, receiver=elsewhere, modified_at=first.modified_at + timedelta(minutes=2)))
    assert receivers_of([order.pk])[order.pk] == elsewhere
    assert not AddressChange.objects.filter(ended_at=None).exists()


def test_a_change_is_taken_back_and_the_channel_counts_again(shop, first, order):
    change(order)
    assert undo_address_changes(order_ids=[order.pk], **BY).done == [order.pk]
    assert receivers_of([order.pk])[order.pk] == HOME
    assert isinstance(undo_address_changes(order_ids=[order.pk], **BY).refused[order.pk], NothingToUndo)


def test_two_changes_are_taken_back_one_after_the_other(shop, first, order):
    change(order)
    order.refresh_from_db()
    change(order, replace(AWAY, address="第二处"))
    undo_address_changes(order_ids=[order.pk], **BY)
    assert receivers_of([order.pk])[order.pk] == AWAY
    arrives(shop, later(first, seller_memo="x"))
    assert receivers_of([order.pk])[order.pk] == AWAY


def test_after_print_nothing_is_taken_back(order):
    change(order)
    record_prints(order_ids=[order.pk], **BY)
    assert isinstance(undo_address_changes(order_ids=[order.pk], **BY).refused[order.pk], PrintedSince)


def test_what_has_left_is_not_changed(order):
    Order.objects.filter(pk=order.pk).update(state="shipped")
    assert isinstance(change(order).refused[order.pk], OrderHasLeft)


def test_resealing_keeps_what_was_said(order):
    change(order)
    reseal_receivers(order_ids=[order.pk], **BY)
    undo_address_changes(order_ids=[order.pk], **BY)
    assert receivers_of([order.pk])[order.pk] == HOME


class TestRequests:
    @pytest.fixture
    def first(self, skus):
        return channel_order(skus=[skus[0].code], receiver=HOME, address_change_asked=True)

    @pytest.fixture
    def asked(self, order):
        return ChangeRequest.objects.get(order=order)

    def holds(self, order):
        return set(Hold.objects.filter(order=order).values_list("reason", flat=True))

    def test_agreeing_writes_the_address_and_ends_the_hold(self, shop, first, order, asked):
        assert self.holds(order) == {"address_change"}
        assert agree_changes(agreements=[Agreement(asked.pk, order.version, AWAY)], **BY).done == [asked.pk]
        assert receivers_of([order.pk])[order.pk] == AWAY
        assert self.holds(order) == set()
        arrives(shop, later(first, seller_memo="已改"))
        assert self.holds(order) == set()
        assert ChangeRequest.objects.count() == 1
        refused = agree_changes(agreements=[Agreement(asked.pk, 9, AWAY)], **BY).refused[asked.pk]
        assert isinstance(refused, AnsweredAlready)

    def test_an_agreement_on_an_older_version_answers_nothing(self, order, asked):
        refused = agree_changes(agreements=[Agreement(asked.pk, order.version + 5, AWAY)], **BY).refused[asked.pk]
        assert isinstance(refused, EditedMeanwhile)
        asked.refresh_from_db()
        assert asked.state == AnswerState.OPEN
        assert self.holds(order) == {"address_change"}

    def test_refusing_lets_the_order_go_on(self, shop, first, order, asked):
        with pytest.raises(RefusalNoteMissing):
            refuse_changes(request_ids=[asked.pk], note=" ", **BY)
        assert refuse_changes(request_ids=[asked.pk], note="已出库", **BY).done == [asked.pk]
        assert self.holds(order) == set()
        arrives(shop, later(first, seller_memo="同上"))
        assert self.holds(order) == set()

    def test_a_request_asked_again_after_it_was_gone_is_a_new_one(self, shop, first, order, asked):
        refuse_changes(request_ids=[asked.pk], note="已出库", **BY)
        arrives(shop, later(first, address_change_asked=False))
        arrives(shop, later(first, modified_at=first.modified_at + timedelta(minutes=3)))
        assert sorted(ChangeRequest.objects.values_list("state", flat=True)) == ["open", "refused"]
        assert self.holds(order) == {"address_change"}

    def test_the_platform_may_settle_it_itself(self, shop, first, order, asked):
        arrives(shop, later(first, address_change_asked=False, receiver=AWAY))
        asked.refresh_from_db()
        assert (asked.state, asked.is_asked) == (AnswerState.WITHDRAWN, False)
        assert receivers_of([order.pk])[order.pk] == AWAY

    def test_other_goods_are_agreed_to_by_an_exchange(self, shop, skus):
        (order_id,) = make_orders(shop, [channel_order(skus=[skus[0].code], item_change_asked=True)])
        request = ChangeRequest.objects.get(order_id=order_id)
        refused = agree_changes(agreements=[Agreement(request.pk, 1, AWAY)], **BY).refused[request.pk]
        assert isinstance(refused, ExchangeIsTheAnswer)

    def test_alarms_at_half_and_four_fifths_and_at_the_end(self, asked):
        assert asked.due_at - asked.asked_at == timedelta(hours=12)
        levels = []
        for hours in (5, 6, 7, 10, 12, 13):
            escalate_changes(actor=ACTOR, at=asked.asked_at + timedelta(hours=hours))
            asked.refresh_from_db()
            levels.append(asked.level)
        assert levels == [0, 50, 50, 80, 100, 100]

    def test_they_are_a_queue_by_the_time_left(self, shop, skus):
        """The one asked last may have the least time."""
        make_orders(shop, [channel_order(number, skus=[skus[0].code], item_change_asked=True) for number in ("A", "B")])
        late = ChangeRequest.objects.get(order__number="B")
        ChangeRequest.objects.filter(pk=late.pk).update(due_at=late.due_at - timedelta(hours=1), level=50)
        desk = desks()["change-requests"]
        rows = [row["order"][0]["label"] for row in desk_rows(desk, {}, ACTOR)["rows"]]
        pressing = [row["order"][0]["label"] for row in desk_rows(desk, {"tab": "pressing"}, ACTOR)["rows"]]
        assert (rows, pressing) == (["B", "A"], ["B"])
