"""A hold that ends before its order must have left follows that moment when the platform moves it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.holding import place_holds
from zhanggui.orders.models import Hold
from zhanggui.orders.rules.holds import HoldEnd, ends_as_json, ends_from, last_end
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_rules, rule_draft

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}


def hours(number: int) -> datetime:
    return AT + timedelta(hours=number)


class Promised:
    """An order that must leave in two days, and its platform that says otherwise."""

    def __init__(self, desk: Any) -> None:
        self.shop = desk.shop
        self.order = channel_order(skus=[desk.sku.code], ship_by=hours(48))
        (self.pk,) = make_orders(desk.shop, [self.order])

    def moves(self, ship_by: datetime | None, *, minutes: int = 5) -> None:
        moment = self.order.modified_at + timedelta(minutes=minutes)
        told = replace(self.order, modified_at=moment, ship_by=ship_by)
        self.order = replace(told, raw=repr(told).encode())
        import_orders(shop_id=self.shop.pk, orders=[self.order], **BY)

    @property
    def until(self) -> datetime | None:
        return Hold.objects.get().until


@pytest.fixture
def promised(desk) -> Promised:
    return Promised(desk)


def test_a_persons_hold_ends_before_the_promise_that_stands(promised):
    hold_orders(order_ids=[promised.pk], hours_before=2, **BY)
    assert promised.until == hours(46)
    promised.moves(hours(24))
    assert promised.until == hours(22)
    promised.moves(hours(72))
    assert promised.until == hours(70)


def test_never_later_than_the_moment_that_was_given(promised):
    hold_orders(order_ids=[promised.pk], until=hours(30), hours_before=2, **BY)
    promised.moves(hours(24))
    assert promised.until == hours(22)
    promised.moves(hours(72))
    assert promised.until == hours(30)


def test_a_moment_that_was_given_stays(promised):
    hold_orders(order_ids=[promised.pk], until=hours(30), **BY)
    promised.moves(hours(24))
    assert promised.until == hours(30)


def test_what_rules_hold_follows_too_as_long_as_the_longest(promised):
    make_rules(
        rule_draft("short", acts=[{"do": "hold", "note": "a", "hours_before": "10"}]),
        rule_draft("long", acts=[{"do": "hold", "note": "b", "hours": "40", "hours_before": "2"}]),
    )
    review_orders(order_ids=[promised.pk], **BY)
    assert promised.until == hours(40)
    promised.moves(hours(24))
    assert promised.until == hours(22)


def test_who_says_anew_why_it_waits_says_how_long(promised):
    hold_orders(order_ids=[promised.pk], hours_before=2, **BY)
    hold_orders(order_ids=[promised.pk], until=hours(30), **BY)
    promised.moves(hours(24))
    assert promised.until == hours(30)


def test_a_hold_without_an_end_gets_none(promised):
    place_holds({promised.pk: ""}, reason="by_hand", **BY)
    promised.moves(hours(24))
    assert promised.until is None


def test_ends_read_as_they_were_written():
    ends = (HoldEnd(AT, 3), HoldEnd(None, 0), HoldEnd(AT), HoldEnd())
    assert ends_from(ends_as_json(ends)) == ends
    assert last_end(ends, AT) is None
    assert last_end(ends[:2], hours(5)) == hours(5)
