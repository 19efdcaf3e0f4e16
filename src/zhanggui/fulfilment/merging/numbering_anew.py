"""What is left of printed parcels that accounts numbered: planned again, to be given another number."""

from collections.abc import Collection, Sequence
from datetime import datetime

from zhanggui.fulfilment.collecting import drop_cash
from zhanggui.fulfilment.models import Parcel, Pick, PrintDocument
from zhanggui.fulfilment.print_jobs.proving import close_jobs, lock_jobs
from zhanggui.fulfilment.states import UNPROVEN, Numbering, ParcelState, PickState, PrintState
from zhanggui.fulfilment.wave_sums import recount_waves
from zhanggui.inventory.flows.unpromise_picks import unpromise_picks
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.steps import move_to


def to_number_anew(parcels: Sequence[Parcel]) -> set[int]:
    """Those of these parcels of which nothing but the label exists, with the number of an account. Pieces that a picker
    has taken already would have to be put back: a parcel with such ones is stopped as a whole."""
    found = {one.pk for one in parcels if one.state == ParcelState.PRINTED and one.numbering == Numbering.GIVEN}
    if not found:
        return found
    begun = Pick.objects.filter(parcel_line__parcel_id__among=found)
    begun = begun.exclude(state__in=[PickState.TO_PICK, PickState.CANCELLED])
    return found - set(begun.values_list("parcel_line__parcel_id", flat=True))


def plan_again(parcels: Sequence[Parcel], *, actor: Actor, at: datetime) -> None:
    """These printed parcels wait for another wave: no number, no label, nothing set aside. Waves and parcels are
    locked, and nothing of stock is."""
    ids = {parcel.pk for parcel in parcels}
    if not ids:
        return
    _leave_print_jobs(ids, at=at)
    picks = list(
        Pick.objects.filter(parcel_line__parcel_id__among=ids, state=PickState.TO_PICK).values_list(
            "pk", "location_id", "sku_id", "lot", "quantity"
        )
    )
    move_to(
        Parcel, sorted(ids), ParcelState.PLANNED, wave_id=None, cell=None, waybill="", numbering=Numbering.OWN,
        numbering_trouble="", label_marks=None, prints=0, printed_at=None, label_proven_at=None,
    )  # fmt: skip
    drop_cash(ids)
    move_to(Pick, [pick[0] for pick in picks], PickState.CANCELLED)
    recount_waves({parcel.wave_id for parcel in parcels if parcel.wave_id}, at=at)
    unpromise_picks(picks=[pick[1:] for pick in picks], actor=actor, at=at)


def _leave_print_jobs(parcel_ids: Collection[int], *, at: datetime) -> None:
    """Nobody prints the old label any more."""
    documents = PrintDocument.objects.filter(parcel_id__among=set(parcel_ids), state__in=UNPROVEN)
    jobs = set(documents.values_list("job_id", flat=True))
    lock_jobs(jobs)
    move_to(PrintDocument, list(documents.values_list("pk", flat=True)), PrintState.DROPPED, told_at=at)
    close_jobs(jobs, at=at)
