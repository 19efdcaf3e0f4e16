"""Rules move in the order in which they are asked: no gap, no two in one place, each as far as there is room."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhanggui.kernel.models import Fact
from zhanggui.orders.flows.move_rules import move_rules
from zhanggui.orders.models import Review, ReviewRule
from zhanggui.orders.rules.rule_places import places_after
from zhanggui.orders.testing import ACTOR, AT, make_rules, rule_draft

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
orders = st.lists(st.integers(1, 99), unique=True, max_size=12)


def names() -> list[str]:
    return list(ReviewRule.objects.order_by("place").values_list("name", flat=True))


@pytest.fixture
def rule_ids(db: None) -> list[int]:
    return make_rules(*(rule_draft(name) for name in "abcde"))


@given(orders, st.sets(st.integers(1, 99)), st.integers(-15, 15))
def test_nobody_is_lost_and_the_others_keep_their_order(order, moving, steps):
    places = places_after(order, moving=moving, steps=steps)
    assert sorted(places.values()) == list(range(1, len(order) + 1))
    after = sorted(places, key=lambda pk: places[pk])
    for chosen in (True, False):
        assert [pk for pk in after if (pk in moving) is chosen] == [pk for pk in order if (pk in moving) is chosen]


@pytest.mark.parametrize(
    ("chosen", "steps", "after"),
    [("c", -1, "acbde"), ("c", 1, "abdce"), ("bd", -2, "bdace"), ("ab", -1, "abcde"),
     ("de", -99, "deabc"), ("a", 99, "bcdea")],
)  # fmt: skip
def test_chosen_rules_move_together_as_far_as_there_is_room(rule_ids, chosen, steps, after):
    ids = dict(zip("abcde", rule_ids, strict=True))
    asked = [ids[name] for name in chosen]
    assert move_rules(rule_ids=asked, steps=steps, **BY).done == asked
    assert "".join(names()) == after
    assert list(ReviewRule.objects.order_by("place").values_list("place", flat=True)) == [1, 2, 3, 4, 5]


def test_only_what_stands_elsewhere_is_told_and_a_rule_nobody_knows_is_refused(rule_ids):
    outcome = move_rules(rule_ids=[rule_ids[0], rule_ids[2], 0], steps=-1, **BY)
    assert outcome.done == [rule_ids[0], rule_ids[2]]
    assert outcome.refused[0].code() == "not_found"
    told = Fact.objects.get(name="orders.rule.moved")
    assert (told.subject_id, told.data) == (rule_ids[2], {"place": 2})


def test_the_rule_that_moved_up_is_the_one_that_is_heard(desk):
    from zhanggui.orders.flows.review_orders import review_orders
    from zhanggui.orders.models import Order

    flags = [{"do": "flag", "flag": "1"}], [{"do": "flag", "flag": "2"}]
    _, second = make_rules(rule_draft("one", acts=flags[0]), rule_draft("two", acts=flags[1]))
    before = desk.order()
    review_orders(order_ids=[before], **BY)
    move_rules(rule_ids=[second], steps=-1, **BY)
    after = desk.order()
    review_orders(order_ids=[after], **BY)
    assert [Order.objects.get(pk=pk).seller_flag for pk in (before, after)] == [1, 2]
    assert Review.objects.count() == 2
