"""The price difference of an exchange is due until somebody settles it, whatever the way of paying."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from tests.world import BY, World, make_world

from zhanggui.kernel.doors.channel import PaymentMode
from zhanggui.orders.flows.cancel_lines import cancel_lines
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.reopen_differences import reopen_differences
from zhanggui.orders.flows.reserve_balances import reserve_balances
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.settle_differences import settle_differences
from zhanggui.orders.flows.top_up_accounts import TopUp, top_up_accounts
from zhanggui.orders.flows.undo_exchanges import undo_exchanges
from zhanggui.orders.models import Exchange, Order, OrderLine, PrepaidAccount
from zhanggui.orders.payments.gates import gate_cases, shut_gates
from zhanggui.orders.proof import PROOFS
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.rules.cancelling import LineCancel
from zhanggui.orders.testing import ACTOR, channel_order, make_orders
from zhanggui.ui.desk import desk_rows
from zhanggui.ui.finding import desks

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> Iterator[World]:
    """Two SKUs on stock. Afterwards every promise of orders holds."""
    yield make_world(skus=2, pieces=100)
    assert [wrong for proof in PROOFS for wrong in proof()] == []


def order(world: World, **changes: Any) -> int:
    """One piece of the first SKU, for 10."""
    return make_orders(world.shop, [channel_order(skus=[world.skus[0].code], **changes)])[0]


def exchanged(world: World, order_id: int, difference: int) -> int:
    """The second SKU goes out instead, for so much more or less. Answers the exchange."""
    line = OrderLine.objects.get(order_id=order_id, origin="channel")
    exchange = ItemExchange(line.pk, world.skus[1].code, 1, Decimal(difference))
    assert exchange_lines(exchanges=[exchange], **BY).done == [line.pk]
    return Exchange.objects.get(line=line, ended_at=None).pk


def settle(exchange_id: int, way: str, note: str = "R1") -> Any:
    return settle_differences(exchange_ids=[exchange_id], way=way, note=note, **BY)


def listed(tab: str) -> list[int]:
    return [row["id"] for row in desk_rows(desks()["price-differences"], {"tab": tab}, ACTOR)["rows"]]


def waiting() -> list[int]:
    return [row["id"] for row in desk_rows(desks()["orders"], {"tab": "all", "gate": "shut"}, ACTOR)["rows"]]


def test_more_to_pay_shuts_the_gate_of_an_order_that_was_paid(world):
    order_id = order(world)
    exchange = exchanged(world, order_id, 5)
    (reason,) = review_orders(order_ids=[order_id], **BY).refused[order_id].data["reasons"]
    assert "5.00" in reason.sentence
    assert (waiting(), listed("collect")) == ([order_id], [exchange])
    assert settle(exchange, "collected").done == [exchange]
    assert (waiting(), listed("collect"), listed("settled")) == ([], [], [exchange])
    assert review_orders(order_ids=[order_id], **BY).done == [order_id]


def test_waived_it_is_due_no_more(world):
    order_id = order(world)
    assert settle(exchanged(world, order_id, 5), "waived").refused == {}
    assert shut_gates([order_id]) == {}


def test_less_to_pay_is_a_record_for_the_cashier(world):
    order_id = order(world)
    exchange = exchanged(world, order_id, -4)
    assert (shut_gates([order_id]), listed("pay_back")) == ({}, [exchange])
    assert settle(exchange, "paid_back").done == [exchange]
    assert (shut_gates([order_id]), listed("pay_back")) == ({}, [])


def test_open_again_it_shuts_the_gate_of_a_reviewed_order(world):
    order_id = order(world)
    exchange = exchanged(world, order_id, 5)
    settle(exchange, "collected")
    assert review_orders(order_ids=[order_id], **BY).done == [order_id]
    assert reopen_differences(exchange_ids=[exchange], note="bounced", **BY).done == [exchange]
    found = Order.objects.get(pk=order_id)
    assert (found.state, found.difference) == ("to_review", Decimal(5))


def test_it_is_reserved_from_the_balance_or_given_back_to_it(world):
    top_up_accounts(top_ups=[TopUp(world.shop.pk, "buyer1", Decimal(20), "r1")], **BY)
    order_id = order(world, payment_mode=PaymentMode.PREPAID, buyer="buyer1", paid_at=None)
    exchange = exchanged(world, order_id, 5)
    assert settle(exchange, "collected").refused[exchange].code() == "goes_along"
    assert list(shut_gates([order_id])) == [order_id]
    assert reserve_balances(order_ids=[order_id], **BY).done == [order_id]
    assert (shut_gates([order_id]), PrepaidAccount.objects.get().balance) == ({}, Decimal(5))
    assert settle(exchange, "waived").done == [exchange]
    assert PrepaidAccount.objects.get().balance == 10
    undo_exchanges(line_ids=[Exchange.objects.get().line_id], **BY)
    exchanged(world, order_id, -3)
    assert (shut_gates([order_id]), PrepaidAccount.objects.get().balance) == ({}, Decimal(13))


def test_the_courier_collects_it(world):
    order_id = order(world, payment_mode=PaymentMode.COD, paid_at=None)
    exchange = exchanged(world, order_id, 5)
    assert (gate_cases([order_id])[order_id].due, listed("collect"), listed("along")) == (Decimal(15), [], [exchange])


def test_what_was_settled_and_ended_is_seen(world):
    order_id = order(world)
    exchange = exchanged(world, order_id, 5)
    settle(exchange, "collected")
    undo_exchanges(line_ids=[Exchange.objects.get().line_id], **BY)
    assert listed("over") == [exchange]
    assert reopen_differences(exchange_ids=[exchange], note="went back", **BY).done == [exchange]
    assert (listed("over"), listed("collect"), shut_gates([order_id])) == ([], [], {})


def test_of_a_line_or_order_that_is_cancelled_nothing_is_due(world):
    codes = [sku.code for sku in world.skus]
    (two,) = make_orders(world.shop, [channel_order(skus=codes)])
    line = OrderLine.objects.filter(order_id=two).order_by("pk")[0]
    exchange_lines(exchanges=[ItemExchange(line.pk, codes[1], 3, Decimal(20))], **BY)
    assert cancel_lines(cancels=[LineCancel(line.pk)], reason="out", **BY).done == [line.pk]
    assert shut_gates([two]) == {}
    one = order(world)
    exchanged(world, one, 5)
    cancel_orders(order_ids=[one], **BY)
    assert listed("collect") == []


def test_what_does_not_fit_is_refused(world):
    more = exchanged(world, order(world), 5)
    same = exchanged(world, order(world), 0)
    assert settle(more, "paid_back").refused[more].code() == "other_way_round"
    assert settle(same, "waived").refused[same].code() == "no_difference"
    assert settle(0, "waived").refused[0].code() == "not_found"
    assert reopen_differences(exchange_ids=[more], **BY).refused[more].code() == "difference_not_settled"
    settle(more, "collected")
    assert settle(more, "collected").refused[more].code() == "difference_settled_already"
