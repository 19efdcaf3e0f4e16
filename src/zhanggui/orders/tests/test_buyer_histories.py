"""What rules see of a buyer's other orders is noted when one first asks, and stays whatever becomes of the others."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.testing import make_stock
from zhanggui.kernel.doors.channel import ChannelState, RefundState
from zhanggui.orders.flows.apply_gifts import apply_gifts
from zhanggui.orders.flows.go_on_rehearsing import go_on_rehearsing
from zhanggui.orders.flows.go_on_rehearsing_gifts import go_on_rehearsing_gifts
from zhanggui.orders.flows.reapply_rules import reapply_rules
from zhanggui.orders.flows.rehearse_gifts import rehearse_gifts
from zhanggui.orders.flows.rehearse_rules import rehearse_rules
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.switch_rules import switch_rules
from zhanggui.orders.flows.write_rules import write_rules
from zhanggui.orders.models import BuyerHistory, GiftGrant, GiftRehearsal, Hold, Order, Rehearsal
from zhanggui.orders.testing import (
    AT,
    RECEIVER,
    channel_order,
    gift_draft,
    make_gift_rules,
    make_orders,
    make_rules,
    rule_draft,
)
from zhanggui.orders.tests.ruled import BY, hold, label
from zhanggui.people.models import Warehouse

pytestmark = pytest.mark.django_db
WEEK: dict[str, Any] = {"placed_from": AT - timedelta(days=7), "placed_until": AT + timedelta(days=1)}
UNPAID: dict[str, Any] = {"state": ChannelState.PENDING_PAYMENT, "paid_at": None, "paid": Decimal(0)}
SEVERAL = rule_draft("several", ("open_orders", "ge", "1"), acts=[label("several")])


def again(desk: Any, order_id: int, **changes: Any) -> None:
    """A newer version of an order from its platform."""
    order = Order.objects.get(pk=order_id)
    given = {"buyer": "李雷", "placed_at": order.placed_at, "modified_at": AT, **changes}
    make_orders(desk.shop, [channel_order(order.number, [desk.sku.code], **given)])


def labelled() -> set[int]:
    return set(Order.objects.filter(labels=["several"]).values_list("pk", flat=True))


def make_gift_rule(*test: str) -> None:
    (gift,) = make_skus(1)
    make_stock(Warehouse.objects.get(), {gift.pk: 10})
    make_gift_rules(gift_draft("gift", test, sku=gift.code))


def has_gift(order_id: int) -> bool:
    apply_gifts(order_ids=[order_id], **BY)
    return GiftGrant.objects.filter(order_id=order_id, taken_back_at=None).exists()


def test_a_gift_that_was_given_stays_when_the_buyer_comes_again(desk):
    make_gift_rule("open_orders", "eq", "0")
    first = desk.order(buyer="李雷")
    assert has_gift(first)
    second = desk.order(buyer="李雷")
    again(desk, first, seller_memo="谢谢")
    assert has_gift(first)
    assert not has_gift(second)


def test_a_gift_that_was_given_stays_when_the_other_order_has_left(desk):
    make_gift_rule("open_orders", "eq", "1")
    first, second = desk.order(buyer="李雷"), desk.order(buyer="李雷")
    assert has_gift(second)
    again(desk, first, state=ChannelState.SHIPPED)
    again(desk, second, seller_memo="谢谢")
    assert has_gift(second)


@pytest.mark.parametrize("what", ["earlier_refunds", "earlier_cancelled"])
def test_what_becomes_of_an_earlier_order_takes_no_gift_of_this_one(desk, what):
    make_gift_rule(what, "eq", "0")
    early = channel_order("E1", [desk.sku.code], buyer="李雷", placed_at=AT - timedelta(days=3))
    make_orders(desk.shop, [early])
    second = desk.order(buyer="李雷")
    assert has_gift(second)
    changed = replace(early, modified_at=AT, raw=b"r")
    if what == "earlier_refunds":
        changed = replace(changed, lines=(replace(early.lines[0], refund=RefundState.SUCCEEDED),))
    else:
        changed = replace(changed, state=ChannelState.CANCELLED)
    make_orders(desk.shop, [changed])
    again(desk, second, seller_memo="谢谢")
    assert has_gift(second)
    assert not has_gift(desk.order(buyer="李雷"))


def test_it_is_noted_once_the_order_is_paid(desk):
    make_rules(SEVERAL)
    first = desk.order(buyer="李雷", **UNPAID)
    review_orders(order_ids=[first], **BY)
    assert not BuyerHistory.objects.exists()
    second = desk.order(buyer="李雷")
    again(desk, first)
    review_orders(order_ids=[first, second], **BY)
    assert labelled() == {first, second}
    assert dict(BuyerHistory.objects.values_list("order_id", "not_sent")) == {
        first: {str(desk.shop.pk): 1},
        second: {str(desk.shop.pk): 1},
    }


def test_asking_again_on_purpose_sees_what_was_noted(desk):
    make_rules(SEVERAL)
    first = desk.order(buyer="李雷")
    review_orders(order_ids=[first], **BY)
    desk.order(buyer="李雷")
    reapply_rules(order_ids=[first], **BY)
    review_orders(order_ids=[first], **BY)
    assert labelled() == set()


def test_an_order_that_was_never_paid_is_no_other_order(desk):
    make_rules(SEVERAL)
    desk.order(buyer="李雷", receiver=replace(RECEIVER, name="韩梅梅"), **UNPAID)
    paid = desk.order(buyer="李雷")
    review_orders(order_ids=[paid], **BY)
    assert labelled() == set()
    on_delivery = desk.order(buyer="李雷", paid_at=None, cash_on_delivery=True)
    review_orders(order_ids=[desk.order(buyer="李雷"), on_delivery], **BY)
    assert on_delivery in labelled()


def test_a_hold_because_of_other_orders_says_after_how_many_hours_it_ends(desk):
    asked = ("open_orders", "ge", "1")
    endless = [hold(), hold(hours_before="2")]
    drafts = [rule_draft(f"wait {place}", asked, acts=[act]) for place, act in enumerate(endless)]
    refused = write_rules(drafts=drafts, **BY).refused
    assert {refusal.code() for refusal in refused.values()} == {"hold_without_end"}
    make_rules(rule_draft("wait", asked, acts=[hold(hours="3")]))
    first, second = desk.order(buyer="李雷"), desk.order(buyer="李雷")
    review_orders(order_ids=[second], **BY)
    again(desk, first, state=ChannelState.SHIPPED)
    review_orders(order_ids=[second], **BY)
    assert Hold.objects.get(order_id=second).until == AT + timedelta(hours=3)


class TestRehearsed:
    def rehearse(self) -> Rehearsal:
        asked = rehearse_rules(drafts=[replace(SEVERAL, name="again")], **WEEK, **BY).done
        go_on_rehearsing(rehearsal_ids=asked, **BY)
        return Rehearsal.objects.get()

    def test_it_finds_what_the_rule_had_found(self, desk):
        (rule_id,) = make_rules(SEVERAL)
        ids = [desk.order(buyer="李雷"), desk.order(buyer="李雷")]
        review_orders(order_ids=ids, **BY)
        assert labelled() == set(ids)
        for pk in ids:
            again(desk, pk, state=ChannelState.SHIPPED)
        switch_rules(rule_ids=[rule_id], is_on=False, **BY)
        counts = self.rehearse().counts
        assert (counts["matched"], counts.get("of_now")) == (2, None)

    def test_it_says_of_how_many_it_cannot_know(self, desk):
        ids = [desk.order(buyer="李雷"), desk.order(buyer="李雷")]
        again(desk, ids[0], state=ChannelState.SHIPPED)
        assert self.rehearse().counts["of_now"] == 1
        assert not BuyerHistory.objects.exists()

    def test_so_does_one_of_gifts(self, desk):
        again(desk, desk.order(buyer="李雷"), state=ChannelState.SHIPPED)
        asked = rehearse_gifts(drafts=[gift_draft("new", ("first_order", "yes"), sku=desk.sku.code)], **WEEK, **BY).done
        go_on_rehearsing_gifts(rehearsal_ids=asked, **BY)
        counts = GiftRehearsal.objects.get().counts
        assert (counts["earned"], counts["of_now"]) == (1, 1)
        assert not BuyerHistory.objects.exists()


def test_all_of_it_is_read_and_noted_in_one_statement(desk):
    def statements(count: int) -> int:
        ids = [desk.order(buyer="李雷") for _ in range(count)]
        with CaptureQueriesContext(connection) as seen:
            review_orders(order_ids=ids, **BY)
        return len(seen)

    make_rules(rule_draft("plain", ("paid", "ge", "0"), acts=[label("a")]))
    plain = statements(1)
    make_rules(SEVERAL, rule_draft("first", ("first_order", "yes"), acts=[label("b")]))
    assert statements(1) == statements(5) == plain + 1
