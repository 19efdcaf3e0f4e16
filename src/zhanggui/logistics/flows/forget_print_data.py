"""Forget what providers gave to print the labels of orders whose receivers are forgotten.

Afterwards no answer that names their receivers is kept, for any parcel they travelled in. The number stays, and what
the label showed of the carrier's sorting.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import ParcelLine
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome
from zhanggui.logistics.models import WaybillRequest


@transaction.atomic
def forget_print_data(*, order_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    inside = ParcelLine.objects.filter(order_line__order_id__among=set(order_ids)).values("parcel_id")
    WaybillRequest.objects.filter(parcel_id__in=inside).exclude(sealed=b"").update(sealed=b"")
    return Outcome(done=list(order_ids))
