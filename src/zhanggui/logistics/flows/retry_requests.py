"""Put refused requests back in the queue, after someone has seen to the reason.

Afterwards a job asks for them again, with the same key.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.flows.assign_waybills import Numbered, assign_waybills
from zhanggui.fulfilment.models import Parcel
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to
from zhanggui.logistics.facts import WaybillRequested
from zhanggui.logistics.models import WaybillRequest
from zhanggui.logistics.rules import NotRefused
from zhanggui.logistics.states import RequestState


@transaction.atomic
def retry_requests(*, request_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    seen = WaybillRequest.objects.visible_to(actor)
    parcel_ids = seen.filter(pk__among=set(request_ids)).values_list("parcel_id", flat=True)
    list(locked(Parcel.objects.all(), list(parcel_ids)).values_list("pk"))
    requests = list(locked(seen.defer("sealed"), request_ids))

    ready, refused = divide(requests, check=_check_refused, key=lambda request: request.pk)
    refused |= not_found("waybill request", request_ids, (request.pk for request in requests))

    move_to(WaybillRequest, [one.pk for one in ready], RequestState.WAITING, due_at=at, answer="")
    assign_waybills(numbers=[Numbered(one.parcel_id, one.wave_id) for one in ready], actor=actor, at=at)

    announce([WaybillRequested(one.pk, one.key) for one in ready], actor=actor, at=at)
    return Outcome(done=[one.pk for one in ready], refused=refused)


def _check_refused(request: WaybillRequest) -> None:
    if request.state != RequestState.REFUSED:
        raise NotRefused(key=request.key, state=RequestState(request.state).label)
