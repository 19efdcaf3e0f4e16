"""Write to the buyers whose parcels have anomalies.

Afterwards each order in these parcels has a message to send, and the anomaly says when it was written.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import ParcelLine
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.logistics.models import Anomaly
from zhanggui.logistics.tracking.cases import open_cases, parcels_in
from zhanggui.orders.flows.write_buyer_messages import write_buyer_messages


@transaction.atomic
def tell_anomaly_buyers(*, anomaly_ids: Sequence[int], text: str, actor: Actor, at: datetime) -> Outcome[int]:
    parcels = parcels_in(anomaly_ids, actor)
    lines = ParcelLine.objects.filter(parcel_id__among=set(parcels.values())).order_by("pk")
    inside: dict[int, set[int]] = {}
    for parcel_id, order_id in lines.values_list("parcel_id", "order_line__order_id"):
        inside.setdefault(parcel_id, set()).add(order_id)
    order_ids = sorted(set().union(*inside.values())) if inside else []
    written = write_buyer_messages(order_ids=order_ids, text=text, actor=actor, at=at)
    ready, refused = open_cases(anomaly_ids, actor)

    wrong: dict[int, Refusal] = {}
    for case in ready:
        own = inside.get(case.track__parcel_id, set())
        if own and own <= set(written.refused):
            wrong[case.pk] = written.refused[min(own)]
    done = [case.pk for case in ready if case.pk not in wrong]
    Anomaly.objects.filter(pk__among=set(done)).update(told_at=at)
    return Outcome(done=done, refused=refused | wrong)
