"""A buyer's wish for another address, on the platform or in a remark, is carried out in one way."""

from dataclasses import asdict, replace
from datetime import timedelta
from typing import Any

import pytest

from zhanggui.kernel.refusal import NotAllowed
from zhanggui.orders.changes.addressing import Agreement
from zhanggui.orders.flows.agree_changes import agree_changes
from zhanggui.orders.flows.handle_requests import handle_requests
from zhanggui.orders.flows.undo_address_changes import undo_address_changes
from zhanggui.orders.models import AddressChange, ChangeRequest, Order, RemarkRequest
from zhanggui.orders.receivers.sealed import receivers_of
from zhanggui.orders.testing import ACTOR, AT, RECEIVER

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
NEW = replace(RECEIVER, address="文二路1号")


@pytest.fixture(params=["platform", "remark"])
def asked(desk, request):
    """An order, and how its request is agreed to."""
    if request.param == "platform":
        order_id = desk.order(address_change_asked=True)
        key = ChangeRequest.objects.get().pk
        return order_id, lambda version, receiver, **by: agree_changes(
            agreements=[Agreement(key, version, receiver)], **(BY | by)
        )
    order_id = desk.order(seller_memo="改地址：浙江省杭州市西湖区文二路1号")
    key = RemarkRequest.objects.get(kind="address").pk
    return order_id, lambda version, receiver, **by: handle_requests(
        request_ids=[key], addresses=[Agreement(key, version, receiver)], **(BY | by)
    )


def test_the_address_is_written_and_the_request_is_over(asked):
    order_id, agree = asked
    assert agree(1, NEW).refused == {}
    assert asdict(receivers_of([order_id])[order_id])["address"] == "文二路1号"
    assert AddressChange.objects.get().order_id == order_id
    assert Order.objects.get(pk=order_id).open_holds == 0
    assert not ChangeRequest.objects.filter(state="open").exists()
    assert not RemarkRequest.objects.filter(state="open", kind="address").exists()


def test_an_address_that_cannot_be_written_leaves_the_request_open(asked):
    order_id, agree = asked
    refusals = [agree(9, NEW).refused, agree(1, replace(NEW, name="")).refused]
    assert [refusal.code() for each in refusals for refusal in each.values()] == [
        "edited_meanwhile", "receiver_incomplete",
    ]  # fmt: skip
    assert not AddressChange.objects.exists()
    is_open = ChangeRequest.objects.filter(state="open").exists() or RemarkRequest.objects.filter(state="open").exists()
    assert is_open
    assert receivers_of([order_id])[order_id].address == RECEIVER.address


def test_the_address_taken_back_brings_the_buyers_request_back_into_the_queue(desk):
    order_id = desk.order(address_change_asked=True)
    request = ChangeRequest.objects.get()
    later = AT + timedelta(hours=1)
    agree_changes(agreements=[Agreement(request.pk, 1, NEW)], actor=ACTOR, at=later)
    assert undo_address_changes(order_ids=[order_id], actor=ACTOR, at=later + timedelta(hours=1)).done == [order_id]
    after = ChangeRequest.objects.get()
    assert (after.state, after.due_at, after.answered_at) == ("open", request.due_at, None)
    assert Order.objects.get(pk=order_id).open_holds == 1


def test_who_may_settle_requests_needs_the_right_to_change_addresses_too(desk):
    desk.order(seller_memo="改地址：浙江省杭州市西湖区文二路1号")
    key = RemarkRequest.objects.get(kind="address").pk
    clerk = replace(ACTOR, grants=frozenset({"handle_requests"}))
    with pytest.raises(NotAllowed):
        handle_requests(request_ids=[key], addresses=[Agreement(key, 1, NEW)], actor=clerk, at=AT)
