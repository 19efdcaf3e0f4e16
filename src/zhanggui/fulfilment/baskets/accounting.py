"""Pieces of stopped parcels that are accounted for without a scan: two people sign for them."""

from collections.abc import Container, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from zhanggui.fulfilment.baskets.goods import ToPutBack
from zhanggui.fulfilment.models import PutBack
from zhanggui.fulfilment.overriding.writing import LetThrough, write_overrides
from zhanggui.fulfilment.rules.crates import check_inside
from zhanggui.fulfilment.rules.parcels import PackingPlaceMissing
from zhanggui.fulfilment.states import OverrideKind, ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.refusal import Refusal

_ACCOUNTED = ("client_id", "pick_id", "pieces", "is_lost", "code", "actor_id", "actor", "station", "at")


class NotInStopBasket(Refusal):
    """Parcel {number} is not stopped; it does not belong in the stop basket."""


def check_in_basket(parcel: Any, *, packing: Container[int]) -> None:
    """Raises NotInStopBasket, ParcelOutside or PackingPlaceMissing; `packing` are warehouses with a packing place."""
    if parcel.state != ParcelState.STOPPED:
        raise NotInStopBasket(number=parcel.number)
    check_inside(number=parcel.number, outside=parcel.outside)
    if parcel.warehouse_id not in packing:
        raise PackingPlaceMissing(number=parcel.number)


def sign_for(
    pieces: Sequence[ToPutBack],
    *,
    kind: OverrideKind,
    call: UUID,
    reason: str,
    code: str = "",
    confirmed_by: Actor,
    actor: Actor,
    at: datetime,
) -> list[int]:
    """What is left of these picks is accounted for, lost or back in its bin, and on the list of overrides: the ids of
    the rows. `code` names the piece where it is one that has a code. Two statements; the same `call`
    cannot be written twice."""
    rows = [
        (
            uuid5(call, str(one.pick_id)), one.pick_id, one.left, kind == OverrideKind.LOST, code, actor.user_id,
            actor.name[:80], actor.station, at,
        )
        for one in pieces
    ]  # fmt: skip
    ids = [pk for (pk,) in insert_rows(PutBack, _ACCOUNTED, rows, returning=("id",))]
    write_overrides(
        [
            LetThrough(one.parcel_id, kind, put_back_id=pk, sku_id=one.sku_id, pieces=one.left)
            for pk, one in zip(ids, pieces, strict=True)
        ],
        reason=reason, confirmed_by=confirmed_by, actor=actor, at=at,
    )  # fmt: skip
    return ids
