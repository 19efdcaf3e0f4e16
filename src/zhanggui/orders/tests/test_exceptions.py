"""The pool: one cause for each order that does not move, its deadline, its owner, and the way out."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.catalog.models import Sku
from zhanggui.catalog.testing import make_skus
from zhanggui.inventory.testing import make_stock, make_warehouse
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.channel import ChannelState, PaymentMode
from zhanggui.kernel.facts import _subscribers
from zhanggui.kernel.models import Fact
from zhanggui.orders.facts import OrderChanged, OrderImported
from zhanggui.orders.flows.assign_exceptions import NobodyNamed, assign_exceptions
from zhanggui.orders.flows.end_exceptions import end_exceptions
from zhanggui.orders.flows.escalate_exceptions import escalate_exceptions
from zhanggui.orders.flows.find_exceptions import find_exceptions
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.flows.import_orders import import_orders
from zhanggui.orders.flows.release_orders import release_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.flows.rush_orders import rush_orders
from zhanggui.orders.models import BlockedBuyer, Order, Review, StuckOrder
from zhanggui.orders.pool.jobs import TELLING, look_at_the_pool
from zhanggui.orders.pool.sources import ways_out
from zhanggui.orders.pool.states import TERMS, Cause, Kind, causes_of
from zhanggui.orders.pool.words import detail_words
from zhanggui.orders.rules.pool import (
    CAUSE_OF_CHECK,
    LEAD,
    LEAST,
    LIVE_CHECKS,
    Found,
    deadline_of,
    first_of,
    level_of,
    next_escalation,
)
from zhanggui.orders.rules.review import RULES
from zhanggui.orders.states import HoldReason
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders, make_shop
from zhanggui.orders.wording import check_words
from zhanggui.people.testing import make_user

BY: Any = {"actor": ACTOR, "at": AT}
moments = st.integers(0, 500_000).map(lambda minutes: AT + timedelta(minutes=minutes))


@pytest.fixture
def shop(db):
    (sku,) = make_skus(1)
    make_stock(make_warehouse(), {sku.pk: 100})
    return make_shop()


def an_order(shop, **changes: Any) -> int:
    (order_id,) = make_orders(shop, [channel_order(skus=[Sku.objects.get().code], **changes)])
    return order_id


def cause_of(order_id: int) -> str:
    find_exceptions(order_ids=[order_id], **BY)
    return StuckOrder.objects.filter(pk=order_id).values_list("cause", flat=True).first() or ""


def test_every_cause_has_terms_and_a_way_out():
    assert set(TERMS) == set(Cause.values) == set(ways_out())
    assert sorted(cause for kind in Kind for cause in causes_of(kind)) == sorted(Cause.values)
    assert {reason for reason in HoldReason.values if reason not in Cause.values} == set()


def test_whoever_tells_of_an_order_wakes_the_pool():
    for fact in TELLING:
        assert any(".look_after_" in task.name for task in _subscribers[fact.NAME]), fact


def test_what_comes_in_is_taken_in_by_one_job():
    """Gifts before rules: two jobs would race for the same orders."""
    for fact in (OrderImported, OrderChanged):
        names = [task.name.rpartition(".")[2] for task in _subscribers[fact.NAME] if task.name.startswith("orders.")]
        assert [name for name in names if name.startswith(("give", "review", "take_in"))] == [
            f"take_in_{fact.NAME.rpartition('.')[2]}_orders"
        ]


@pytest.mark.parametrize("count", [1, 30])
def test_a_look_at_orders_that_move_locks_and_writes_nothing(shop, count):
    order_ids = [an_order(shop) for _ in range(count)]
    with CaptureQueriesContext(connection) as seen:
        find_exceptions(order_ids=order_ids, **BY)
    words = [one["sql"].upper() for one in seen.captured_queries if "SAVEPOINT" not in one["sql"]]
    assert not [sql for sql in words if "FOR NO KEY" in sql or not sql.lstrip().startswith("SELECT")]
    assert len(words) <= 8


def test_a_second_look_at_the_same_locks_and_writes_nothing(shop):
    order_ids = [an_order(shop) for _ in range(3)]
    hold_orders(order_ids=order_ids[:2], **BY)
    find_exceptions(order_ids=order_ids, **BY)
    with CaptureQueriesContext(connection) as seen:
        find_exceptions(order_ids=order_ids, **BY)
    assert not [one for one in seen.captured_queries if "FOR NO KEY" in one["sql"].upper()]
    release_orders(order_ids=order_ids[:1], **BY)
    with CaptureQueriesContext(connection) as seen:
        find_exceptions(order_ids=order_ids, **BY)
    [lock] = [one["sql"] for one in seen.captured_queries if "FOR NO KEY" in one["sql"].upper()]
    assert f"[{order_ids[0]}]" in lock.replace("'{", "[").replace("}'", "]"), "only the order of which a row goes"
    assert StuckOrder.objects.values_list("pk", flat=True).get() == order_ids[1]


def test_every_check_of_review_has_its_cause():
    assert set(CAUSE_OF_CHECK) == {rule.name for rule in RULES}
    assert set(CAUSE_OF_CHECK) >= LIVE_CHECKS


def test_words_of_a_check_are_its_refusal(shop):
    BlockedBuyer.objects.create(buyer="bad1", note="never pays")
    order_id = an_order(shop, buyer="bad1")
    review_orders(order_ids=[order_id], **BY)
    assert cause_of(order_id) == "refused"
    stuck = StuckOrder.objects.get()
    with translation.override("en"):
        assert detail_words(stuck.cause, stuck.detail) == "The buyer is on the black list: never pays."
        assert detail_words(Cause.NO_PLACE, "area: 西藏") == "No carrier serves 西藏."
        assert detail_words(Cause.NO_PLACE, "nobody collects there") == "nobody collects there"
        assert detail_words(Cause.RECEIVER, "phone, address") == "Phone, Address"
    with translation.override("zh-hans"):
        assert detail_words(Cause.RECEIVER, "phone, address") == "电话, 地址"


def test_of_several_holds_of_a_cause_the_one_that_ends_last_counts():
    early, late = (Found(Cause.BY_HAND, until=AT + timedelta(hours=hours)) for hours in (1, 5))
    ever = Found(Cause.BY_HAND)
    assert first_of([early, late]) == first_of([late, early]) == late
    assert first_of([early, ever, late]) == ever


def test_an_order_that_moves_is_not_in_the_pool(shop):
    assert cause_of(an_order(shop)) == ""


def test_an_order_waiting_for_its_buyers_money_is_not_in_the_pool(shop):
    assert cause_of(an_order(shop, state=ChannelState.PENDING_PAYMENT, paid_at=None)) == ""


def test_a_line_without_sku(shop):
    (order_id,) = make_orders(shop, [channel_order(skus=["NOBODY-KNOWS"])])
    assert cause_of(order_id) == "unmatched"
    assert StuckOrder.objects.get().detail == "NOBODY-KNOWS"


def test_a_failed_review_counts_with_its_first_refusal_until_it_is_passable(shop):
    order_id = an_order(shop, seller_memo="red one please, call before sending")
    review_orders(order_ids=[order_id], **BY)
    assert cause_of(order_id) in {"remark", "request"}


def test_the_first_of_several_causes_counts(shop):
    order_id = an_order(shop)
    hold_orders(order_ids=[order_id], note="look", **BY)
    assert cause_of(order_id) == "by_hand"
    number, sku = Order.objects.get().number, Sku.objects.get()
    order = channel_order(number, [sku.code], state=ChannelState.ON_HOLD, modified_at=AT)
    import_orders(shop_id=shop.pk, orders=[order], **BY)
    assert cause_of(order_id) == "platform"


def test_a_hold_that_ends_by_itself_is_due_at_its_end(shop):
    order_id = an_order(shop)
    until = AT + timedelta(days=3)
    hold_orders(order_ids=[order_id], until=until, **BY)
    assert cause_of(order_id) == "by_hand"
    assert StuckOrder.objects.get().due_at == until


def test_the_way_out_ends_the_cause_at_once(shop):
    order_id = an_order(shop)
    hold_orders(order_ids=[order_id], note="look", **BY)
    assert cause_of(order_id) == "by_hand"
    assert end_exceptions(order_ids=[order_id], **BY).done == [order_id]
    assert not StuckOrder.objects.exists()
    assert end_exceptions(order_ids=[order_id], **BY).refused[order_id].code() == "order_moves"


def test_the_way_out_needs_the_right_of_its_operation(shop):
    order_id = an_order(shop)
    hold_orders(order_ids=[order_id], **BY)
    cause_of(order_id)
    clerk = Actor(name="clerk", grants=frozenset({"end_exceptions"}))
    assert end_exceptions(order_ids=[order_id], actor=clerk, at=AT).refused[order_id].code() == "not_allowed"


def test_what_a_person_must_do_names_the_page(shop):
    (order_id,) = make_orders(shop, [channel_order(skus=["NOBODY-KNOWS"])])
    cause_of(order_id)
    assert end_exceptions(order_ids=[order_id], **BY).refused[order_id].code() == "needs_person"


def test_another_shops_orders_are_not_found(shop):
    order_id = an_order(shop)
    hold_orders(order_ids=[order_id], **BY)
    cause_of(order_id)
    stranger = Actor(name="stranger", grants=frozenset({"*"}), shop_ids=frozenset())
    for flow in (end_exceptions, rush_orders):
        assert flow(order_ids=[order_id], actor=stranger, at=AT).refused[order_id].code() == "not_found"
    make_user("anna")
    refused = assign_exceptions(order_ids=[order_id], post="reviewer", actor=stranger, at=AT).refused
    assert refused[order_id].code() == "not_found"
    assert not StuckOrder.objects.visible_to(stranger).exists()


def test_who_was_given_an_order_keeps_it_while_the_cause_stays(shop):
    order_id = an_order(shop)
    person = make_user("anna", roles=[])
    hold_orders(order_ids=[order_id], **BY)
    cause_of(order_id)
    assert assign_exceptions(order_ids=[order_id], person_id=person.pk, **BY).done == [order_id]
    assert cause_of(order_id) == "by_hand"
    assert StuckOrder.objects.get().person_id == person.pk
    assert Fact.objects.filter(name="orders.exception.assigned", subject_id=order_id).count() == 1
    release_orders(order_ids=[order_id], **BY)
    hold_orders(order_ids=[order_id], reason=HoldReason.RULE, **BY)
    cause_of(order_id)
    assert StuckOrder.objects.get().person_id is None
    with pytest.raises(NobodyNamed):
        assign_exceptions(order_ids=[order_id], **BY)


def test_time_running_out_is_told_at_half_and_handed_to_the_lead_at_four_fifths(shop):
    order_id = an_order(shop, ship_by=AT + timedelta(days=9))
    hold_orders(order_ids=[order_id], **BY)
    cause_of(order_id)
    seen = []
    for hours in (11, 12, 13, 20, 24, 30):
        escalate_exceptions(actor=ACTOR, at=AT + timedelta(hours=hours))
        row = StuckOrder.objects.get()
        seen.append((row.level, row.post))
    assert seen == [
        (0, "reviewer"), (1, "reviewer"), (1, "reviewer"),
        (2, "service_lead"), (3, "service_lead"), (3, "service_lead"),
    ]  # fmt: skip
    assert Fact.objects.filter(name="orders.exception.escalated").count() == 3


def test_the_look_at_the_whole_pool_mends_what_nobody_told(shop):
    order_id = an_order(shop)
    hold_orders(order_ids=[order_id], **BY)
    look_at_the_pool(timestamp=0)
    assert StuckOrder.objects.get().cause == "by_hand"
    Order.objects.get().holds.all().delete()
    look_at_the_pool(timestamp=0)
    assert not StuckOrder.objects.exists()


def test_the_counts_of_causes_add_up_to_the_pool(shop):
    held = [an_order(shop) for _ in range(3)]
    hold_orders(order_ids=held[:2], **BY)
    hold_orders(order_ids=held[2:], reason=HoldReason.SHORTAGE, **BY)
    find_exceptions(order_ids=held, **BY)
    assert Counter(StuckOrder.objects.values_list("cause", flat=True)) == {"by_hand": 2, "shortage": 1}


found = st.builds(Found, st.sampled_from(Cause.values), st.text(max_size=5), st.none(), st.none() | moments)


@given(st.lists(found, min_size=1), st.randoms())
def test_the_cause_does_not_depend_on_who_was_asked_first(several, random):
    shuffled = list(several)
    random.shuffle(shuffled)
    assert first_of(several).cause == first_of(shuffled).cause


@given(found, moments, st.none() | moments, st.booleans())
def test_a_deadline_leaves_a_quarter_of_an_hour_and_time_to_pack(one, since, ship_by, is_urgent):
    due = deadline_of(one, since=since, ship_by=ship_by, is_urgent=is_urgent)
    assert due >= since + LEAST
    if ship_by and one.until is None:
        assert due <= max(ship_by - LEAD, since + LEAST)


@given(found, moments, st.integers(0, 400))
def test_levels_rise_at_the_moments_announced(one, since, percent):
    due = deadline_of(one, since=since, ship_by=None)
    at = since + (due - since) * percent / 100
    level = level_of(since=since, due=due, at=at)
    coming = next_escalation(since=since, due=due, level=level)
    assert coming is None or coming > at - timedelta(seconds=60)


class TestReadersLanguage:
    """A job finds and a rule reviews in the language of the house; whoever reads it reads their own."""

    @pytest.fixture(autouse=True)
    def job_speaks_chinese(self):
        with translation.override("zh-hans"):
            yield

    def test_what_a_payment_lacks(self, shop):
        order_id = an_order(shop, payment_mode=PaymentMode.DEPOSIT, paid_at=None)
        assert cause_of(order_id) == Cause.PAYMENT
        with translation.override("en"):
            assert (
                self.detail(order_id)
                == "The deposit has not arrived. The tail is not paid in full: 10.00 of 10.00 is missing."
            )
        assert self.detail(order_id).startswith("定金")

    def test_what_review_said_of_payment_and_holds(self, shop):
        order_id = an_order(shop, payment_mode=PaymentMode.DEPOSIT, paid_at=None)
        hold_orders(order_ids=[order_id], **BY)
        review_orders(order_ids=[order_id], **BY)
        with translation.override("en"):
            said = self.said(order_id)
        assert said["payment"] == (
            "Its payment does not release it: "
            "The deposit has not arrived. The tail is not paid in full: 10.00 of 10.00 is missing."
        )
        assert said["holds"] == "It is on hold: Held by hand."
        assert "手动挂起" in self.said(order_id)["holds"]

    def test_what_was_kept_in_words_is_read_as_it_stands(self):
        assert detail_words(Cause.PAYMENT, "Tail; not paid") == "Tail; not paid"

    def detail(self, order_id: int) -> str:
        stuck = StuckOrder.objects.get(pk=order_id)
        return detail_words(stuck.cause, stuck.detail)

    def said(self, order_id: int) -> dict[str, str]:
        trace = Review.objects.filter(order_id=order_id).latest("pk").trace
        return {check: check_words(check, seen) for check, passed, seen, *_ in trace if not passed}
