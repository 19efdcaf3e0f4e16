"""Withdraw what was requested for parcels that want no number any more.

Afterwards nothing is asked for them; a number that was given and never printed is to be cancelled with its provider.
What is just being asked for is seen to when the answer comes. The number of a label that came out of a printer is
void by the list of void labels.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.steps import move_to
from zhanggui.logistics.facts import NumberUnused
from zhanggui.logistics.models import WaybillRequest
from zhanggui.logistics.states import RequestState

_UNUSED = ~Q(parcel__waybill=F("number")) | Q(parcel__state=ParcelState.VOID, parcel__void_label__isnull=True)


@transaction.atomic
def withdraw_requests(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    asked = sorted(set(parcel_ids))
    list(locked(Parcel.objects.visible_to(actor), asked).values_list("pk"))
    requests = WaybillRequest.objects.visible_to(actor).filter(parcel_id__among=asked)
    moved = ~Q(parcel__state=ParcelState.WAVED) | ~Q(parcel__wave_id=F("wave_id"))
    unasked = requests.filter(moved, Q(state=RequestState.REFUSED) | Q(state=RequestState.WAITING, tries=0))
    given = requests.filter(_UNUSED, state=RequestState.GIVEN)
    over = list(unasked.order_by("pk").values_list("pk", flat=True))
    unused = list(given.order_by("pk").values_list("pk", "number"))

    move_to(WaybillRequest, over, RequestState.CANCELLED, answered_at=at)
    move_to(WaybillRequest, [pk for pk, _ in unused], RequestState.TO_CANCEL, due_at=at)

    announce([NumberUnused(pk, number) for pk, number in unused], actor=actor, at=at)
    return Outcome(done=asked)
