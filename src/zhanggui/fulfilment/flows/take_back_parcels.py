"""Take back parcels that were shipped by mistake and still stand in the house.

Afterwards each is weighed and waits for the courier as if it had never left: its goods lie in the packing place, its
orders count and stand where they did, and a ParcelTakenBack fact lets the channels withdraw what is not told yet. What
the platform or the buyer asked while the parcel counted as gone holds its orders and asks it to stop now.

What is on a manifest that left has gone with the van, and what is on a closed one is signed for. Of everything else
the hours since decide (setting TAKE_BACK_HOURS): what was shipped within them may still stand at the door. A parcel on
an open manifest stays named there until it is taken off the pile. That the platform knows of the parcel is no obstacle:
it will leave under the same waybill.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max

from zhanggui.fulfilment.facts import ParcelShipped, ParcelTakenBack
from zhanggui.fulfilment.merging.parting import recount_parcels
from zhanggui.fulfilment.models import ManifestParcel, Parcel, ParcelLine, Pick
from zhanggui.fulfilment.rules.parcels import PackingPlaceMissing
from zhanggui.fulfilment.states import ManifestState, ParcelState, PickState
from zhanggui.fulfilment.verifying.codes import codes_go
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.queries import outside, packing_place
from zhanggui.inventory.rules.sums import Posting
from zhanggui.inventory.states import CodeState, LocationKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_zone
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.models import Fact
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.orders.flows.record_progress import Progress, record_progress
from zhanggui.orders.importing.coming_back import hold_and_stop
from zhanggui.orders.models import Order
from zhanggui.orders.rules.hiding import masked
from zhanggui.orders.states import OrderState

MOVE = "take_back_parcels"


class NotShipped(Refusal):
    """Parcel {number} is {state}; only a shipped one can be taken back."""


class LeftTooLongAgo(Refusal):
    """Parcel {waybill} left at {when}. Only what was shipped in the last {hours} hours can still stand in the house."""


class LeftWithVan(Refusal):
    """Parcel {waybill} has left with the van, on manifest {manifest}. Ask the courier to bring it back."""


class OnClosedManifest(Refusal):
    """Parcel {waybill} is on manifest {manifest}, which is closed. Open the manifest again first."""


class NoteMissing(Refusal):
    """Say how it came that the parcel was shipped by mistake."""


@transaction.atomic
def take_back_parcels(*, parcel_ids: Sequence[int], note: str, actor: Actor, at: datetime) -> Outcome[int]:
    if not note.strip():
        raise NoteMissing
    lines = ParcelLine.objects.filter(parcel_id__among=set(parcel_ids))
    orders_of: dict[int, set[int]] = {}
    for parcel_id, order_id in lines.values_list("parcel_id", "order_line__order_id"):
        orders_of.setdefault(parcel_id, set()).add(order_id)
    orders = locked(Order.objects.all(), set().union(*orders_of.values())).values_list("pk", "state")
    gone = {order_id for order_id, state in orders if state == OrderState.SHIPPED}
    parcels = list(
        locked(Parcel.objects.visible_to(actor), parcel_ids).values_list(
            "pk", "number", "waybill", "state", "shipped_at", "warehouse_id", "taken_back", named=True
        )
    )
    on = ManifestParcel.objects.filter(parcel_id__among=set(parcel_ids)).exclude(manifest__state=ManifestState.OPEN)
    listed = {row[0]: row[1:] for row in on.values_list("parcel_id", "manifest__number", "manifest__state")}
    earliest = at - timedelta(hours=settings.TAKE_BACK_HOURS)
    packing, customer = packing_place({parcel.warehouse_id for parcel in parcels}), outside(LocationKind.CUSTOMER)

    def check(parcel: Any) -> None:
        if parcel.state != ParcelState.SHIPPED:
            raise NotShipped(number=parcel.number, state=ParcelState(parcel.state).label)
        if parcel.pk in listed:
            manifest, state = listed[parcel.pk]
            left = state == ManifestState.LEFT
            raise (LeftWithVan if left else OnClosedManifest)(waybill=parcel.waybill, manifest=manifest)
        if parcel.shipped_at < earliest:
            when = parcel.shipped_at.astimezone(company_zone()).strftime("%m-%d %H:%M")
            raise LeftTooLongAgo(waybill=parcel.waybill, when=when, hours=settings.TAKE_BACK_HOURS)
        if parcel.warehouse_id not in packing:
            raise PackingPlaceMissing(number=parcel.number)

    ready, refused = divide(parcels, check=check, key=lambda parcel: parcel.pk)
    refused |= not_found("parcel", parcel_ids, (parcel.pk for parcel in parcels))
    by_id = {parcel.pk: parcel for parcel in ready}
    day = earliest - timedelta(days=1)
    left = _left(list(by_id), orders_of, day=day)
    back: list[Any] = list(
        Pick.objects.filter(parcel_line__parcel_id__among=set(by_id), state=PickState.PICKED)
        .order_by("pk")
        .values_list(
            "pk", "sku_id", "lot", "quantity", "sku__cost", "sku__tracking", "parcel_line_id", "parcel_line__parcel_id",
            "parcel_line__order_line_id", named=True,
        )
    )  # fmt: skip

    again = {"shipped_at": None, "shipped_by": "", "shipped_by_id": None, "taken_back": F("taken_back") + 1}
    move_to(Parcel, list(by_id), ParcelState.WEIGHED, **again)
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
    codes_go(back, CodeState.IN_PARCEL, actor=actor, at=at)
    record_progress(
        lines=[Progress(pick.parcel_line__order_line_id, shipped=-pick.quantity) for pick in back], actor=actor, at=at
    )

    announce([ParcelTakenBack(parcel.pk, parcel.waybill, masked(note.strip())) for parcel in ready], actor=actor, at=at)
    hold_and_stop(left, was_gone=gone, day=day, actor=actor, at=at)
    recount_parcels(by_id)  # deadlines that moved meanwhile
    return Outcome(done=list(by_id), refused=refused)


def _left(parcel_ids: Sequence[int], orders_of: Mapping[int, set[int]], *, day: datetime) -> dict[int, int]:
    """By order of these parcels, the fact of the first of them that left, looking at each parcel's last leaving."""
    shipped = Fact.objects.filter(
        subject=ParcelShipped.SUBJECT, subject_id__among=parcel_ids, name=ParcelShipped.NAME, at__gte=day
    )
    left: dict[int, int] = {}
    for parcel_id, fact in shipped.values_list("subject_id").annotate(last=Max("id")):
        for order_id in orders_of[parcel_id]:
            left[order_id] = min(fact, left.get(order_id, fact))
    return left
