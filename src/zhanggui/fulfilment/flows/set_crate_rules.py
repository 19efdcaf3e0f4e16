"""Say which goods, and which labels of orders, ask for a crate.

Afterwards parcels with them are marked as soon as they are picked, and the scale waits for their crate.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from zhanggui.catalog.models import Sku
from zhanggui.fulfilment.models import CrateRule
from zhanggui.fulfilment.outside.facts import CrateRuleSet
from zhanggui.inventory.rules.quantities import SkuUnknown
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal


class RuleOfNothing(Refusal):
    """Name a SKU or a label, one of the two."""


class CrateRuleDraft(NamedTuple):
    """A SKU by its merchant code, or a label of orders."""

    code: str = ""
    label: str = ""


@transaction.atomic
def set_crate_rules(*, rules: Sequence[CrateRuleDraft], actor: Actor, at: datetime) -> Outcome[str]:
    drafts = {draft.code or draft.label: draft for draft in rules}
    skus = dict(Sku.objects.filter(code__among={draft.code for draft in rules}).values_list("code", "pk"))
    refused: dict[str, Refusal] = {
        name: RuleOfNothing() for name, one in drafts.items() if bool(one.code) == bool(one.label)
    }
    refused |= {name: SkuUnknown(sku=name) for name, one in drafts.items() if one.code and one.code not in skus}
    ready = {name: draft for name, draft in drafts.items() if name not in refused}
    insert_rows(
        CrateRule,
        ("sku_id", "label"),
        [(skus.get(draft.code), draft.label) for draft in ready.values()],
        on_conflict="DO NOTHING",
    )
    labels = [draft.label for draft in ready.values() if draft.label]
    ids = [skus[draft.code] for draft in ready.values() if draft.code]
    rows = CrateRule.objects.filter(sku_id__among=set(ids)) | CrateRule.objects.filter(label__among=set(labels))
    announce(
        [CrateRuleSet(pk, code or label) for pk, code, label in rows.values_list("pk", "sku__code", "label")],
        actor=actor,
        at=at,
    )
    return Outcome(done=list(ready), refused=refused)
