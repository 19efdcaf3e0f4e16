"""Several people save rules at the same moment: each new rule has a place and a name of its own."""

from functools import partial

import pytest
from django.conf import settings

from tests.races.at_once import at_once
from tests.world import BY, make_world
from zhanggui.orders.flows.write_gift_rules import write_gift_rules
from zhanggui.orders.flows.write_rules import write_rules
from zhanggui.orders.models import GiftRule, ReviewRule
from zhanggui.orders.testing import gift_draft, rule_draft

pytestmark = [
    pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS),
]
WRITERS = 6


def test_new_review_rules_written_at_once_stand_one_after_the_other():
    at_once([partial(write_rules, drafts=[rule_draft(f"r{n}")], **BY) for n in range(WRITERS)])
    assert sorted(ReviewRule.objects.values_list("place", flat=True)) == list(range(1, WRITERS + 1))


def test_new_gift_rules_written_at_once_stand_one_after_the_other():
    code = make_world().skus[0].code
    at_once([partial(write_gift_rules, drafts=[gift_draft(f"r{n}", sku=code)], **BY) for n in range(WRITERS)])
    assert sorted(GiftRule.objects.values_list("place", flat=True)) == list(range(1, WRITERS + 1))


def test_of_new_rules_with_one_name_written_at_once_one_is_written_and_the_others_are_told():
    outcomes = at_once([partial(write_rules, drafts=[rule_draft("mine")], **BY) for _ in range(WRITERS)])
    refusals = [refusal.code() for outcome in outcomes for refusal in outcome.refused.values()]
    assert refusals == ["rule_name_taken"] * (WRITERS - 1)
    assert ReviewRule.objects.count() == 1
