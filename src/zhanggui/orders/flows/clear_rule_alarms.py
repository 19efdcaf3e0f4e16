"""Clear the alarms of rules that ran in circles.

Afterwards nothing warns of what these rules did so far. The orders they were stopped on stay held until released.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.orders.models import ReviewRule, RuleAlarm
from zhanggui.orders.ruling.facts import RuleAlarmSeen


@transaction.atomic
def clear_rule_alarms(*, rule_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    known = set(ReviewRule.objects.filter(pk__among=set(rule_ids)).values_list("pk", flat=True))
    alarms = RuleAlarm.objects.filter(rule_id__among=set(known))
    seen = sorted(set(alarms.values_list("rule_id", flat=True)))

    RuleAlarm.objects.filter(rule_id__among=seen, raised_at__lte=at).delete()

    announce([RuleAlarmSeen(pk) for pk in seen], actor=actor, at=at)
    refused = not_found("rule", rule_ids, known)
    return Outcome(done=[pk for pk in rule_ids if pk in known], refused=dict(refused))
