"""Review rules in the public API: write, switch, move, rehearse, ask again."""

from collections.abc import Sequence
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.kernel.api import Answered, Asked, Flag, Id, Ids, Moment, flow_operation, run
from zhanggui.orders.flows.clear_rule_alarms import clear_rule_alarms
from zhanggui.orders.flows.move_rules import move_rules
from zhanggui.orders.flows.reapply_rules import reapply_rules
from zhanggui.orders.flows.rehearse_rules import rehearse_rules
from zhanggui.orders.flows.set_review_thresholds import set_review_thresholds
from zhanggui.orders.flows.switch_rules import switch_rules
from zhanggui.orders.flows.write_rules import write_rules
from zhanggui.orders.rules.conditions import Condition, Group, Test
from zhanggui.orders.rules.drafts import RuleDraft

router = Router(tags=["orders"])

Word = Annotated[str, Field(max_length=40)]
Value = Annotated[str, Field(max_length=120)]
Join = Literal["all", "any"]
Small = Annotated[int, Field(ge=0, le=32_767, strict=True)]


class TestIn(Asked):
    field: Word
    operator: Word
    values: Annotated[list[Value], Field(max_length=200)] = []


class GroupIn(Asked):
    join: Join = "all"
    tests: Annotated[list[TestIn], Field(max_length=20)]


def condition_of(join: Join, groups: Sequence[GroupIn]) -> Condition:
    return Condition(
        join,
        tuple(
            Group(group.join, tuple(Test(test.field, test.operator, tuple(test.values)) for test in group.tests))
            for group in groups
        ),
    )


class RuleIn(Asked):
    name: Annotated[str, Field(min_length=1, max_length=80)]
    rule_id: Id | None = None
    seen: Annotated[int | None, Field(description="The number of the version that was changed.")] = None
    join: Join = "all"
    groups: Annotated[list[GroupIn], Field(max_length=10)] = []
    actions: Annotated[
        list[dict[Word, Annotated[str, Field(max_length=200)]]],
        Field(max_length=12, description='Each with its name under "do" and its inputs.'),
    ]
    shop_ids: Annotated[list[Id], Field(max_length=500)] = []
    valid_by: Literal["placed", "paid"] = "placed"
    valid_from: Moment | None = None
    valid_until: Moment | None = None

    def as_draft(self) -> RuleDraft:
        return RuleDraft(
            name=self.name,
            condition=condition_of(self.join, self.groups),
            acts=tuple(self.actions),
            rule_id=self.rule_id,
            seen=self.seen,
            shop_ids=tuple(self.shop_ids),
            valid_by=self.valid_by,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
        )


Rules = Annotated[list[RuleIn], Field(min_length=1, max_length=500)]


class WriteRules(Asked):
    rules: Rules


class RuleIds(Asked):
    rule_ids: Ids


class SwitchRules(RuleIds):
    is_on: Flag


class MoveRules(RuleIds):
    steps: Annotated[int, Field(ge=-1000, le=1000, strict=True)]


class RehearseRules(Asked):
    rules: Annotated[list[RuleIn], Field(min_length=1, max_length=20)]
    placed_from: Moment
    placed_until: Moment


class ReapplyRules(Asked):
    order_ids: Ids


class SetReviewThresholds(Asked):
    duplicate_hours: Small
    floor_percent: Small
    circle_limit: Small
    circle_minutes: Small


@flow_operation(router, write_rules)
def write_rules_endpoint(request: HttpRequest, asked: WriteRules) -> Answered:
    drafts = [rule.as_draft() for rule in asked.rules]
    return run(write_rules, request, drafts=drafts)


@flow_operation(router, switch_rules)
def switch_rules_endpoint(request: HttpRequest, asked: SwitchRules) -> Answered:
    return run(switch_rules, request, **asked.model_dump())


@flow_operation(router, move_rules)
def move_rules_endpoint(request: HttpRequest, asked: MoveRules) -> Answered:
    return run(move_rules, request, **asked.model_dump())


@flow_operation(router, clear_rule_alarms)
def clear_rule_alarms_endpoint(request: HttpRequest, asked: RuleIds) -> Answered:
    return run(clear_rule_alarms, request, rule_ids=asked.rule_ids)


@flow_operation(router, rehearse_rules)
def rehearse_rules_endpoint(request: HttpRequest, asked: RehearseRules) -> Answered:
    drafts = [rule.as_draft() for rule in asked.rules]
    return run(rehearse_rules, request, drafts=drafts, placed_from=asked.placed_from, placed_until=asked.placed_until)


@flow_operation(router, reapply_rules)
def reapply_rules_endpoint(request: HttpRequest, asked: ReapplyRules) -> Answered:
    return run(reapply_rules, request, order_ids=asked.order_ids)


@flow_operation(router, set_review_thresholds)
def set_review_thresholds_endpoint(request: HttpRequest, asked: SetReviewThresholds) -> Answered:
    return run(set_review_thresholds, request, **asked.model_dump())
