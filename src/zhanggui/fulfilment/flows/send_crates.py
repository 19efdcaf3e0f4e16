"""Give verified parcels to the crate maker.

Afterwards they are outside, on the list of one trip with who gave and who took them, and cannot be weighed or leave
before they are scanned in again. They are due at the crate maker's next coming.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import Crate, CrateTimes, CrateTrip, Parcel
from zhanggui.fulfilment.outside.facts import ParcelWentOut
from zhanggui.fulfilment.queries import stops_asked
from zhanggui.fulfilment.rules.crates import USUAL, TakerMissing, check_goes_out, due_back
from zhanggui.fulfilment.rules.parcels import check_step
from zhanggui.fulfilment.states import CrateState, ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.kernel.clock import company_zone
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.numbers import draw_numbers
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to

_TRIP = ("number", "warehouse_id", "given_by", "taken_by", "out_at", "due_at")


@transaction.atomic
def send_crates(
    *, parcel_ids: Sequence[int], taken_by: str, trip_id: int | None = None, actor: Actor, at: datetime
) -> Outcome[int]:
    taker = taken_by.strip()
    if not taker:
        raise TakerMissing
    rows = locked(Parcel.objects.visible_to(actor), parcel_ids)
    parcels = list(rows.values_list("pk", "number", "waybill", "state", "stop_reason", "warehouse_id", named=True))
    crates = Crate.objects.filter(pk__among=set(parcel_ids)).select_related("trip")
    known = {crate.pk: (crate.state, crate.trip.taken_by if crate.trip else "") for crate in crates}
    asked = stops_asked(parcel_ids)

    def check(parcel: Parcel) -> None:
        state, by = known.get(parcel.pk, ("", ""))
        check_step(
            number=parcel.number, waybill=parcel.waybill, state=parcel.state, needed=[ParcelState.VERIFIED],
            reason=parcel.stop_reason, asked=asked.get(parcel.pk, ""),
        )  # fmt: skip
        check_goes_out(number=parcel.number, crate=state, taken_by=by)

    ready, refused = divide(parcels, check=check, key=lambda parcel: parcel.pk)
    refused |= not_found("parcel", parcel_ids, (parcel.pk for parcel in parcels))
    houses = sorted({parcel.warehouse_id for parcel in ready})
    trips = _open_trips(houses, taker, trip_id=trip_id, actor=actor, at=at)
    on_trip = [(one.pk, trips[one.warehouse_id].pk, trips[one.warehouse_id].due_at) for one in ready]
    update_rows(Crate, ("parcel_id",), ("trip_id", "due_at"), on_trip)
    move_to(Crate, [parcel.pk for parcel in ready], CrateState.OUT)
    Parcel.objects.filter(pk__among={parcel.pk for parcel in ready}).update(outside=True)

    announce(
        [ParcelWentOut(one.pk, trips[one.warehouse_id].number, taker, trips[one.warehouse_id].due_at) for one in ready],
        actor=actor,
        at=at,
    )
    return Outcome(done=[parcel.pk for parcel in ready], refused=refused)


def _open_trips(
    houses: Sequence[int], taker: str, *, trip_id: int | None, actor: Actor, at: datetime
) -> dict[int, CrateTrip]:
    """The trip of each warehouse: the one going on, if it is of the same taker, else a new one."""
    going = CrateTrip.objects.visible_to(actor).filter(pk=trip_id or 0, taken_by=taker, warehouse_id__among=set(houses))
    trips = {trip.warehouse_id: trip for trip in going}
    fresh = [house for house in houses if house not in trips]
    times = dict(CrateTimes.objects.filter(warehouse_id__among=set(fresh)).values_list("warehouse_id", "times"))
    numbers = draw_numbers("crate_trip", "C", len(fresh), at=at)
    made = insert_rows(
        CrateTrip,
        _TRIP,
        [
            (
                number, house, actor.name, taker, at,
                due_back(times.get(house) or USUAL, out_at=at, zone=company_zone()),
            )
            for number, house in zip(numbers, fresh, strict=True)
        ],
        returning=("id",),
    )  # fmt: skip
    new = CrateTrip.objects.filter(pk__among={pk for (pk,) in made})
    return trips | {trip.warehouse_id: trip for trip in new}
