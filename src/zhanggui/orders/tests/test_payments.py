"""Events of payment: once per cause, taken back by a row of their own; each way of paying has its gate."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhanggui.catalog.testing import make_skus
from zhanggui.kernel.doors.carrier import GROUP as CARRIERS
from zhanggui.kernel.doors.channel import ChannelPayment, PaymentKind, PaymentMode
from zhanggui.kernel.doors.finding import installed
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.exchange_lines import exchange_lines
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.record_payments import BalanceIsReserved, record_payments
from zhanggui.orders.flows.release_balances import release_balances
from zhanggui.orders.flows.reserve_balances import reserve_balances
from zhanggui.orders.flows.reverse_payments import reverse_payments
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.top_up_accounts import TopUp, top_up_accounts
from zhanggui.orders.models import Order, OrderLine, OrderPayment, PrepaidAccount, PrepaidEntry
from zhanggui.orders.payments.gates import Event, record_events, shut_gates
from zhanggui.orders.rules.binding import ItemExchange
from zhanggui.orders.rules.payments import GateCase, GateShut, check_gate, spread_balance
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders
from zhanggui.ui.desk import desk_rows
from zhanggui.ui.finding import desks

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
DEPOSIT = ChannelPayment(PaymentKind.DEPOSIT, Decimal(2), AT, "deposit")
TAIL = ChannelPayment(PaymentKind.TAIL, Decimal(8), AT, "tail")


def case(mode: str, *events: tuple[str, int], **more: Any) -> GateCase:
    money = [(kind, Decimal(amount)) for kind, amount in events]
    return GateCase("T1", mode, Decimal(10), more.pop("is_paid", False), money, **more)


SHUT = {
    "paid: nothing": case("paid"),
    "paid: a part": case("paid", ("payment", 9)),
    "cod: the carrier cannot": case("cod", carrier="sf", collects_cash=False),
    "paid: an exchange costs more": case("paid", is_paid=True, difference=Decimal(1)),
    "cod: not confirmed": case("cod", must_confirm=True),
    "deposit: nothing": case("deposit"),
    "deposit: only the deposit": case("deposit", ("deposit", 2)),
    "deposit: a tail that is too small": case("deposit", ("deposit", 2), ("tail", 7)),
    "deposit: a deposit beside a confirmation": case("deposit", ("deposit", 2), ("confirmed", 8)),
    "prepaid": case("prepaid", ("payment", 10)),
    "prepaid: less than is due": case("prepaid", ("balance", 9)),
    "instalments": case("instalments"),
    "instalments: less than is due": case("instalments", ("instalment", 3)),
    "instalments: a guarantee of too little": case("instalments", ("instalment", 3), ("guarantee", 6)),
    "paid: a part beside a confirmation": case("paid", ("payment", 1), ("confirmed", 10)),
}
OPEN = {
    "paid by the platform": case("paid", is_paid=True),
    "paid by hand": case("paid", ("payment", 4), ("payment", 6)),
    "cod": case("cod", carrier="testcarrier", collects_cash=True),
    "cod before a carrier is chosen": case("cod"),
    "cod confirmed": case("cod", ("confirmed", 0), must_confirm=True),
    "deposit and tail": case("deposit", ("deposit", 2), ("tail", 8)),
    "prepaid": case("prepaid", ("balance", 10)),
    "a deposit of all of it": case("deposit", ("deposit", 10)),
    "prepaid in two steps": case("prepaid", ("balance", 9), ("balance", 1)),
    "all instalments": case("instalments", ("instalment", 3), ("instalment", 7)),
    "guarantee": case("instalments", ("guarantee", 0)),
    "an instalment and a guarantee of the rest": case("instalments", ("instalment", 3), ("guarantee", 7)),
}


@pytest.mark.parametrize("name", SHUT)
def test_a_gate_is_shut(name):
    with pytest.raises(GateShut):
        check_gate(SHUT[name])


@pytest.mark.parametrize("name", OPEN)
def test_a_gate_is_open(name):
    check_gate(OPEN[name])


EVENTS = st.lists(st.tuples(st.sampled_from([str(kind) for kind in PaymentKind]), st.integers(0, 12)), max_size=5)


@given(mode=st.sampled_from(["paid", "deposit", "prepaid", "instalments"]), events=EVENTS)
def test_a_gate_opens_for_no_less_than_is_due_and_says_what_is_missing(mode, events):
    asked = case(mode, *events)
    money = sum(amount for kind, amount in events if kind != "confirmed")
    try:
        check_gate(asked)
    except GateShut as shut:
        missing = shut.data["missing"][-1].data["missing"]
        assert missing >= max(10 - money, 0)
        check_gate(replace(asked, events=[*asked.events, (RELEASES[mode], missing)]))
    else:
        assert money >= 10 or ("guarantee", 0) in events


RELEASES = {"paid": "payment", "deposit": "tail", "prepaid": "balance", "instalments": "instalment"}


@given(st.integers(0, 100), st.lists(st.integers(0, 50), max_size=8))
def test_a_balance_is_never_spread_thinner_than_it_is(balance, wants):
    rows = [(n, Decimal(amount)) for n, amount in enumerate(wants)]
    carried = spread_balance(Decimal(balance), rows)
    assert sum(amount for n, amount in rows if n in carried) <= balance


def reasons(order_id: int) -> list[str]:
    refused = review_orders(order_ids=[order_id], **BY).refused
    return [reason.code() for reason in refused[order_id].data["reasons"]] if refused else []


def newer(desk: Any, order: Any, minutes: int, **changes: Any) -> None:
    version = replace(order, modified_at=order.modified_at + timedelta(minutes=minutes), raw=b"", **changes)
    import_orders(shop_id=desk.shop.pk, orders=[replace(version, raw=repr(version).encode())], **BY)


def test_a_deposit_is_not_shippable_and_the_tail_is(desk):
    order = channel_order(
        skus=[desk.sku.code], payment_mode=PaymentMode.DEPOSIT, payments=(DEPOSIT,), paid_at=None, paid=Decimal(2)
    )
    (order_id,) = make_orders(desk.shop, [order])
    assert reasons(order_id) == ["payment_gate"]
    newer(desk, order, 1, payments=(DEPOSIT, TAIL), paid_at=AT)
    assert reasons(order_id) == []
    assert [row.kind for row in OrderPayment.objects.order_by("pk")] == ["deposit", "tail"]


def test_a_tail_the_platform_takes_back_shuts_the_gate_and_may_come_again(desk):
    order = channel_order(skus=[desk.sku.code], payment_mode=PaymentMode.DEPOSIT, payments=(DEPOSIT, TAIL))
    (order_id,) = make_orders(desk.shop, [order])
    assert reasons(order_id) == []
    newer(desk, order, 1, payments=(DEPOSIT,))
    assert desk.state(order_id) == "to_review"
    assert reasons(order_id) == ["payment_gate"]
    newer(desk, order, 2, payments=(DEPOSIT, TAIL))
    assert reasons(order_id) == []
    causes = list(OrderPayment.objects.order_by("pk").values_list("cause", flat=True))
    assert causes == ["deposit", "tail", "tail:back", "tail#2"]


def test_the_same_version_again_records_nothing(desk):
    order = channel_order(skus=[desk.sku.code], payment_mode=PaymentMode.DEPOSIT, payments=(DEPOSIT,))
    make_orders(desk.shop, [order])
    newer(desk, order, 1, payments=(DEPOSIT,))
    assert OrderPayment.objects.count() == 1
    assert Fact.objects.filter(name="orders.order.payment_recorded").count() == 1


def test_an_order_paid_by_transfer_waits_for_all_of_it(desk):
    order_id = desk.order(paid_at=None)
    assert reasons(order_id) == ["unpaid"]
    assert record_payments(order_ids=[order_id], kind="payment", cause="B1", amount=Decimal(4), **BY).done
    assert reasons(order_id) == ["unpaid"]
    record_payments(order_ids=[order_id], kind="payment", cause="B2", **BY)
    assert reasons(order_id) == []
    assert [row.amount for row in OrderPayment.objects.order_by("pk")] == [4, 6]


def test_a_cause_counts_once_and_never_with_another_amount(desk):
    order_id = desk.order(paid_at=None)
    for _ in range(2):
        assert record_payments(order_ids=[order_id], kind="payment", cause="B1", amount=Decimal(4), **BY).done
    assert OrderPayment.objects.count() == 1
    refusal = record_payments(order_ids=[order_id, 0], kind="payment", cause="B1", amount=Decimal(5), **BY).refused
    assert (refusal[order_id].code(), refusal[0].code()) == ("payment_differs", "not_found")


def test_what_was_taken_back_is_recorded_again_and_then_once(desk):
    order_id = desk.order(paid_at=None)

    def record(amount: int | None = None) -> Any:
        given = None if amount is None else Decimal(amount)
        return record_payments(order_ids=[order_id], kind="payment", cause="B1", amount=given, **BY)

    record(4)
    assert reverse_payments(payment_ids=[OrderPayment.objects.get().pk], **BY).done
    for _ in range(2):
        assert record(4).done == [order_id]
    assert list(OrderPayment.objects.order_by("pk").values_list("cause", "amount")) == [
        ("B1", Decimal(4)), ("B1:back", Decimal(-4)), ("B1#2", Decimal(4)),
    ]  # fmt: skip
    assert record(5).refused[order_id].code() == "payment_differs"
    assert record().done == [order_id]
    assert OrderPayment.objects.count() == 3


def test_nothing_cannot_arrive_and_a_balance_is_not_typed_in(desk):
    order_id = desk.order()
    refused = record_payments(order_ids=[order_id], kind="payment", cause="B", amount=Decimal(0), **BY).refused
    assert refused[order_id].code() == "amount_bad"
    with pytest.raises(BalanceIsReserved):
        record_payments(order_ids=[order_id], kind="balance", cause="B", **BY)


def test_cash_on_delivery_is_confirmed_where_the_company_wants_it(desk, settings):
    settings.COD_MUST_BE_CONFIRMED = True
    order_id = desk.order(cash_on_delivery=True, paid_at=None)
    assert Order.objects.get().payment_mode == "cod"
    assert reasons(order_id) == ["payment_gate"]
    record_payments(order_ids=[order_id], kind="confirmed", cause="call", **BY)
    assert reasons(order_id) == []


def test_a_carrier_that_collects_no_cash_is_no_carrier_for_it(desk):
    order_id = desk.order(cash_on_delivery=True, paid_at=None)
    Order.objects.update(carrier_wish="kye")
    assert reasons(order_id) == ["payment_gate"]
    Order.objects.update(carrier_wish="testcarrier")
    assert reasons(order_id) == []


def test_instalments_start_with_the_first_or_a_guarantee(desk):
    order_id = desk.order(payment_mode=PaymentMode.INSTALMENTS, paid_at=None)
    assert reasons(order_id) == ["payment_gate"]
    record_payments(order_ids=[order_id], kind="guarantee", cause="G1", **BY)
    assert reasons(order_id) == []


def test_a_tail_that_is_too_small_says_how_much_is_missing(desk):
    order_id = desk.order(payment_mode=PaymentMode.DEPOSIT, paid_at=None)
    record_payments(order_ids=[order_id], kind="deposit", cause="D", amount=Decimal(2), **BY)
    record_payments(order_ids=[order_id], kind="tail", cause="T1", amount=Decimal("0.01"), **BY)
    (reason,) = review_orders(order_ids=[order_id], **BY).refused[order_id].data["reasons"]
    assert "10.00" in reason.sentence
    assert "7.99" in reason.sentence
    record_payments(order_ids=[order_id], kind="tail", cause="T2", **BY)
    assert reasons(order_id) == []


def test_where_more_is_bought_the_rest_is_reserved_too(desk):
    top_up(desk, 25)
    order = channel_order(skus=[desk.sku.code], payment_mode=PaymentMode.PREPAID, buyer="buyer1", paid_at=None)
    (order_id,) = make_orders(desk.shop, [order])
    newer(desk, order, 1, lines=(replace(order.lines[0], quantity=2, amount=Decimal(20)),))
    assert reasons(order_id) == ["payment_gate"]
    assert reserve_balances(order_ids=[order_id], **BY).done == [order_id]
    assert (reasons(order_id), balance()) == ([], Decimal(5))
    newer(desk, order, 2, lines=(replace(order.lines[0], quantity=3, amount=Decimal(30)),))
    refusal = reserve_balances(order_ids=[order_id], **BY).refused[order_id]
    assert (refusal.code(), refusal.data["due"], balance()) == ("balance_too_small", Decimal(10), Decimal(5))
    cancel_orders(order_ids=[order_id], **BY)
    release_balances(order_ids=[order_id], **BY)
    assert balance() == 25


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    mode=st.sampled_from(["cod", "deposit", "prepaid", "instalments"]),
    events=EVENTS,
    confirm=st.booleans(),
    wish=st.sampled_from(["", "gone", *installed(CARRIERS)]),
)
def test_the_desk_finds_by_sums_what_the_gate_says(desk, mode, events, confirm, wish):
    with transaction.atomic(), override_settings(COD_MUST_BE_CONFIRMED=confirm):
        order_id = desk.order(payment_mode=PaymentMode(mode), paid_at=None)
        Order.objects.filter(pk=order_id).update(carrier_wish=wish)
        rows = [Event(order_id, kind, Decimal(amount), f"c{place}", AT) for place, (kind, amount) in enumerate(events)]
        record_events(rows, source="hand", **BY)
        shut = bool(shut_gates([order_id]))
        found = desk_rows(desks()["orders"], {"tab": "all", "gate": "shut"}, ACTOR)["rows"]
        assert [row["id"] for row in found] == [order_id] * shut
        transaction.set_rollback(True)


def top_up(desk: Any, amount: int, cause: str = "R1") -> Any:
    return top_up_accounts(top_ups=[TopUp(desk.shop.pk, "buyer1", Decimal(amount), cause)], **BY)


def balance() -> Decimal:
    return PrepaidAccount.objects.get().balance


def prepaid(desk: Any) -> int:
    return desk.order(payment_mode=PaymentMode.PREPAID, buyer="buyer1", paid_at=None)


def test_a_prepaid_order_takes_its_balance_as_it_comes_in(desk):
    top_up(desk, 25)
    order_id = prepaid(desk)
    assert reasons(order_id) == []
    assert balance() == 15
    assert reserve_balances(order_ids=[order_id], **BY).done == [order_id]
    assert balance() == 15


def test_without_enough_the_order_waits_and_the_balance_stays(desk):
    order_id = prepaid(desk)
    top_up(desk, 4)
    refusal = reserve_balances(order_ids=[order_id], **BY).refused[order_id]
    assert (refusal.code(), refusal.data["balance"], balance()) == ("balance_too_small", Decimal(4), Decimal(4))
    assert reasons(order_id) == ["payment_gate"]
    top_up(desk, 6, "R2")
    assert reserve_balances(order_ids=[order_id], **BY).done == [order_id]
    assert balance() == 0


def test_others_are_not_reserved_for(desk):
    paid, closed = desk.order(), prepaid(desk)
    cancel_orders(order_ids=[closed], **BY)
    refused = reserve_balances(order_ids=[paid, closed, 0], **BY).refused
    codes = {key: refusal.code() for key, refusal in refused.items()}
    assert codes == {paid: "not_prepaid", closed: "nothing_to_reserve", 0: "not_found"}


def test_a_receipt_counts_once(desk):
    assert top_up(desk, 25).done == ["R1"]
    assert top_up(desk, 25).done == ["R1"]
    assert balance() == 25
    assert top_up(desk, 26).refused["R1"].code() == "top_up_differs"
    assert top_up(desk, 0, "R3").refused["R3"].code() == "top_up_bad"


def test_a_receipt_named_twice_with_two_amounts_counts_once_and_is_told(desk):
    twice = [TopUp(desk.shop.pk, "buyer1", Decimal(amount), "R1") for amount in (20, 30)]
    outcome = top_up_accounts(top_ups=twice, **BY)
    assert (outcome.refused["R1"].code(), balance()) == ("top_up_differs", Decimal(20))


def test_an_order_that_costs_less_than_nothing_reserves_nothing(desk):
    top_up(desk, 4)
    order = channel_order(skus=[desk.sku.code], payment_mode=PaymentMode.PREPAID, buyer="buyer1", paid_at=None)
    (order_id,) = make_orders(desk.shop, [order])
    line = OrderLine.objects.get()
    exchange_lines(exchanges=[ItemExchange(line.pk, make_skus(1)[0].code, 1, Decimal(-10))], **BY).one()
    newer(desk, order, 1, lines=(replace(order.lines[0], amount=Decimal(5)),))
    assert reserve_balances(order_ids=[order_id], **BY).done == [order_id]
    assert balance() == 4


def test_nobody_pays_from_the_balance_of_who_is_behind_the_same_stars(desk):
    outcome = top_up_accounts(top_ups=[TopUp(desk.shop.pk, "t**8", Decimal(20), "R1")], **BY)
    assert outcome.refused["R1"].code() == "buyer_hidden"
    PrepaidAccount.objects.create(shop=desk.shop, buyer="t**8", balance=20)  # of before
    order_id = desk.order(payment_mode=PaymentMode.PREPAID, buyer="t**8", paid_at=None)
    assert reserve_balances(order_ids=[order_id], **BY).refused[order_id].code() == "buyer_hidden"
    assert balance() == 20


def test_a_cancelled_order_gives_its_balance_back_once(desk):
    top_up(desk, 10)
    order_id = prepaid(desk)
    cancel_orders(order_ids=[order_id], **BY)
    assert release_balances(order_ids=[order_id], **BY).done == [order_id]
    assert release_balances(order_ids=[order_id], **BY).done == []
    assert balance() == 10 == sum(entry.amount for entry in PrepaidEntry.objects.all())


def test_taken_back_after_review_the_order_is_reviewed_again(desk):
    top_up(desk, 10)
    order_id = prepaid(desk)
    review_orders(order_ids=[order_id], **BY)
    payment = OrderPayment.objects.get()
    assert reverse_payments(payment_ids=[payment.pk], reason="wrong buyer", **BY).done == [payment.pk]
    assert reverse_payments(payment_ids=[payment.pk, 0], **BY).refused[payment.pk].code() == "taken_back_already"
    assert (desk.state(order_id), balance()) == ("to_review", Decimal(10))
    assert reserve_balances(order_ids=[order_id], **BY).done == [order_id]
    assert balance() == 0


def test_the_desk_finds_orders_by_way_of_paying_and_gate(desk):
    waits, plain = prepaid(desk), desk.order()

    def found(**params: str) -> set[int]:
        return {row["id"] for row in desk_rows(desks()["orders"], params | {"tab": "all"}, ACTOR)["rows"]}

    assert found(payment="prepaid") == found(gate="shut") == {waits}
    assert found(payment="paid") == {plain}
    top_up(desk, 10)
    reserve_balances(order_ids=[waits], **BY)
    assert (found(gate="shut"), found(gate="open")) == (set(), {waits})
