"""Hand over what a list of waybills names: the scans of a hand-held gun, or a column pasted from a table.

Afterwards every parcel that could leave is shipped and on its manifest; each other waybill has its reason, as if it had
been scanned at the door, and its parcel says so on its timeline.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.flows.hand_over_parcels import hand_over_parcels
from zhanggui.fulfilment.manifests.facts import HandOverRefused
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.rules.parcels import UnknownWaybill
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal


@transaction.atomic
def hand_over_waybills(*, waybills: Sequence[str], actor: Actor, at: datetime) -> Outcome[str]:
    asked = [waybill for waybill in dict.fromkeys(map(str.strip, waybills)) if waybill]
    known = dict(Parcel.objects.visible_to(actor).filter(waybill__among=set(asked)).values_list("waybill", "pk"))
    outcome = hand_over_parcels(parcel_ids=[known[one] for one in asked if one in known], actor=actor, at=at)
    done = set(outcome.done)
    refused: dict[str, Refusal] = {
        one: outcome.refused[known[one]] if one in known else UnknownWaybill(waybill=one)
        for one in asked
        if one not in known or known[one] in outcome.refused
    }
    announce(
        [HandOverRefused(known[one], one, why.code(), why.sentence) for one, why in refused.items() if one in known],
        actor=actor,
        at=at,
    )
    return Outcome(done=[one for one in asked if known.get(one) in done], refused=refused)
