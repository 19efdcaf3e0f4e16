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
from zhanggui.fulfilment.queries import marks_of
from zhanggui.fulfilment.recalls.voiding import OldLabelStillOut, labels_out
from zhanggui.fulfilment.rules.numbering import check_number
from zhanggui.fulfilment.rules.parcels import OrderHeld, ReceiverHidden, check_step
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.carrier import GROUP as CARRIERS
from zhanggui.kernel.doors.finding import door
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_together
from zhanggui.orders.payments.gates import shut_gates_of
from zhanggui.orders.receivers.readable import is_cipher_enough

_PARCEL = (
    "pk", "number", "waybill", "state", "stop_reason", "carrier", "wave_id", "cell", "numbering", "numbering_trouble",
)  # fmt: skip


@transaction.atomic
def print_parcels(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    parcels = list(locked(Parcel.objects.visible_to(actor), parcel_ids).values_list(*_PARCEL, named=True))

    stops, reviews, held, gated, _, hidden, apart = marks_of(parcel_ids)
    out, gates = labels_out(parcel_ids), shut_gates_of(gated)

    def check(parcel: Parcel) -> None:
        check_step(
            number=parcel.number, waybill=parcel.waybill, state=parcel.state, needed=[ParcelState.WAVED],
            reason=parcel.stop_reason, asked=stops.get(parcel.pk, ""),
        )  # fmt: skip
        if parcel.pk in out:
            raise OldLabelStillOut(waybill=out[parcel.pk], number=parcel.number)
        if parcel.pk in reviews:
            raise reviews[parcel.pk]
        if parcel.pk in held:
            raise OrderHeld(number=held[parcel.pk])
        if parcel.pk in apart:
            raise apart[parcel.pk]
        if parcel.pk in gates:
            raise gates[parcel.pk]
        if parcel.pk in hidden and not is_cipher_enough(parcel.carrier):
            raise ReceiverHidden(number=hidden[parcel.pk])
        check_number(number=parcel.number, numbering=parcel.numbering, trouble=parcel.numbering_trouble)

    ready, refused = divide(parcels, check=check, key=lambda parcel: parcel.pk)
    refused |= not_found("parcel", parcel_ids, (parcel.pk for parcel in parcels))
    ready.sort(key=lambda parcel: (parcel.wave_id, parcel.cell))
    waybills, without = _issue_waybills(ready)
    refused |= without

    move_together(Parcel, ParcelState.PRINTED, ("waybill",), list(waybills.items()), printed_at=at, prints=1)
    collect_cash((order_id, parcel_id) for parcel_id, order_id, _ in gated if parcel_id in waybills)

    announce([ParcelPrinted(parcel_id, waybill, 1) for parcel_id, waybill in waybills.items()], actor=actor, at=at)
    return Outcome(done=list(waybills), refused=refused)


def _issue_waybills(parcels: Sequence[Parcel]) -> tuple[dict[int, str], dict[int, Refusal]]:
    """What accounts gave, else numbers from each carrier's own source; a carrier that has none refuses its parcels, not
    the others'."""
    waybills = {parcel.pk: parcel.waybill for parcel in parcels if parcel.waybill}
    refused: dict[int, Refusal] = {}
    for carrier in dict.fromkeys(parcel.carrier for parcel in parcels if not parcel.waybill):
        own = [parcel.pk for parcel in parcels if parcel.carrier == carrier and not parcel.waybill]
        try:
            waybills |= zip(own, door(CARRIERS, carrier).issue(count=len(own)), strict=True)
        except Refusal as refusal:
            refused |= dict.fromkeys(own, refusal)
    return waybills, refused
