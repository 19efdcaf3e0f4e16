"""Enter the receipt number that a freight station gave for parcels.

Afterwards it stands on their line and in their history; a wrong one is simply entered again.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import FreightLine
from zhanggui.fulfilment.outside.facts import FreightReceiptEntered
from zhanggui.fulfilment.rules.freight_lists import FreightNotSigned
from zhanggui.fulfilment.states import FreightState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found


@transaction.atomic
def enter_receipts(*, line_ids: Sequence[int], receipt: str, actor: Actor, at: datetime) -> Outcome[int]:
    own = FreightLine.objects.visible_to(actor).filter(pk__among=set(line_ids), is_off=False)
    lines = list(own.select_related("run").order_by("pk"))

    def check(line: FreightLine) -> None:
        if line.run.state != FreightState.SIGNED:
            raise FreightNotSigned(number=line.run.number)

    ready, refused = divide(lines, check=check, key=lambda line: line.pk)
    refused |= not_found("freight line", line_ids, (line.pk for line in lines))
    number = receipt.strip()
    FreightLine.objects.filter(pk__among={line.pk for line in ready}).update(
        receipt=number, receipt_at=at, receipt_by=actor.name
    )
    announce([FreightReceiptEntered(line.parcel_id, number) for line in ready], actor=actor, at=at)
    return Outcome(done=[line.pk for line in ready], refused=refused)
