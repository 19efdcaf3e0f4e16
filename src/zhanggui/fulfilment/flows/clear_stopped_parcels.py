"""Empty the stop basket: the paper of each parcel was scanned and torn, its goods are back in their bins.

Afterwards the parcels are void, what was picked and not written off can be sold again, and their orders wait for
review. Only a parcel of which every piece was accounted for is cleared: scanned back into its bin, or signed for by two
people (`put_back_by_hand`, `write_off_pieces`).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanggui.fulfilment.baskets.accounting import check_in_basket
from zhanggui.fulfilment.baskets.goods import lost_of, missing_of
from zhanggui.fulfilment.facts import ParcelVoided
from zhanggui.fulfilment.models import Parcel, ParcelLine, Pick
from zhanggui.fulfilment.recalls.voiding import tear_labels
from zhanggui.fulfilment.states import ParcelState, PickState
from zhanggui.fulfilment.verifying.codes import codes_go
from zhanggui.inventory.flows.post_moves import post_moves
from zhanggui.inventory.queries import packing_place
from zhanggui.inventory.rules.sums import Posting
from zhanggui.inventory.states import CodeState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.orders.flows.record_progress import Progress, record_progress
from zhanggui.orders.models import Order

MOVE = "put_back"


class PiecesNotBack(Refusal):
    """Not scanned back yet of parcel {number}: {pieces}. Scan each piece and its bin first."""

    sound = "too_many"


@transaction.atomic
def clear_stopped_parcels(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    lines = ParcelLine.objects.filter(parcel_id__among=set(parcel_ids))
    list(locked(Order.objects.all(), lines.values_list("order_line__order_id", flat=True)).values_list("pk"))
    parcels = list(
        locked(Parcel.objects.visible_to(actor), parcel_ids).values_list(
            "pk", "number", "state", "stop_reason", "warehouse_id", "weighed_at", "outside", named=True
        )
    )

    packing = packing_place({parcel.warehouse_id for parcel in parcels})
    missing = missing_of(parcel_ids)

    def check(parcel: Parcel) -> None:
        check_in_basket(parcel, packing=packing)
        if parcel.pk in missing:
            raise PiecesNotBack(number=parcel.number, pieces=missing[parcel.pk])

    ready, refused = divide(parcels, check=check, key=lambda parcel: parcel.pk)
    refused |= not_found("parcel", parcel_ids, (parcel.pk for parcel in parcels))
    by_id = {parcel.pk: parcel for parcel in ready}
    back: list[Any] = list(
        Pick.objects.filter(parcel_line__parcel_id__among=set(by_id), state=PickState.PICKED)
        .order_by("pk")
        .values_list(
            "pk", "sku_id", "lot", "location_id", "quantity", "parcel_line__order_line_id", "parcel_line__parcel_id",
            "parcel_line_id", "sku__cost", "sku__tracking", named=True,
        )
    )  # fmt: skip
    lost = lost_of(pick.pk for pick in back)

    move_to(Parcel, list(by_id), ParcelState.VOID)
    tear_labels(list(by_id), actor=actor, at=at)
    move_to(Pick, [pick.pk for pick in back], PickState.PUT_BACK)
    post_moves(
        cause=MOVE,
        moves=[
            Posting(
                pick.pk, pick.sku_id, packing[by_id[pick.parcel_line__parcel_id].warehouse_id], pick.location_id,
                pick.quantity - lost.get(pick.pk, 0), pick.sku__cost, pick.lot,
            )
            for pick in back
            if pick.quantity > lost.get(pick.pk, 0)
        ],
        actor=actor,
        at=at,
    )  # fmt: skip
    codes_go(back, CodeState.IN_STOCK, actor=actor, at=at)
    record_progress(
        lines=[
            Progress(
                pick.parcel_line__order_line_id,
                claimed=-pick.quantity,
                picked=-pick.quantity,
                packed=-pick.quantity if by_id[pick.parcel_line__parcel_id].weighed_at else 0,
            )
            for pick in back
        ],
        actor=actor,
        at=at,
    )

    announce([ParcelVoided(parcel.pk, parcel.stop_reason) for parcel in ready], actor=actor, at=at)
    return Outcome(done=list(by_id), refused=refused)
