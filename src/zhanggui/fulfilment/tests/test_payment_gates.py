"""No order reaches paper before its payment releases it; what is taken back after review stops the parcel."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhanggui.fulfilment.flows.build_waves import build_waves
from zhanggui.fulfilment.flows.plan_parcels import plan_parcels
from zhanggui.fulfilment.flows.print_parcels import print_parcels
from zhanggui.fulfilment.flows.stop_orders import stop_orders
from zhanggui.fulfilment.models import CashToCollect, Parcel
from zhanggui.fulfilment.states import LIVE
from zhanggui.fulfilment.testing import take_to
from zhanggui.fulfilment.tests.merging import group
from zhanggui.kernel.doors.channel import ChannelPayment, PaymentKind, PaymentMode
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.record_payments import record_payments
from zhanggui.orders.flows.reopen_differences import reopen_differences
from zhanggui.orders.flows.reserve_balances import reserve_balances
from zhanggui.orders.flows.reverse_payments import reverse_payments
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.settle_differences import settle_differences
from zhanggui.orders.flows.top_up_accounts import TopUp, top_up_accounts
from zhanggui.orders.flows.undo_exchanges import undo_exchanges
from zhanggui.orders.models import Exchange, Order, OrderLine, OrderPayment
from zhanggui.orders.payments.gates import STANDING, gate_cases, shut_gates
from zhanggui.orders.proof import PROOFS
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders

pytestmark = pytest.mark.django_db
BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
EVENT = {"paid": "payment", "deposit": "tail", "instalments": "guarantee", "prepaid": "balance"}
COD_EVENT = {"cod": "payment"}


@pytest.fixture
def place(world):
    def place(mode: str) -> int:
        order = channel_order(skus={world.a.code: 1}, payment_mode=PaymentMode(mode), buyer="buyer1", paid_at=None)
        top_up_accounts(top_ups=[TopUp(world.shop.pk, "buyer1", Decimal(100), order.number)], **BY)
        return make_orders(world.shop, [order])[0]

    return place


def release(order_id: int, mode: str) -> None:
    if mode == "prepaid":
        reserve_balances(order_ids=[order_id], **BY)
    else:
        record_payments(
            order_ids=[order_id], kind=(EVENT | COD_EVENT)[mode], cause=f"c{OrderPayment.objects.count()}", **BY
        )


def take_back(order_id: int) -> None:
    standing = OrderPayment.objects.filter(STANDING, order=order_id).values_list("pk", flat=True)
    reverse_payments(payment_ids=list(standing), **BY)


@pytest.mark.parametrize("mode", ["paid", "deposit", "instalments"])
def test_taken_back_before_print_nothing_is_printed(place, mode):
    order_id = place(mode)
    release(order_id, mode)
    (parcel_id,) = take_to("waved", [order_id])
    take_back(order_id)
    assert Order.objects.get(pk=order_id).stop_reason == "payment"
    assert print_parcels(parcel_ids=[parcel_id], **BY).done == []
    stop_orders(order_ids=[order_id], **BY)
    assert not Parcel.objects.filter(printed_at__isnull=False).exists()


def test_the_print_itself_asks_the_gate(place):
    """Even where no stop was asked: the gate is read again before there is a waybill."""
    order_id = place("deposit")
    release(order_id, "deposit")
    (parcel_id,) = take_to("waved", [order_id])
    take_back(order_id)
    Order.objects.update(stop_reason="")
    assert print_parcels(parcel_ids=[parcel_id], **BY).refused[parcel_id].code() == "gate_shut"
    record_payments(order_ids=[order_id], kind="tail", cause="again", **BY)
    assert print_parcels(parcel_ids=[parcel_id], **BY).done == [parcel_id]


@pytest.mark.parametrize("which", [0, 1])
def test_the_print_asks_the_gate_of_every_order_in_a_merged_parcel(world, place, which):
    group(world.shop)
    ids = [place("deposit"), place("deposit")]
    for order_id in ids:
        release(order_id, "deposit")
    take_to("waved", ids)
    parcel_id = Parcel.objects.get(state="waved").pk
    take_back(ids[which])
    Order.objects.update(stop_reason="")
    refusal = print_parcels(parcel_ids=[parcel_id], **BY).refused[parcel_id]
    assert refusal.code() == "gate_shut"
    assert refusal.data["number"] == Order.objects.get(pk=ids[which]).number


def test_taken_back_after_print_the_parcel_stops(place):
    order_id = place("deposit")
    release(order_id, "deposit")
    (parcel_id,) = take_to("printed", [order_id])
    take_back(order_id)
    stop_orders(order_ids=[order_id], **BY)
    assert Parcel.objects.get(pk=parcel_id).state == "stopped"


def test_a_parcel_whose_carrier_collects_no_cash_is_not_printed(world):
    order = channel_order(skus={world.a.code: 1}, cash_on_delivery=True, paid_at=None)
    (order_id,) = make_orders(world.shop, [order])
    (parcel_id,) = take_to("waved", [order_id])
    Parcel.objects.update(carrier="kye")
    assert print_parcels(parcel_ids=[parcel_id], **BY).refused[parcel_id].code() == "gate_shut"


STEPS = st.lists(st.sampled_from(["release", "take_back", "review", "plan", "wave", "print", "stop"]), max_size=14)
MOVES = [
    "dearer", "cheaper", "freight", "platform takes", "platform gives back", "platform shows a payment", "other mode",
    "exchange", "undo", "waive", "collect", "open again", "release", "take_back", "stop", "forward",
]  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(mode=st.sampled_from(sorted(EVENT)), steps=STEPS)
def test_whatever_happens_in_whatever_order_no_print_is_before_its_gate(place, mode, steps):
    order_id = place(mode)
    printed: set[int] = set()
    for step in ["review", *steps, "review", "plan", "wave", "print"]:
        parcels = list(Parcel.objects.filter(order=order_id).values_list("pk", flat=True))
        match step:
            case "release":
                release(order_id, mode)
            case "take_back":
                take_back(order_id)
            case "review":
                review_orders(order_ids=[order_id], **BY)
            case "plan":
                plan_parcels(order_ids=[order_id], **BY)
            case "wave" if parcels:
                build_waves(parcel_ids=parcels, **BY)
            case "stop":
                stop_orders(order_ids=[order_id], **BY)
            case "print" if parcels:
                done = print_parcels(parcel_ids=parcels, **BY).done
                assert not done or order_id not in shut_gates([order_id])
                printed |= set(done)
    now_printed = set(Parcel.objects.filter(order=order_id, prints__gt=0).values_list("pk", flat=True))
    assert now_printed == printed


class Money:
    """One order, and everything that can happen to its money."""

    def __init__(self, world: Any, mode: str) -> None:
        self.world = world
        self.order = channel_order(
            skus={world.a.code: 1}, payment_mode=PaymentMode(mode), buyer="buyer1", paid_at=None,
            cash_on_delivery=mode == "cod",
        )  # fmt: skip
        top_up_accounts(top_ups=[TopUp(world.shop.pk, "buyer1", Decimal(100), self.order.number)], **BY)
        (self.pk,) = make_orders(world.shop, [self.order])

    def newer(self, **changes: Any) -> None:
        moment = self.order.modified_at + timedelta(minutes=1)
        self.order = replace(self.order, modified_at=moment, raw=str(moment).encode(), **changes)
        assert import_orders(shop_id=self.world.shop.pk, orders=[self.order], **BY).refused == {}

    def cost(self, more: int) -> None:
        line = self.order.lines[0]
        self.newer(lines=(replace(line, amount=max(line.amount + more, Decimal(1))),))

    def forward(self) -> None:
        """As far as it goes towards its print."""
        review_orders(order_ids=[self.pk], **BY)
        plan_parcels(order_ids=[self.pk], **BY)
        parcels = list(Parcel.objects.filter(order=self.pk).values_list("pk", flat=True))
        build_waves(parcel_ids=parcels, **BY)
        print_parcels(parcel_ids=parcels, **BY)

    def happens(self, move: str) -> None:
        line = OrderLine.objects.get(order=self.pk, origin="channel").pk
        differing = list(Exchange.objects.filter(line=line).values_list("pk", flat=True))
        match move:
            case "dearer" | "cheaper":
                self.cost(5 if move == "dearer" else -5)
            case "freight":
                self.newer(freight=self.order.freight + 3)
            case "platform takes" | "platform gives back":
                self.newer(paid_at=AT if move == "platform takes" else None)
            case "platform shows a payment":
                paid = ChannelPayment(PaymentKind.PAYMENT, Decimal(4), AT, f"p{len(self.order.payments)}")
                self.newer(payments=(*self.order.payments, paid))
            case "other mode":
                mode = PaymentMode.DEPOSIT if self.order.payment_mode == PaymentMode.PREPAID else PaymentMode.PREPAID
                self.newer(payment_mode=mode, cash_on_delivery=False)
            case "exchange":
                exchange_lines(exchanges=[ItemExchange(line, self.world.b.code, 1, Decimal(5))], **BY)
            case "undo":
                undo_exchanges(line_ids=[line], **BY)
            case "waive" | "collect":
                way = "waived" if move == "waive" else "collected"
                settle_differences(exchange_ids=differing, way=way, **BY)
            case "open again":
                reopen_differences(exchange_ids=differing, **BY)
            case "release":
                release(self.pk, Order.objects.get(pk=self.pk).payment_mode)
            case "take_back":
                take_back(self.pk)
            case "stop":
                stop_orders(order_ids=[self.pk], **BY)
            case "forward":
                self.forward()


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(mode=st.sampled_from([*sorted(EVENT), "cod"]), moves=st.lists(st.sampled_from(MOVES), max_size=10))
def test_whatever_moves_the_money_nothing_on_paper_leaves_unpaid_or_collects_another_sum(world, mode, moves):
    money = Money(world, mode)
    for move in ["release", "forward", *moves, "stop", "forward"]:
        money.happens(move)
        case = gate_cases([money.pk])[money.pk]
        on_paper = Parcel.objects.filter(order=money.pk, state__in=LIVE, prints__gt=0)
        if on_paper.exists() and not Order.objects.get(pk=money.pk).stop_reason:
            assert shut_gates([money.pk]) == {}
            told = CashToCollect.objects.filter(order=money.pk).aggregate(sum=Sum("amount", default=Decimal(0)))["sum"]
            assert told == (case.owed if case.mode == PaymentMode.COD else 0)
    assert [wrong for proof in PROOFS for wrong in proof()] == []
