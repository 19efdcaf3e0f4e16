"""Goods and labels that ask for no crate any more.

Afterwards only parcels that were marked before go to the crate maker for them.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import CrateRule
from zhanggui.fulfilment.outside.facts import CrateRuleDropped
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, not_found


@transaction.atomic
def drop_crate_rules(*, rule_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    rules = CrateRule.objects.filter(pk__among=set(rule_ids)).order_by("pk")
    names = {pk: code or label for pk, code, label in rules.values_list("pk", "sku__code", "label")}
    CrateRule.objects.filter(pk__among=set(names)).delete()
    announce([CrateRuleDropped(pk, name) for pk, name in names.items()], actor=actor, at=at)
    return Outcome(done=list(names), refused=not_found("rule", rule_ids, names))
