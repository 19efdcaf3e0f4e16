"""What the lists of the scale do with their rows through flows on parcels."""

from collections.abc import Sequence
from datetime import datetime

from zhanggui.fulfilment.flows.recheck_parcels import recheck_parcels
from zhanggui.fulfilment.models import OddWeight
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, not_found


def recheck_odd(*, odd_ids: Sequence[int], note: str, actor: Actor, at: datetime) -> Outcome[int]:
    """The boxes of these odd weights are opened; answers by odd weight."""
    homes = dict(OddWeight.objects.visible_to(actor).filter(pk__among=set(odd_ids)).values_list("pk", "parcel_id"))
    outcome = recheck_parcels(parcel_ids=sorted(set(homes.values())), note=note, actor=actor, at=at)
    done = set(outcome.done)
    return Outcome(
        done=[pk for pk, home in homes.items() if home in done],
        refused={pk: outcome.refused[home] for pk, home in homes.items() if home not in done}
        | not_found("odd weight", odd_ids, homes),
    )
