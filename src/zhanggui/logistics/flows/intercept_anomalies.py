"""Call back the parcels of anomalies.

Afterwards each of them has an intercept case, and its carrier is asked to bring it back. The anomaly stays open until
somebody settles it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.flows.open_intercepts import open_intercepts
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.logistics.tracking.cases import open_cases, parcels_in


@transaction.atomic
def intercept_anomalies(*, anomaly_ids: Sequence[int], reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    parcels = parcels_in(anomaly_ids, actor)
    opened = open_intercepts(parcel_ids=sorted(set(parcels.values())), reason=reason, actor=actor, at=at)
    ready, refused = open_cases(anomaly_ids, actor)

    done = [case.pk for case in ready if case.track__parcel_id in opened.done]
    others: dict[int, Refusal] = {
        case.pk: opened.refused[case.track__parcel_id] for case in ready if case.track__parcel_id in opened.refused
    }
    return Outcome(done=done, refused=refused | others)
