"""Take parcels off a freight list: the driver has not signed it, or they were taken back from the driver.

Afterwards they may go on another list.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import FreightLine, Parcel
from zhanggui.fulfilment.outside.facts import FreightTakenOff
from zhanggui.fulfilment.rules.freight_lists import FreightRunSigned
from zhanggui.fulfilment.states import FreightState, ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found


@transaction.atomic
def take_off_freight(*, line_ids: Sequence[int], reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    own = FreightLine.objects.visible_to(actor).filter(pk__among=set(line_ids), is_off=False)
    list(locked(Parcel.objects.all(), own.values_list("parcel_id", flat=True)).values_list("pk"))
    lines = list(own.select_related("run", "parcel").order_by("pk"))

    def check(line: FreightLine) -> None:
        if line.run.state != FreightState.LISTED and line.parcel.state == ParcelState.SHIPPED:
            raise FreightRunSigned(number=line.run.number)

    ready, refused = divide(lines, check=check, key=lambda line: line.pk)
    refused |= not_found("freight line", line_ids, (line.pk for line in lines))
    FreightLine.objects.filter(pk__among={line.pk for line in ready}).update(is_off=True, off_reason=reason.strip())

    announce([FreightTakenOff(one.parcel_id, one.run.number, reason.strip()) for one in ready], actor=actor, at=at)
    return Outcome(done=[line.pk for line in ready], refused=refused)
