"""Nothing in the demo waits for ever: every check, hold and refusal has its answer, and the answer ends it."""

import inspect
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from zhanggui.catalog.models import Sku
from zhanggui.demo.answers import HOLDS, PATIENCE, PLAN, REVIEW, Ends
from zhanggui.demo.company import PIECES, SHOP, found_company
from zhanggui.demo.goods import goods
from zhanggui.demo.staff import demo_actors, work_round
from zhanggui.fulfilment import planning
from zhanggui.fulfilment.flows import plan_parcels as plan_flow
from zhanggui.fulfilment.models import CarrierArea
from zhanggui.fulfilment.rules import parcels
from zhanggui.fulfilment.rules.choices import NoPlace
from zhanggui.inventory.rules.claims import StockShort
from zhanggui.kernel.doors.channel import Receiver, RefundState
from zhanggui.kernel.models import Fact
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.flows.hold_orders import hold_orders
from zhanggui.orders.holding import place_holds
from zhanggui.orders.models import BlockedBuyer, Hold, Order, OrderLine, Review, ReviewThresholds
from zhanggui.orders.rules.review import RULES
from zhanggui.orders.ruling.facts import OrderReviewForced
from zhanggui.orders.states import HoldReason
from zhanggui.orders.testing import ACTOR, AT, channel_order, make_orders
from zhanggui.people.models import Shop

CODE = goods()[0].code
LATER = AT + PATIENCE
POSTS = ("reviewer", "exception_handler")


def refusals_in(names: dict[str, Any]) -> set[type[Refusal]]:
    return {each for each in names.values() if inspect.isclass(each) and issubclass(each, Refusal)} - {Refusal}


def test_every_check_of_the_review_has_an_answer():
    assert set(REVIEW) == {rule.name for rule in RULES}


def test_every_hold_has_an_answer():
    assert set(HOLDS) == set(HoldReason)


def test_every_refusal_of_a_plan_has_an_answer_and_its_hold_too():
    checked = {name: vars(parcels)[name] for name in parcels.check_plannable.__code__.co_names if name in vars(parcels)}
    indirect = {StockShort, NoPlace, NotFound}
    known = refusals_in(vars(plan_flow)) | refusals_in(vars(planning)) | refusals_in(checked) | indirect
    assert set(PLAN) == known
    assert all(isinstance(answer, Ends) or callable(HOLDS[answer]) for answer in PLAN.values())


@pytest.fixture
def shop(db: None) -> Shop:
    found_company(taobao="http://127.0.0.1:9", actor=ACTOR, at=AT)
    Sku.objects.update(floor_price=0)
    return Shop.objects.get(code=SHOP)


def bought(shop: Shop, *, count: int = 1, code: str = CODE, pieces: int = 1, **changes: Any) -> list[int]:
    return make_orders(shop, [channel_order(skus={code: pieces}, **changes) for _ in range(count)])


def rounds(count: int = 2, *, at: Any = AT) -> None:
    actors = demo_actors()
    for _ in range(count):
        work_round({post: actors[post] for post in POSTS}, at=at, limit=100)


def states() -> list[str]:
    return list(Order.objects.order_by("pk").values_list("state", flat=True))


def test_a_possible_duplicate_is_looked_at_and_forced_by_the_lead(shop):
    ReviewThresholds.objects.create(
        pk=1, duplicate_hours=24, floor_percent=100, circle_limit=3, circle_minutes=60, set_by="x", set_at=AT
    )
    bought(shop, count=2, buyer="same**")
    rounds(1)
    assert states() == ["reviewed", "reviewed"]
    refused = Review.objects.filter(passed=False)
    assert [[name for name, passed, _ in each.trace if not passed] for each in refused] == [["duplicate"]] * 2
    forced = Fact.objects.filter(name=OrderReviewForced.NAME)
    assert set(forced.values_list("actor", flat=True)) == {"客服主管 林静"}
    assert forced.count() == 2


