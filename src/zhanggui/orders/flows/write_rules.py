"""Write review rules: new ones, and new versions of those that exist.

Afterwards each rule has one more version, which is the one asked if the rule is on. A new rule is last and off. Earlier
versions stay as they were, and orders that were asked keep what they were asked.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import orjson
from django.db import transaction
from django.db.models import Max

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows, draw_ids, insert_rows, update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.models import GiftRule, ReviewRule, RuleVersion
from zhanggui.orders.rules.actions import clean_act
from zhanggui.orders.rules.drafts import RuleDraft, check_draft
from zhanggui.orders.ruling.facts import ReviewRuleWritten
from zhanggui.people.models import Shop, Warehouse

_RULE = ("id", "name", "place", "is_on")
_VERSION = (
    "id", "rule_id", "number", "conditions", "actions", "shop_ids", "valid_by", "valid_from", "valid_until",
    "made_by", "made_at",
)  # fmt: skip


class RuleChangedMeanwhile(Refusal):
    """“{name}” was changed by {by} while you wrote: it is version {number} now. Look at it and write again."""


class RuleNameTaken(Refusal):
    """There is another rule named “{name}”."""


class GiftRuleGivesAnyway(Refusal):
    """That gift rule gives by itself. Name one that gives only where a review rule asks for it."""


class NamedNowhere(Refusal):
    """The rule names what does not exist: {what}."""


@transaction.atomic
def write_rules(*, drafts: Sequence[RuleDraft], actor: Actor, at: datetime) -> Outcome[str]:
    """Answers the names of the rules written."""
    asked = [draft.rule_id for draft in drafts if draft.rule_id is not None]
    known = {rule.pk: rule for rule in locked(ReviewRule.objects.all(), asked)}
    versions = {version.rule_id: version for version in RuleVersion.objects.filter(rule_id__among=asked).order_by("pk")}
    taken = dict(ReviewRule.objects.values_list("name", "pk"))
    gifts, warehouses, shops = _named()

    def check(draft: RuleDraft) -> None:
        check_draft(draft)
        if draft.rule_id is not None:
            if draft.rule_id not in known:
                raise NotFound(what="rule", key=draft.rule_id)
            newest = versions.get(draft.rule_id)
            if newest and draft.seen is not None and draft.seen != newest.number:
                raise RuleChangedMeanwhile(name=draft.name, by=newest.made_by, number=newest.number)
        if taken.get(draft.name.strip(), draft.rule_id) != draft.rule_id or names.count(draft.name.strip()) > 1:
            raise RuleNameTaken(name=draft.name)
        _check_named(draft, gifts, warehouses, shops)

    names = [draft.name.strip() for draft in drafts]
    ready, refused = divide(drafts, check=check, key=lambda draft: draft.name)

    fresh = iter(draw_ids(ReviewRule, sum(1 for draft in ready if draft.rule_id is None)))
    last = ReviewRule.objects.aggregate(last=Max("place"))["last"] or 0
    ids = {draft.name: draft.rule_id or next(fresh) for draft in ready}
    made = [draft for draft in ready if draft.rule_id is None]
    insert_rows(
        ReviewRule,
        _RULE,
        [(ids[draft.name], draft.name.strip(), place, False) for place, draft in enumerate(made, start=last + 1)],
    )
    numbers = {rule_id: version.number for rule_id, version in versions.items()}
    rows = [
        (
            version_id, ids[draft.name], numbers.get(ids[draft.name], 0) + 1,
            orjson.dumps(draft.condition.as_json()).decode(),
            orjson.dumps([clean_act(act) for act in draft.acts]).decode(),
            list(draft.shop_ids), draft.valid_by, draft.valid_from, draft.valid_until, actor.name, at,
        )
        for version_id, draft in zip(draw_ids(RuleVersion, len(ready)), ready, strict=True)
    ]  # fmt: skip
    copy_rows(RuleVersion, _VERSION, rows)
    update_rows(
        ReviewRule,
        ("id",),
        ("name", "version_id"),
        [(row[1], draft.name.strip(), row[0]) for row, draft in zip(rows, ready, strict=True)],
    )

    announce([ReviewRuleWritten(row[1], row[2]) for row in rows], actor=actor, at=at)
    return Outcome(done=[draft.name for draft in ready], refused=refused)


def _named() -> tuple[dict[str, bool], set[str], set[int]]:
    """Gift rules and whether each gives only where it is asked, warehouses and shops: three statements."""
    gifts = GiftRule.objects.exclude(version=None).values_list("pk", "version__terms__only_asked")
    warehouses = {str(pk) for pk in Warehouse.objects.values_list("pk", flat=True)}
    return (
        {str(pk): bool(only_asked) for pk, only_asked in gifts},
        warehouses,
        set(Shop.objects.values_list("pk", flat=True)),
    )


def _check_named(draft: RuleDraft, gifts: Mapping[str, bool], warehouses: set[str], shops: set[int]) -> None:
    unknown = {str(pk) for pk in set(draft.shop_ids) - shops}
    for act in draft.acts:
        if act["do"] == "gift" and act["gift"] not in gifts:
            unknown.add(act["gift"])
        if act["do"] == "warehouse" and act["warehouse"] not in warehouses:
            unknown.add(act["warehouse"])
        if act["do"] == "flag" and act["flag"] not in {"0", "1", "2", "3", "4", "5"}:
            unknown.add(act["flag"])
    if unknown:
        raise NamedNowhere(what=", ".join(sorted(unknown)))
    if any(act["do"] == "gift" and not gifts[act["gift"]] for act in draft.acts):
        raise GiftRuleGivesAnyway
