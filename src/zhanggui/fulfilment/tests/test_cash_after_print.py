"""The courier never collects another sum than is due: what moves it after the print stops the parcel."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.pick_waves import pick_waves
from zhanggui.fulfilment.flows.ship_parcels import ship_parcels
from zhanggui.fulfilment.flows.split_parcels import split_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import CashToCollect, Intercept, Parcel, Wave
from zhanggui.fulfilment.recalls.due import parcels_to_recall
from zhanggui.fulfilment.testing import print_out, scan_all, take_to
from zhanggui.fulfilment.tests.merging import live, plan
from zhanggui.kernel.doors.channel import ChannelOrder, ChannelPayment, PaymentKind, RefundState
from zhanggui.orders.flows.cancel_lines import cancel_lines
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.record_payments import record_payments
from zhanggui.orders.flows.reopen_differences import reopen_differences
from zhanggui.orders.flows.reverse_payments import reverse_payments
from zhanggui.orders.flows.settle_differences import settle_differences
from zhanggui.orders.models import Exchange, Order, OrderLine, OrderPayment
from zhanggui.orders.payments.gates import gate_cases
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.rules.cancelling import LineCancel
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
CHANGES: dict[str, Callable[[Any, ChannelOrder, int], Any]] = {
    "difference waived": lambda world, order, pk: settle_differences(exchange_ids=[exchange()], way="waived", **BY),
    "line cheaper": lambda world, order, pk: newer(world, order, lines=at_price(order, 15)),
    "freight": lambda world, order, pk: newer(world, order, freight=Decimal(3)),
    "paid to us": lambda world, order, pk: record_payments(order_ids=[pk], kind="payment", cause="wx1", **BY),
    "paid to the platform": lambda world, order, pk: newer(world, order, payments=(paid(7),)),
    "taken back": lambda world, order, pk: reverse_payments(payment_ids=[OrderPayment.objects.get().pk], **BY),
}


def exchange() -> int:
    return Exchange.objects.get().pk


def paid(amount: int) -> ChannelPayment:
    return ChannelPayment(PaymentKind.PAYMENT, Decimal(amount), AT, "p1")


def at_price(order: ChannelOrder, amount: int) -> Any:
    return (replace(order.lines[0], amount=Decimal(amount)), *order.lines[1:])


def newer(world: Any, order: ChannelOrder, **changes: Any) -> None:
    later = replace(order, modified_at=order.modified_at + timedelta(minutes=1), raw=b"2", **changes)
    assert import_orders(shop_id=world.shop.pk, orders=[later], **BY).refused == {}


def cod(world: Any, **skus: int) -> tuple[ChannelOrder, int]:
    wanted = {name.replace("_", "-"): pieces for name, pieces in (skus or {"TS_A": 2}).items()}
    order = channel_order(skus=wanted, cash_on_delivery=True, paid_at=None)
    return order, make_orders(world.shop, [order])[0]


@pytest.mark.parametrize("change", CHANGES)
def test_what_moves_the_sum_after_the_print_stops_the_parcel(world, change):
    order, order_id = cod(world)
    if change == "difference waived":
        exchange_lines(exchanges=[ItemExchange(OrderLine.objects.get().pk, "TS-B", 1, Decimal(5))], **BY)
    if change == "taken back":
        record_payments(order_ids=[order_id], kind="payment", cause="wx0", amount=Decimal(5), **BY)
    (parcel_id,) = take_to("weighed", [order_id])
    told = CashToCollect.objects.get().amount
    CHANGES[change](world, order, order_id)
    assert gate_cases([order_id])[order_id].owed != told
    assert Order.objects.get().stop_reason == "cash"
    assert ship_parcels(parcel_ids=[parcel_id], **BY).done == []
    stop_orders(order_ids=[order_id], **BY)
    assert (Parcel.objects.get(pk=parcel_id).state, CashToCollect.objects.count()) == ("stopped", 0)


def test_a_difference_that_is_open_again_stops_it_too(world):
    _, order_id = cod(world)
    exchange_lines(exchanges=[ItemExchange(OrderLine.objects.get().pk, "TS-B", 1, Decimal(5))], **BY)
    settle_differences(exchange_ids=[exchange()], way="waived", **BY)
    take_to("printed", [order_id])
    assert reopen_differences(exchange_ids=[exchange()], **BY).done
    assert Order.objects.get().stop_reason == "cash"


def test_a_line_taken_out_that_is_in_no_parcel_lowers_the_sum_of_the_others(world):
    _, order_id = cod(world, TS_A=1, TS_B=1)
    take_to("printed", [order_id])
    line = OrderLine.objects.order_by("pk")[1]
    assert cancel_lines(cancels=[LineCancel(line.pk)], reason="out", **BY).done
    assert Order.objects.get().stop_reason == "cash"


@pytest.mark.parametrize("what", ["same amounts", "a call"])
def test_what_moves_no_money_stops_nothing(world, what):
    order, order_id = cod(world)
    take_to("printed", [order_id])
    if what == "a call":
        assert record_payments(order_ids=[order_id], kind="confirmed", cause="c1", **BY).done
    else:
        newer(world, order, seller_flag=3)
    assert Order.objects.get().stop_reason == ""


def split(world: Any) -> tuple[ChannelOrder, int, list[int]]:
    """An order in two printed parcels, of which the first collects."""
    order, order_id = cod(world, TS_A=1, TS_B=1)
    (whole,) = plan([order_id])
    assert split_parcels(parcel_ids=[whole.pk], take={whole.lines.order_by("pk")[0].pk: 1}, **BY).done
    ids = [parcel.pk for parcel in live()]
    build_waves(parcel_ids=ids, **BY)
    print_out(parcel_ids=ids, **BY)
    collecting = CashToCollect.objects.get().parcel_id
    return order, order_id, [collecting, *(pk for pk in ids if pk != collecting)]


def states(*parcel_ids: int) -> list[str]:
    return [Parcel.objects.get(pk=pk).state for pk in parcel_ids]


def test_only_the_parcel_whose_label_asks_for_another_sum_stops(world):
    order, order_id, (first, second) = split(world)
    newer(world, order, freight=Decimal(3))
    assert Order.objects.get().stop_reason == "cash"
    stop_orders(order_ids=[order_id], **BY)
    assert (states(first, second), Order.objects.get().stop_reason) == (["stopped", "printed"], "")
    assert not Intercept.objects.exists()


def test_when_the_collecting_parcel_left_it_is_called_back_and_the_other_goes_on(world):
    order, order_id, (first, second) = split(world)
    pick_waves(wave_ids=[Wave.objects.get(parcels=first).pk], **BY)
    scan_all([first])
    weigh_parcels(grams={first: (Parcel.objects.get(pk=first).expected_g or 100) + 40}, **BY)
    assert ship_parcels(parcel_ids=[first], **BY).done == [first]
    newer(world, order, freight=Decimal(3))
    stop_orders(order_ids=[order_id], **BY)
    assert states(first, second) == ["shipped", "picked"]
    assert (Intercept.objects.get().parcel_id, Intercept.objects.get().reason) == (first, "cash")


def test_a_change_of_cash_does_not_save_parcels_that_stop_for_another_reason(world):
    order, order_id, (first, second) = split(world)
    newer(world, order, receiver=replace(order.receiver, address="x"))
    record_payments(order_ids=[order_id], kind="payment", cause="wx9", amount=Decimal(5), **BY)
    assert Order.objects.get().stop_reason == "address"
    stop_orders(order_ids=[order_id], **BY)
    assert states(first, second) == ["stopped", "stopped"]


def test_what_no_label_asks_for_stops_until_one_does(world):
    order, order_id, (first, second) = split(world)
    CashToCollect.objects.all().delete()
    newer(world, order, freight=Decimal(3))
    stop_orders(order_ids=[order_id], **BY)
    assert states(first, second) == ["stopped", "stopped"]


@pytest.mark.parametrize("at_once", [True, False])
def test_a_request_beside_it_hides_no_wrong_sum_that_left(world, at_once):
    order, order_id, (first, second) = split(world)
    pick_waves(wave_ids=[Wave.objects.get(parcels=first).pk], **BY)
    scan_all([first])
    weigh_parcels(grams={first: (Parcel.objects.get(pk=first).expected_g or 100) + 40}, **BY)
    assert ship_parcels(parcel_ids=[first], **BY).done == [first]
    if at_once:
        newer(world, order, freight=Decimal(3), buyer_message="换成红色")
    else:
        newer(world, order, freight=Decimal(3))
        later = replace(order, modified_at=order.modified_at + timedelta(minutes=1), freight=Decimal(3))
        newer(world, later, buyer_message="换成红色")
    stop_orders(order_ids=[order_id], **BY)
    assert states(first, second) == ["shipped", "stopped"]
    assert (Intercept.objects.get().parcel_id, Intercept.objects.get().reason) == (first, "cash")


LEFT: dict[str, Callable[[Any, ChannelOrder], Any]] = {
    "freight": lambda world, order: newer(world, order, freight=Decimal(3)),
    "line cheaper": lambda world, order: newer(world, order, lines=at_price(order, 15)),
    "paid at once after all": lambda world, order: newer(world, order, cash_on_delivery=False, paid_at=AT),
}


@pytest.mark.parametrize("change", LEFT)
def test_one_parcel_that_left_with_the_former_sum_is_called_back(world, change):
    order, order_id = cod(world)
    (parcel_id,) = take_to("shipped", [order_id])
    LEFT[change](world, order)
    assert parcels_to_recall([order_id]) == {parcel_id: "cash"}


@pytest.fixture
def both_left(world):
    """Two parcels of one order, both gone, of which the first collects."""
    order, order_id, (first, second) = split(world)
    pick_waves(wave_ids=[Wave.objects.get(parcels=first).pk], **BY)
    scan_all([first, second])
    weigh_parcels(grams={pk: (Parcel.objects.get(pk=pk).expected_g or 100) + 40 for pk in (first, second)}, **BY)
    assert len(ship_parcels(parcel_ids=[first, second], **BY).done) == 2
    return order, order_id, (first, second)


def test_of_two_parcels_that_left_the_one_that_collects_is_called_back(world, both_left):
    order, order_id, (first, _) = both_left
    newer(world, order, seller_flag=3)
    assert parcels_to_recall([order_id]) == {}
    later = replace(order, modified_at=order.modified_at + timedelta(minutes=1))
    newer(world, later, seller_flag=3, freight=Decimal(3))
    assert parcels_to_recall([order_id]) == {first: "cash"}


def test_what_calls_back_more_is_not_forgotten_for_the_cash(world, both_left):
    order, order_id, (first, second) = both_left
    moved = replace(order, receiver=replace(order.receiver, address="x"))
    newer(world, moved)
    later = replace(moved, modified_at=order.modified_at + timedelta(minutes=1))
    newer(world, later, freight=Decimal(3))
    assert parcels_to_recall([order_id]) == {first: "address", second: "address"}


def test_a_refund_of_one_parcel_calls_back_the_other_for_its_cash(world, both_left):
    order, order_id, (first, second) = both_left
    number = Parcel.objects.get(pk=second).lines.get().order_line.number
    lines = tuple(
        replace(line, refund=RefundState.REQUESTED) if line.number == number else line for line in order.lines
    )
    newer(world, order, lines=lines, freight=Decimal(3))
    assert parcels_to_recall([order_id]) == {first: "cash", second: "refund"}
