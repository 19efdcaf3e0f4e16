"""Put parcels into the print batches of their cut-offs.

Afterwards every parcel on its way belongs to one batch: that of the first print time of its warehouse and carrier after
it was planned. One that is sent otherwise before it was printed has changed its batch.
"""

from collections.abc import Sequence
from datetime import datetime, time

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext

from zhanggui.fulfilment.batches.filling import Entering, calendars, enter
from zhanggui.fulfilment.models import BatchEntry, Parcel
from zhanggui.fulfilment.states import LIVE, UNPRINTED, BatchState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day, company_zone
from zhanggui.kernel.outcome import Outcome

MOST = 20_000


@transaction.atomic
def fill_print_batches(*, warehouse_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    wrong = BatchEntry.objects.filter(
        ~Q(batch__warehouse_id=F("parcel__warehouse_id")) | ~Q(batch__carrier=F("parcel__carrier")),
        reason="", parcel__state__in=UNPRINTED, batch__state=BatchState.OPEN, parcel__warehouse_id__in=warehouse_ids,
    )  # fmt: skip
    BatchEntry.objects.filter(pk__among=set(wrong.values_list("pk", flat=True))).update(
        reason=gettext("Sent otherwise")
    )

    inside = BatchEntry.objects.filter(parcel_id=OuterRef("pk"), reason="")
    waiting = Parcel.objects.filter(~Exists(inside), warehouse_id__in=warehouse_ids, state__in=LIVE)
    rows = waiting.order_by("pk").values_list("pk", "warehouse_id", "carrier", "planned_at")[:MOST]
    today = datetime.combine(company_day(at), time(), tzinfo=company_zone())
    entering = [Entering(pk, warehouse_id, carrier, max(at_, today)) for pk, warehouse_id, carrier, at_ in rows]
    enter(entering, calendars(warehouse_ids), at=at)
    return Outcome(done=list(dict.fromkeys(warehouse_ids)))
