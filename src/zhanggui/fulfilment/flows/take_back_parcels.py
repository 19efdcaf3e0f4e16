"""Take back parcels that were shipped by mistake and still stand in the house.

Afterwards each is weighed and waits for the courier as if it had never left: its goods lie in the packing place, its
orders count and stand where they did, and a ParcelTakenBack fact lets the channels withdraw what is not told yet. What
the platform changed while the parcel counted as gone asks it to stop now.

No carrier tells us yet when its van was here, so the company's day decides: what was shipped today may still stand at
the door, what was shipped before has gone with the van. That the platform knows of the parcel is no obstacle: it will
leave under the same waybill.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from zhanggui.fulfilment.facts import ParcelShipped, ParcelTakenBack
from zhanggui.fulfilment.models import Parcel, ParcelLine, Pick
from zhanggui.fulfilment.rules.parcels import PackingPlaceMissing
from zhanggui.fulfilment.states import ParcelState, PickState
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.queries import outside, packing_place
from zhanggui.inventory.rules.sums import Posting
from zhanggui.inventory.states import LocationKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.models import Fact
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.orders.flows.record_progress import Progress, record_progress
from zhanggui.orders.models import Order
from zhanggui.orders.stopping import ask_stops, changes_since

MOVE = "take_back_parcels"


class NotShipped(Refusal):
    """Parcel {number} is {state}; only a shipped one can be taken back."""


class LeftBeforeToday(Refusal):
    """Parcel {waybill} left on {day}. Only what was shipped today can still stand in the house."""


class NoteMissing(Refusal):
    """Say how it came that the parcel was shipped by mistake."""


@transaction.atomic
def take_back_parcels(*, parcel_ids: Sequence[int], note: str, actor: Actor, at: datetime) -> Outcome[int]:
    if not note.strip():
        raise NoteMissing
    lines = ParcelLine.objects.filter(parcel_id__among=sorted(set(parcel_ids)))
    orders_of: dict[int, set[int]] = {}
    for parcel_id, order_id in lines.values_list("parcel_id", "order_line__order_id"):
        orders_of.setdefault(parcel_id, set()).add(order_id)
    list(locked(Order.objects.all(), set().union(*orders_of.values())).values_list("pk"))
    parcels = list(
        locked(Parcel.objects.visible_to(actor), parcel_ids).values_list(
            "pk", "number", "waybill", "state", "shipped_at", "warehouse_id", "taken_back", named=True
        )
    )
    packing, customer = packing_place({parcel.warehouse_id for parcel in parcels}), outside(LocationKind.CUSTOMER)

    def check(parcel: Any) -> None:
        if parcel.state != ParcelState.SHIPPED:
            raise NotShipped(number=parcel.number, state=ParcelState(parcel.state).label)
        if company_day(parcel.shipped_at) != company_day(at):
            raise LeftBeforeToday(waybill=parcel.waybill, day=company_day(parcel.shipped_at).isoformat())
        if parcel.warehouse_id not in packing:
            raise PackingPlaceMissing(number=parcel.number)

    ready, refused = divide(parcels, check=check, key=lambda parcel: parcel.pk)
    refused |= {
        missing: NotFound(what="parcel", key=missing) for missing in set(parcel_ids) - {parcel.pk for parcel in parcels}
    }
    by_id = {parcel.pk: parcel for parcel in ready}
    missed = _changes_missed(list(by_id), orders_of, at=at)
    back: list[Any] = list(
        Pick.objects.filter(parcel_line__parcel_id__among=sorted(by_id), state=PickState.PICKED)
        .order_by("pk")
        .values_list(
            "pk", "sku_id", "lot", "quantity", "sku__cost", "parcel_line__parcel_id", "parcel_line__order_line_id",
            named=True,
        )
    )  # fmt: skip

    move_to(Parcel, list(by_id), ParcelState.WEIGHED, shipped_at=None, shipped_by="", taken_back=F("taken_back") + 1)
    post_moves(
        cause=MOVE,
        moves=[
            Posting(
                pick.pk, pick.sku_id, customer, packing[by_id[pick.parcel_line__parcel_id].warehouse_id],
                pick.quantity, pick.sku__cost, pick.lot, by_id[pick.parcel_line__parcel_id].taken_back,
            )
            for pick in back
        ],
        actor=actor,
        at=at,
    )  # fmt: skip
    record_progress(
        lines=[Progress(pick.parcel_line__order_line_id, shipped=-pick.quantity) for pick in back], actor=actor, at=at
    )

    announce([ParcelTakenBack(parcel.pk, parcel.waybill, note.strip()) for parcel in ready], actor=actor, at=at)
    ask_stops(missed, actor=actor, at=at)
    return Outcome(done=list(by_id), refused=refused)


def _changes_missed(parcel_ids: Sequence[int], orders_of: Mapping[int, set[int]], *, at: datetime) -> dict[int, str]:
    """Why orders of these parcels must stop: what changed since the parcels were shipped, by the order of the facts."""
    day = at - timedelta(days=1)
    shipped = Fact.objects.filter(
        subject=ParcelShipped.SUBJECT, subject_id__among=parcel_ids, name=ParcelShipped.NAME, at__gte=day
    )
    left: dict[int, int] = {}
    for parcel_id, fact in shipped.values_list("subject_id").annotate(last=Max("id")):
        for order_id in orders_of[parcel_id]:
            left[order_id] = min(fact, left.get(order_id, fact))
    return changes_since(left, day=day)
