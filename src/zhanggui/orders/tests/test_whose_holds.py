"""Who holds an order, who ends which hold, and what stays."""

from datetime import timedelta
from typing import Any

import pytest

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.end_exceptions import end_exceptions
from zhanggui.orders.flows.find_exceptions import find_exceptions
from zhanggui.orders.flows.hold_orders import HeldByOther, hold_orders
from zhanggui.orders.flows.release_orders import NotHeldByUs, release_orders
from zhanggui.orders.forms import ReleaseForm
from zhanggui.orders.holding import place_holds
from zhanggui.orders.models import Hold, Order, StuckOrder
from zhanggui.orders.rules.states import PERSON_HOLDS, PLANNING_HOLDS, PLATFORM_HOLDS
from zhanggui.orders.states import HoldReason
from zhanggui.orders.testing import ACTOR, AT

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
ANNA, BOB = (Actor(name=name, grants=frozenset({"*"})) for name in ("anna", "bob"))
LATER = AT + timedelta(hours=3)


def holds(order_id: int) -> dict[str, tuple[str, str]]:
    rows = Hold.objects.filter(order_id=order_id).values_list("reason", "placed_by", "note")
    counted = Order.objects.values_list("open_holds", flat=True).get(pk=order_id)
    assert counted == len(rows)
    return {reason: (by, note) for reason, by, note in rows}


def hold(order_id: int, *reasons: str) -> None:
    for reason in reasons:
        place_holds({order_id: "note"}, reason=reason, **BY)


def test_every_hold_is_ended_by_the_platform_by_planning_or_by_a_person():
    assert set(HoldReason) == PLATFORM_HOLDS | PLANNING_HOLDS | PERSON_HOLDS
    assert len(HoldReason) == len(PLATFORM_HOLDS) + len(PLANNING_HOLDS) + len(PERSON_HOLDS)


def test_a_second_person_is_told_who_holds_the_order(desk):
    order_id, free = desk.order(), desk.order()
    hold_orders(order_ids=[order_id], note="ask the buyer", until=LATER, actor=ANNA, at=AT)
    outcome = hold_orders(order_ids=[order_id, free], note="price check", actor=BOB, at=AT)
    assert outcome.done == [free]
    assert outcome.refused == {
        order_id: HeldByOther(number=Order.objects.get(pk=order_id).number, by="anna", note="ask the buyer")
    }
    assert holds(order_id) == {"by_hand": ("anna", "ask the buyer")}
    assert Hold.objects.get(order_id=order_id).until == LATER


def test_whoever_holds_an_order_may_say_so_anew_and_both_are_on_record(desk):
    order_id = desk.order()
    hold_orders(order_ids=[order_id], note="ask the buyer", until=LATER, actor=ANNA, at=AT)
    hold_orders(order_ids=[order_id], note="asked", actor=ANNA, at=AT)
    assert holds(order_id) == {"by_hand": ("anna", "asked")}
    told = Fact.objects.filter(name="orders.order.held").order_by("id").values_list("actor", "data")
    assert [(by, data["note"], bool(data["until"])) for by, data in told] == [
        ("anna", "ask the buyer", True), ("anna", "asked", False),
    ]  # fmt: skip


def test_two_people_of_one_name_are_two_people(desk):
    one, other = (Actor(name="anna", user_id=user_id, grants=frozenset({"*"})) for user_id in (1, 2))
    order_id = desk.order()
    hold_orders(order_ids=[order_id], note="ask the buyer", actor=one, at=AT)
    assert isinstance(hold_orders(order_ids=[order_id], actor=other, at=AT).refused[order_id], HeldByOther)
    renamed = Actor(name="anna b.", user_id=1, grants=frozenset({"*"}))
    assert hold_orders(order_ids=[order_id], note="asked", actor=renamed, at=AT).done == [order_id]


@pytest.mark.parametrize("first", [None, 1])
def test_a_person_called_like_the_program_is_not_the_program(desk, first):
    second = None if first else 1
    one, other = (Actor(name="strategy", user_id=user_id, grants=frozenset({"*"})) for user_id in (first, second))
    order_id = desk.order()
    hold_orders(order_ids=[order_id], note="too dear", actor=one, at=AT)
    assert isinstance(hold_orders(order_ids=[order_id], actor=other, at=AT).refused[order_id], HeldByOther)
    assert hold_orders(order_ids=[order_id], note="still too dear", actor=one, at=AT).done == [order_id]


def test_only_the_reason_chosen_is_ended(desk):
    order_id = desk.order()
    hold(order_id, HoldReason.BY_HAND, HoldReason.RULE, HoldReason.WISHED_TIME)
    release_orders(order_ids=[order_id], reasons=[HoldReason.RULE], **BY)
    assert set(holds(order_id)) == {"by_hand", "wished_time"}
    release_orders(order_ids=[order_id], **BY)
    assert holds(order_id) == {}


@pytest.mark.parametrize("reason", sorted(PLATFORM_HOLDS | PLANNING_HOLDS))
@pytest.mark.parametrize("is_named", [True, False])
def test_what_platform_and_planning_hold_no_person_ends(desk, reason, is_named):
    order_id = desk.order()
    hold(order_id, reason)
    refused = release_orders(order_ids=[order_id], reasons=[reason] if is_named else [], **BY).refused
    assert isinstance(refused[order_id], NotHeldByUs)
    assert set(holds(order_id)) == {reason}


def test_the_way_out_of_the_pool_ends_its_own_cause_and_shows_the_next(desk):
    order_id = desk.order()
    hold(order_id, HoldReason.BY_HAND, HoldReason.RULE, HoldReason.SHORTAGE)
    find_exceptions(order_ids=[order_id], **BY)
    seen = []
    for _ in range(2):
        seen.append(StuckOrder.objects.get().cause)
        assert end_exceptions(order_ids=[order_id], **BY).done == [order_id]
    assert seen == ["rule", "by_hand"]
    assert (StuckOrder.objects.get().cause, set(holds(order_id))) == ("shortage", {"shortage"})


def test_the_dialog_offers_what_a_person_may_end(desk):
    form = ReleaseForm({"reasons": ["rule"]}, actor=ACTOR)
    assert form.is_valid()
    assert form.cleaned_data == {"reasons": ["rule"], "urgent": False}
    assert {reason for reason, _ in form.fields["reasons"].choices} == PERSON_HOLDS  # type: ignore[attr-defined]  # of choices
    assert not ReleaseForm({"reasons": ["shortage"]}, actor=ACTOR).is_valid()
