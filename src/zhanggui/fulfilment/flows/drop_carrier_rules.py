"""Take carrier rules away.

Afterwards nothing is preferred or forbidden because of them.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import CarrierRule
from zhanggui.fulfilment.places.rows import drop_rows
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome


@transaction.atomic
def drop_carrier_rules(*, rule_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    return drop_rows(CarrierRule.objects.all(), rule_ids, actor=actor, at=at)
