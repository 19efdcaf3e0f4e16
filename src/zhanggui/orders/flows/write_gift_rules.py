"""Write gift rules: new ones, and new versions of those that exist.

Afterwards each rule has one more version, in force for orders that enter from now on if the rule is on. A new rule is
last and off. Earlier versions stay as they were, and orders that are here already keep to them.
"""

from collections.abc import Sequence
from datetime import datetime

import orjson
from django.db import transaction
from django.db.models import Max

from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows, draw_ids, insert_rows, update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound
from zhanggui.orders.flows.write_rules import NamedNowhere, RuleChangedMeanwhile, RuleNameTaken
from zhanggui.orders.gifting.facts import GiftRuleWritten
from zhanggui.orders.gifting.terms import Start, begin_terms, end_terms
from zhanggui.orders.models import GiftRule, GiftRuleVersion
from zhanggui.orders.rules.gifts.drafts import GiftDraft, check_gift_draft
from zhanggui.people.models import Shop

_RULE = ("id", "name", "place", "is_on")
_VERSION = (
    "id", "rule_id", "number", "conditions", "terms", "shop_ids", "valid_by", "valid_from", "valid_until", "made_by",
    "made_at",
)  # fmt: skip


@transaction.atomic
def write_gift_rules(*, drafts: Sequence[GiftDraft], actor: Actor, at: datetime) -> Outcome[str]:
    """Answers the names of the rules written."""
    asked = [draft.rule_id for draft in drafts if draft.rule_id is not None]
    known = {rule.pk: rule for rule in locked(GiftRule.objects.all(), asked)}
    versions = {one.rule_id: one for one in GiftRuleVersion.objects.filter(rule_id__among=asked).order_by("pk")}
    taken = dict(GiftRule.objects.values_list("name", "pk"))
    codes = sorted({code for draft in drafts for code in draft.terms.codes})
    skus = set(Sku.objects.filter(code__among=codes).values_list("code", flat=True))
    shops = set(Shop.objects.values_list("pk", flat=True))
    names = [draft.name.strip() for draft in drafts]

    def check(draft: GiftDraft) -> None:
        check_gift_draft(draft)
        if draft.rule_id is not None:
            if draft.rule_id not in known:
                raise NotFound(what="rule", key=draft.rule_id)
            newest = versions.get(draft.rule_id)
            if newest and draft.seen is not None and draft.seen != newest.number:
                raise RuleChangedMeanwhile(name=draft.name, by=newest.made_by, number=newest.number)
        if taken.get(draft.name.strip(), draft.rule_id) != draft.rule_id or names.count(draft.name.strip()) > 1:
            raise RuleNameTaken(name=draft.name)
        if unknown := {str(pk) for pk in set(draft.shop_ids) - shops} | (set(draft.terms.codes) - skus):
            raise NamedNowhere(what=", ".join(sorted(unknown)))

    ready, refused = divide(drafts, check=check, key=lambda draft: draft.name)

    made = [draft for draft in ready if draft.rule_id is None]
    fresh = dict(zip((draft.name for draft in made), draw_ids(GiftRule, len(made)), strict=True))
    last = GiftRule.objects.aggregate(last=Max("place"))["last"] or 0
    places = {fresh[draft.name]: place for place, draft in enumerate(made, start=last + 1)}
    ids = {draft.name: draft.rule_id or fresh[draft.name] for draft in ready}
    rules = [(fresh[draft.name], draft.name.strip(), places[fresh[draft.name]], False) for draft in made]
    insert_rows(GiftRule, _RULE, rules)
    numbers = {rule_id: version.number for rule_id, version in versions.items()}
    rows = [
        (
            version_id, ids[draft.name], numbers.get(ids[draft.name], 0) + 1,
            orjson.dumps(draft.condition.as_json()).decode(), orjson.dumps(draft.terms.as_json()).decode(),
            list(draft.shop_ids), draft.valid_by, draft.valid_from, draft.valid_until, actor.name[:80], at,
        )
        for version_id, draft in zip(draw_ids(GiftRuleVersion, len(ready)), ready, strict=True)
    ]  # fmt: skip
    copy_rows(GiftRuleVersion, _VERSION, rows)
    named = [(row[1], draft.name.strip(), row[0]) for row, draft in zip(rows, ready, strict=True)]
    update_rows(GiftRule, ("id",), ("name", "version_id"), named)
    in_force = set(end_terms([row[1] for row in rows], at=at))
    begin_terms([Start(row[1], row[0], known[row[1]].place) for row in rows if row[1] in in_force], at=at)

    announce([GiftRuleWritten(row[1], row[2]) for row in rows], actor=actor, at=at)
    return Outcome(done=[draft.name for draft in ready], refused=refused)
