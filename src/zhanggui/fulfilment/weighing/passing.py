"""A parcel passes the scale: its weight, its packed pieces, its box. The same for who weighs and who accepts."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, cast

from zhanggui.fulfilment.models import PackUse, Parcel
from zhanggui.fulfilment.states import ParcelState
from zhanggui.fulfilment.weighing.facts import ParcelPacked
from zhanggui.fulfilment.weighing.reading import Pack, Piece, content_key, contents_of
from zhanggui.inventory.flows.use_supplies import Supply, use_supplies
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_each
from zhanggui.orders.flows.record_progress import Progress, record_progress

MOVE = "use_packaging"
_USE = ("parcel_id", "sku_id", "unit_cost", "content", "is_booked", "at", "by")


class Weighed(NamedTuple):
    """A parcel on its way over the scale, and the box it is in, if somebody said so."""

    parcel_id: int
    warehouse_id: int
    grams: int
    pieces: Sequence[Piece]
    pack: Pack | None


def pass_scale(weighed: Sequence[Weighed], *, actor: Actor, at: datetime) -> None:
    """Each of them, locked and checked, is weighed and packed; its box is used up and on its account."""
    move_each(
        Parcel,
        ("weighed_g", "weighed_at"),
        [(one.parcel_id, ParcelState.WEIGHED.value, one.grams, at) for one in weighed],
    )
    record_progress(
        lines=[Progress(piece.order_line_id, packed=piece.content.quantity) for one in weighed for piece in one.pieces],
        actor=actor,
        at=at,
    )
    _use_packaging([one for one in weighed if one.pack], actor=actor, at=at)


def _use_packaging(weighed: Sequence[Weighed], *, actor: Actor, at: datetime) -> None:
    """A box that is weighed a second time, because it was opened, is used once."""
    if not weighed:
        return
    boxes: Mapping[int, Pack] = {one.parcel_id: cast(Pack, one.pack) for one in weighed}
    used = insert_rows(
        PackUse,
        _USE,
        [
            (
                one.parcel_id, boxes[one.parcel_id].box.sku_id, boxes[one.parcel_id].cost,
                content_key(contents_of(one.pieces)), False, at, actor.name,
            )
            for one in weighed
        ],
        returning=("id", "parcel_id"),
        on_conflict="ON CONSTRAINT pack_use_once DO NOTHING",
    )  # fmt: skip
    houses = {one.parcel_id: one.warehouse_id for one in weighed}
    book_uses(
        [Supply(use_id, houses[pk], boxes[pk].box.sku_id, boxes[pk].cost) for use_id, pk in used],
        actor=actor,
        at=at,
    )
    announce(
        [ParcelPacked(pk, box.box.code) for pk, box in boxes.items()],
        actor=actor,
        at=at,
    )


def book_uses(supplies: Sequence[Supply], *, actor: Actor, at: datetime) -> dict[int, Refusal]:
    """What lay in a bin has left the ledger; the refusals of the others."""
    outcome = use_supplies(supplies=supplies, cause=MOVE, actor=actor, at=at)
    update_rows(PackUse, ("id",), ("is_booked",), [(use_id, True) for use_id in outcome.done])
    return dict(outcome.refused)
