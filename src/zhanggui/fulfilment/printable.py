"""Whether the label of a parcel may be made, and the number that stands on it."""

from collections.abc import Sequence
from typing import NamedTuple

from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.queries import marks_of
from zhanggui.fulfilment.recalls.voiding import OldLabelStillOut, labels_out
from zhanggui.fulfilment.rules.numbering import check_number
from zhanggui.fulfilment.rules.parcels import OrderHeld, ReceiverHidden, check_step
from zhanggui.fulfilment.states import Numbering, ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.doors.carriers import carrier_named
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.payments.gates import shut_gates_of
from zhanggui.orders.receivers.readable import is_cipher_enough

_PARCEL = (
    "pk", "number", "waybill", "state", "stop_reason", "carrier", "wave_id", "cell", "numbering", "numbering_trouble",
    "prints",
)  # fmt: skip


class ToPrint(NamedTuple):
    """Parcels whose labels may be made, by wave and cell, why the others' may not, and (parcel, order, carrier) of
    every order whose money was not simply taken."""

    ready: list[Parcel]
    refused: dict[int, Refusal]
    gated: list[tuple[int, int, str]]


def may_be_printed(parcel_ids: Sequence[int], *, needed: Sequence[ParcelState], actor: Actor) -> ToPrint:
    """The parcels are locked from now on. Nothing is held back in one that is ready: no stop, no review, no hold, no
    payment, no receiver nobody can read, no older label, no number that is still asked for."""
    parcels = list(locked(Parcel.objects.visible_to(actor), parcel_ids).values_list(*_PARCEL, named=True))
    stops, reviews, held, gated, _, hidden, apart = marks_of(parcel_ids)
    out, gates = labels_out(parcel_ids), shut_gates_of(gated)

    def check(parcel: Parcel) -> None:
        check_step(
            number=parcel.number, waybill=parcel.waybill, state=parcel.state, needed=needed,
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
        by_account = parcel.numbering == Numbering.GIVEN  # which can read the receiver, or had given none
        if parcel.pk in hidden and not by_account and not is_cipher_enough(parcel.carrier):
            raise ReceiverHidden(number=hidden[parcel.pk])
        check_number(number=parcel.number, numbering=parcel.numbering, trouble=parcel.numbering_trouble)

    ready, refused = divide(parcels, check=check, key=lambda parcel: parcel.pk)
    refused |= not_found("parcel", parcel_ids, (parcel.pk for parcel in parcels))
    ready.sort(key=lambda parcel: (parcel.wave_id or 0, parcel.cell or 0))
    return ToPrint(ready, refused, gated)


def issue_waybills(parcels: Sequence[Parcel]) -> tuple[dict[int, str], dict[int, Refusal]]:
    """What accounts gave, else numbers from each carrier's own source; a carrier that has none refuses its parcels, not
    the others'."""
    waybills = {parcel.pk: parcel.waybill for parcel in parcels if parcel.waybill}
    refused: dict[int, Refusal] = {}
    for carrier in dict.fromkeys(parcel.carrier for parcel in parcels if not parcel.waybill):
        own = [parcel.pk for parcel in parcels if parcel.carrier == carrier and not parcel.waybill]
        try:
            waybills |= zip(own, carrier_named(carrier).issue(count=len(own)), strict=True)
        except Refusal as refusal:
            refused |= dict.fromkeys(own, refusal)
    return waybills, refused
