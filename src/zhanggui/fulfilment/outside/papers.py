"""The lists that go out with goods, as they are printed."""

from collections.abc import Sequence

from django.db.models import Q

from zhanggui.fulfilment.models import Crate, CrateTrip, FreightLine, FreightRun, ParcelLine
from zhanggui.fulfilment.papers import lines_of, name_of
from zhanggui.fulfilment.queries import carrier_label
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import NotFound
from zhanggui.papers.values import CrateListPaper, CrateRow, FreightListPaper, FreightRow


def crate_list_paper(*, trip_id: int, parcel_id: int, actor: Actor) -> CrateListPaper:
    """The list of a trip, found by itself or by one of its parcels. Raises NotFound."""
    trips = CrateTrip.objects.visible_to(actor).select_related("warehouse")
    trip = trips.filter(Q(pk=trip_id) | Q(crates__parcel_id=parcel_id)).first()
    if trip is None:
        raise NotFound(what="crate list", key=trip_id or parcel_id)
    crates = list(Crate.objects.filter(trip=trip).select_related("parcel").order_by("parcel_id"))
    lines = lines_of([crate.parcel for crate in crates])
    return CrateListPaper(
        trip.number, trip.warehouse.name, trip.given_by, trip.taken_by, trip.out_at, trip.due_at,
        tuple(
            CrateRow(crate.parcel.waybill, _goods(lines[crate.pk]), _pieces(lines[crate.pk]), crate.why)
            for crate in crates
        ),
    )  # fmt: skip


def freight_list_paper(run_id: int, *, actor: Actor) -> FreightListPaper:
    """The list of a run as the driver signs it: names and phone masked. Raises NotFound."""
    run = FreightRun.objects.visible_to(actor).select_related("warehouse").filter(pk=run_id).first()
    if run is None:
        raise NotFound(what="freight list", key=run_id)
    carried = FreightLine.objects.filter(run=run, is_off=False).select_related("parcel__order").order_by("parcel_id")
    rows = list(carried)
    lines = lines_of([row.parcel for row in rows])
    return FreightListPaper(
        run.number, run.warehouse.name, carrier_label(run.carrier), run.driver, run.plate, run.phone_masked,
        tuple(
            FreightRow(
                row.parcel.waybill, row.parcel.order.receiver_name_masked,
                f"{row.parcel.order.receiver_state}{row.parcel.order.receiver_city}", _goods(lines[row.parcel_id]),
                f"{(row.parcel.weighed_g or 0) / 1000:.2f} kg", row.receipt,
            )
            for row in rows
        ),
    )  # fmt: skip


def _goods(lines: Sequence[ParcelLine]) -> str:
    return ", ".join(f"{name_of(line)} {line.sku.spec}".strip() + f" ×{line.quantity}" for line in lines)


def _pieces(lines: Sequence[ParcelLine]) -> int:
    return sum(line.quantity for line in lines)
