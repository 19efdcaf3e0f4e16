"""Rules are written one after the other, and every version stays."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from zhanggui.orders.flows.rehearse_rules import rehearse_rules
from zhanggui.orders.flows.write_rules import write_rules
from zhanggui.orders.models import ReviewRule, RuleVersion
from zhanggui.orders.rules.conditions import FieldUnknown, OperatorUnfit, ValueUnreadable
from zhanggui.orders.rules.writing import NamedNowhere, RuleChangedMeanwhile, RuleNameTaken
from zhanggui.orders.testing import (
    AT,
    make_rules,
    rule_draft,
)
from zhanggui.orders.tests.ruled import BY


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (rule_draft("x", ("nothing", "is", "1")), FieldUnknown),
        (rule_draft("x", ("paid", "contains", "1")), OperatorUnfit),
        (rule_draft("x", ("paid", "ge", "much")), ValueUnreadable),
        (rule_draft("x", acts=[{"do": "gift", "gift": "999"}]), NamedNowhere),
        (rule_draft("x", acts=[{"do": "carrier", "carrier": "no-such-carrier"}]), NamedNowhere),
        (rule_draft("x", acts=[{"do": "warehouse", "warehouse": "east"}]), NamedNowhere),
        (rule_draft("x", acts=[{"do": "flag", "flag": "red"}]), NamedNowhere),
        (rule_draft("x", shop_ids=(10**9,)), NamedNowhere),
    ],
)
def test_a_rule_that_cannot_be_understood_is_neither_written_nor_rehearsed(db, draft, refusal):
    assert isinstance(write_rules(drafts=[draft], **BY).refused["x"], refusal)
    week: dict[str, Any] = {"placed_from": AT - timedelta(days=7), "placed_until": AT}
    refused = rehearse_rules(drafts=[draft, rule_draft("y"), draft], **week, **BY).refused
    assert [isinstance(refused[place], refusal) for place in (1, 3)] == [True, True]
    assert not RuleVersion.objects.exists()


def test_one_rule_is_written_once_at_a_time(db):
    (rule_id,) = make_rules(rule_draft("one"))
    twice = [rule_draft(name, rule_id=rule_id) for name in ("one", "uno")]
    refused = write_rules(drafts=twice, **BY).refused
    assert [refusal.code() for refusal in refused.values()] == ["rule_written_twice"] * 2


def test_the_second_of_two_writers_sees_that_the_first_was_faster(db):
    (rule_id,) = make_rules(rule_draft("one"))
    changed = rule_draft("one", ("paid", "ge", "1"), rule_id=rule_id, seen=1)
    assert write_rules(drafts=[changed], **BY).done == ["one"]
    refusal = write_rules(drafts=[replace(changed, name="two")], **BY).refused["two"]
    assert isinstance(refusal, RuleChangedMeanwhile)
    assert isinstance(write_rules(drafts=[rule_draft("one")], **BY).refused["one"], RuleNameTaken)


def test_versions_cannot_be_rewritten(db):
    make_rules(rule_draft("one"))
    with pytest.raises(DatabaseError), transaction.atomic():
        RuleVersion.objects.update(number=9)
    version = ReviewRule.objects.get().version
    assert version
    assert version.number == 1
