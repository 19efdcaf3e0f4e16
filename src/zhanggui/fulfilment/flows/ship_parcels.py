"""Ship parcels that were verified and weighed.

Afterwards the goods have left the warehouse ledger, the orders know it, and one ParcelShipped fact per parcel will
tell the channels. Nothing here talks to the network.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.facts import ParcelShipped
from zhanggui.fulfilment.models import Parcel, ParcelLine, Pick
from zhanggui.fulfilment.queries import marks_of
from zhanggui.fulfilment.rules.parcels import OrderHeld, PackingPlaceMissing, check_step
from zhanggui.fulfilment.states import ParcelState, PickState
from zhanggui.fulfilment.verifying.codes import codes_go
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.queries import outside, packing_place
from zhanggui.inventory.rules.sums import Posting
from zhanggui.inventory.states import CodeState, LocationKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import clock_time
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.orders.flows.record_progress import Progress, record_progress
from zhanggui.orders.models import Order
from zhanggui.orders.states import OrderState

MOVE = "ship_parcels"

_PARCEL = (
    "pk", "number", "waybill", "state", "stop_reason", "carrier", "warehouse_id", "shipped_at", "shipped_by",
    "taken_back",
)  # fmt: skip
_PICK = (
    "pk", "sku_id", "lot", "quantity", "sku__cost", "sku__tracking", "parcel_line_id", "parcel_line__parcel_id",
    "parcel_line__order_line_id",
)  # fmt: skip


class ShippedAlready(Refusal):
    """Parcel {waybill} was shipped already, at {when} by {who}."""

    sound = "already_scanned"


@transaction.atomic
def ship_parcels(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    lines = ParcelLine.objects.filter(parcel_id__among=set(parcel_ids))
    orders_of: dict[int, set[int]] = {}
    for parcel_id, order_id in lines.values_list("parcel_id", "order_line__order_id"):
        orders_of.setdefault(parcel_id, set()).add(order_id)
    orders = {
        order.pk: order
        for order in locked(Order.objects.all(), set().union(*orders_of.values())).values_list(
            "pk", "number", "state", "stop_reason", named=True
        )
    }
    parcels = list(locked(Parcel.objects.visible_to(actor), parcel_ids).values_list(*_PARCEL, named=True))
    held = marks_of(parcel_ids).held
    packing, customer = packing_place({parcel.warehouse_id for parcel in parcels}), outside(LocationKind.CUSTOMER)

    ready: list[Parcel] = []
    refused = not_found("parcel", parcel_ids, (parcel.pk for parcel in parcels))
    for parcel in parcels:
        try:
            own = [orders[order_id] for order_id in sorted(orders_of.get(parcel.pk, ()))]
            _check_may_ship(parcel, own, held=held.get(parcel.pk, ""), at=at)
            if parcel.warehouse_id not in packing:
                raise PackingPlaceMissing(number=parcel.number)
        except Refusal as refusal:
            refused[parcel.pk] = refusal
        else:
            ready.append(parcel)

    ids = [parcel.pk for parcel in ready]
    by_id = {parcel.pk: parcel for parcel in ready}
    leaving = list(
        Pick.objects.filter(parcel_line__parcel_id__among=ids, state=PickState.PICKED)
        .order_by("pk")
        .values_list(*_PICK, named=True)
    )
    move_to(Parcel, ids, ParcelState.SHIPPED, shipped_at=at, shipped_by=actor.name, shipped_by_id=actor.user_id)
    post_moves(
        cause=MOVE,
        moves=[
            Posting(
                pick.pk, pick.sku_id, packing[by_id[pick.parcel_line__parcel_id].warehouse_id], customer,
                pick.quantity, pick.sku__cost, pick.lot, by_id[pick.parcel_line__parcel_id].taken_back,
            )
            for pick in leaving
        ],
        actor=actor,
        at=at,
    )  # fmt: skip
    codes_go(leaving, CodeState.SHIPPED, actor=actor, at=at)
    record_progress(
        lines=[Progress(pick.parcel_line__order_line_id, shipped=pick.quantity) for pick in leaving],
        actor=actor,
        at=at,
    )

    announce([ParcelShipped(parcel.pk, parcel.waybill, parcel.carrier) for parcel in ready], actor=actor, at=at)
    return Outcome(done=ids, refused=refused)


def _check_may_ship(parcel: Parcel, orders: Sequence[Order], *, held: str, at: datetime) -> None:
    if parcel.state == ParcelState.SHIPPED and parcel.shipped_at:
        when = clock_time(parcel.shipped_at, seen_at=at)
        raise ShippedAlready(waybill=parcel.waybill, when=when, who=parcel.shipped_by)
    check_step(
        number=parcel.number, waybill=parcel.waybill, state=parcel.state, needed=[ParcelState.WEIGHED],
        reason=parcel.stop_reason, asked=next((order.stop_reason for order in orders if order.stop_reason), ""),
    )  # fmt: skip
    cancelled = (order.number for order in orders if order.state == OrderState.CANCELLED)
    if number := held or next(cancelled, ""):
        raise OrderHeld(number=number)