@pytest.mark.parametrize("words", ["急", "请发顺丰，运费可补", "送人的，写张贺卡", "开发票\n周末送货", "要新日期"])
def test_remarks_are_read_and_their_requests_settled(shop, words):
    bought(shop, buyer_message=words)
    rounds(3)
    assert states() == ["reviewed"]


def test_below_the_floor_is_forced_after_everything_else(shop):
    Sku.objects.update(floor_price=10_000)
    bought(shop, buyer_message="急")
    rounds(2)
    assert states() == ["reviewed"]


def test_missing_goods_come_in(shop):
    bought(shop, pieces=PIECES + 1)
    rounds(2)
    assert states() == ["reviewed"]


CANCELLED: dict[str, dict[str, Any]] = {
    "matched": {"code": "NOBODY-SELLS-IT"},
    "receiver": {"receiver": Receiver(name="王䶮", address="somewhere")},
    "buyer": {"buyer": "bad1"},
    "area": {"receiver": Receiver("甲", "13800000000", state="西藏自治区", city="阿里地区", address="x")},
}


@pytest.mark.parametrize("check", CANCELLED)
def test_what_cannot_be_sent_is_cancelled(shop, check):
    BlockedBuyer.objects.create(buyer="bad1", note="never pays")
    CarrierArea.objects.create(state="西藏自治区", city="阿里地区", is_served=False)
    bought(shop, **CANCELLED[check])
    rounds(1)
    assert states() == ["cancelled"]


def test_lines_whose_code_has_become_known_are_matched(shop):
    [order_id] = bought(shop)
    OrderLine.objects.filter(order_id=order_id).update(sku=None)
    rounds(2)
    assert states() == ["reviewed"]


@pytest.mark.parametrize("asked", ["address_change_asked", "item_change_asked"])
def test_asked_changes_are_refused_and_the_order_goes_on(shop, asked):
    changes: dict[str, Any] = {asked: True}
    bought(shop, **changes)
    rounds(2, at=LATER - timedelta(days=30))
    assert states() == ["to_review"]
    rounds(2, at=LATER + timedelta(days=1))
    assert states() == ["reviewed"]


def test_a_refund_that_was_asked_cancels_after_a_while(shop):
    order = channel_order(skus=[CODE])
    lines = tuple(replace(line, refund=RefundState.REQUESTED) for line in order.lines)
    bought(shop, lines=lines)
    rounds(2, at=LATER + timedelta(days=1))
    assert states() == ["cancelled"]


@pytest.mark.parametrize("reason", [HoldReason.REVIEW, HoldReason.CONFLICT])
def test_what_somebody_has_to_look_at_is_looked_at(shop, reason):
    [order_id] = bought(shop)
    Hold.objects.create(order_id=order_id, reason=reason, placed_by="x", placed_at=AT)
    Order.objects.update(open_holds=1)
    rounds(1, at=AT)
    assert states() == ["to_review"]
    rounds(2, at=LATER)
    assert states() == ["reviewed"]


def test_a_visitors_hold_is_left_to_the_visitor(shop):
    hold_orders(order_ids=bought(shop), reason=HoldReason.BY_HAND, actor=ACTOR, at=AT)
    rounds(2, at=LATER)
    assert states() == ["to_review"]


@pytest.mark.parametrize(("wish", "state"), [("nobody", "reviewed"), ("", "cancelled")])
def test_where_nobody_sends_the_wish_goes_first_and_then_the_order(shop, wish, state):
    ids = bought(shop)
    Order.objects.update(carrier_wish=wish)
    rounds(1)
    place_holds(dict.fromkeys(ids, "nobody"), reason=HoldReason.NO_PLACE, actor=ACTOR, at=AT)
    rounds(1, at=LATER)
    assert states() == [state]
    assert Order.objects.get().carrier_wish == ""


def test_orders_nobody_here_can_help_do_not_keep_others_waiting(shop):
    bought(shop, count=5, paid_at=None)
    Order.objects.update(state="to_review", ship_by=AT)
    rounds(1)
    newer = bought(shop, code=goods()[1].code)
    work_round({"reviewer": demo_actors()["reviewer"]}, at=AT, limit=1)
    assert Order.objects.get(pk=newer[0]).state == "reviewed"
