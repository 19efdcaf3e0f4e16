"""Print parcels: give each a waybill and hand its papers to the printer.

Afterwards each parcel has a waybill that was never used before, the one its account gave or a number of the carrier's
own, and a label of it may be out: a stop now goes by the stop basket. One whose account has given none yet is not
printed. No order is on paper before its payment releases it, before a change of it was reviewed, or while nobody can
read who gets it. The wave can be picked once its labels are proven to be out, by `record_print_results` or
`confirm_prints`. Printing a printed parcel again is `reprint_parcels`.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.collecting import collect_cash
from zhanggui.fulfilment.facts import ParcelPrinted
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.printable import issue_waybills, may_be_printed
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.steps import move_together


@transaction.atomic
def print_parcels(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    asked = may_be_printed(parcel_ids, needed=[ParcelState.WAVED], actor=actor)
    waybills, without = issue_waybills(asked.ready)

    move_together(Parcel, ParcelState.PRINTED, ("waybill",), list(waybills.items()), printed_at=at, prints=1)
    collect_cash((order_id, parcel_id) for parcel_id, order_id, _ in asked.gated if parcel_id in waybills)

    announce([ParcelPrinted(parcel_id, waybill, 1) for parcel_id, waybill in waybills.items()], actor=actor, at=at)
    return Outcome(done=list(waybills), refused=asked.refused | without)
