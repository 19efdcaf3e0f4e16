"""Many imports give by one rule at the same moment: never more than the cap, and nothing below it is withheld."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.conf import settings

from tests.races.at_once import at_once
from tests.world import BY, broken_promises, make_world
from zhanggui.catalog.models import Sku
from zhanggui.kernel.doors.channel import RefundState
from zhanggui.orders.flows.apply_gifts import apply_gifts
from zhanggui.orders.flows.cancel_orders import cancel_orders
from zhanggui.orders.flows.review_orders import review_orders
from zhanggui.orders.models import GiftGrant, GiftRule
from zhanggui.orders.testing import AT, channel_order, gift_draft, make_gift_rules, make_orders, make_rules, rule_draft

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]
HANDS = 20


def arriving(world, count: int = HANDS, **changes) -> list[int]:
    code = world.skus[0].code
    return make_orders(world.shop, [channel_order(skus=[code], **changes) for _ in range(count)])


def living() -> int:
    return GiftGrant.objects.filter(taken_back_at=None).count()


@pytest.mark.parametrize(
    ("terms", "given"), [({"cap_pieces": 7}, 7), ({"cap_money": Decimal(20)}, 6), ({"per_buyer": 5}, 5)]
)
def test_twenty_imports_at_once_never_pass_a_cap_and_use_it_up(terms, given):
    world = make_world(skus=2)
    Sku.objects.filter(pk=world.skus[1].pk).update(cost=Decimal(3))
    make_gift_rules(gift_draft("capped", sku=world.skus[1].code, terms=terms))
    order_ids = arriving(world)
    at_once([partial(apply_gifts, order_ids=[pk], **BY) for pk in order_ids])
    assert living() == given
    assert GiftRule.objects.get().pieces_given == given
    assert broken_promises() == []


def test_two_rules_that_give_the_same_goods_never_give_more_than_there_is():
    world = make_world(skus=2, pieces=9)
    code = world.skus[1].code
    make_gift_rules(
        gift_draft("one", ("buyer", "is", "a"), sku=code), gift_draft("two", ("buyer", "is", "b"), sku=code)
    )
    order_ids = arriving(world, 10, buyer="a") + arriving(world, 10, buyer="b")
    at_once([partial(apply_gifts, order_ids=[pk], **BY) for pk in order_ids])
    assert living() == 9


def test_the_same_orders_from_twenty_hands_are_given_once():
    world = make_world(skus=2)
    make_gift_rules(gift_draft("once", sku=world.skus[1].code))
    order_ids = arriving(world, 3)
    flows = [apply_gifts, review_orders] * (HANDS // 2)
    at_once([partial(flow, order_ids=order_ids, **BY) for flow in flows])
    assert living() == 3
    assert GiftRule.objects.get().pieces_given == 3
    assert broken_promises() == []


def test_gifts_given_back_while_others_are_given_leave_the_cap_exact():
    world = make_world(skus=2)
    make_gift_rules(gift_draft("capped", sku=world.skus[1].code, terms={"cap_pieces": 10}))
    early, late = arriving(world, 10), arriving(world, 10)
    apply_gifts(order_ids=early, **BY)
    cancel_orders(order_ids=early[:5], **BY)
    later = {**BY, "at": AT + timedelta(minutes=1)}
    at_once([partial(apply_gifts, order_ids=[pk], **later) for pk in early[:5] + late])
    assert 5 <= living() <= 10
    assert GiftRule.objects.get().pieces_given == living()
    assert broken_promises() == []


@pytest.mark.parametrize(
    ("terms", "given"), [({"cap_pieces": 7}, 7), ({"cap_money": Decimal(20)}, 6), ({"per_buyer": 5}, 5)]
)
def test_what_a_review_rule_gives_keeps_to_the_same_caps(terms, given):
    world = make_world(skus=2)
    Sku.objects.filter(pk=world.skus[1].pk).update(cost=Decimal(3))
    (gift_rule,) = make_gift_rules(gift_draft("asked", sku=world.skus[1].code, terms={"only_asked": True, **terms}))
    make_rules(rule_draft("all", acts=[{"do": "gift", "gift": str(gift_rule)}]))
    order_ids = arriving(world)
    at_once([partial(review_orders, order_ids=[pk], **BY) for pk in order_ids])
    assert living() == given
    assert GiftRule.objects.get().pieces_given == given
    assert broken_promises() == []


def test_refunds_among_arriving_orders_take_only_what_is_not_earned_and_the_cap_stays_exact():
    world = make_world(skus=3, pieces=30)
    gift = world.skus[2].code
    make_gift_rules(gift_draft("each", sku=gift, terms={"per": "pieces", "every": Decimal(1), "cap_pieces": 24}))
    orders = [channel_order(skus={world.skus[0].code: 2, world.skus[1].code: 1}) for _ in range(8)]
    early = make_orders(world.shop, orders)
    apply_gifts(order_ids=early, **BY)
    late = arriving(world, 12)

    def refund(order):
        lines = (order.lines[0], replace(order.lines[1], refund=RefundState.SUCCEEDED))
        later = order.modified_at + timedelta(minutes=5)
        make_orders(world.shop, [replace(order, lines=lines, modified_at=later, raw=b"refunded")])

    at_once([partial(refund, order) for order in orders] + [partial(apply_gifts, order_ids=[pk], **BY) for pk in late])
    given = GiftGrant.objects.filter(taken_back_at=None)
    assert set(given.filter(order_id__in=early).values_list("order_id", "pieces")) == {(pk, 2) for pk in early}
    assert GiftRule.objects.get().pieces_given == sum(given.values_list("pieces", flat=True)) <= 24
    assert broken_promises() == []
