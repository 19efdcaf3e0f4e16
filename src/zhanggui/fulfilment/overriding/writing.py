"""Overrides, one row for each thing that was let through."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from zhanggui.fulfilment.models import Override
from zhanggui.fulfilment.states import OverrideKind
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows

_ROW = (
    "kind", "parcel_id", "scan_id", "odd_weight_id", "put_back_id", "sku_id", "pieces", "reason", "actor_id", "actor",
    "confirmed_by_id", "confirmed_by", "station", "at",
)  # fmt: skip


class LetThrough(NamedTuple):
    """One of a scan, an odd weight or a piece of the stop basket, of this parcel."""

    parcel_id: int
    kind: OverrideKind
    scan_id: int | None = None
    odd_weight_id: int | None = None
    put_back_id: int | None = None
    sku_id: int | None = None
    pieces: int = 0


def write_overrides(
    what: Sequence[LetThrough], *, reason: str, confirmed_by: Actor, actor: Actor, at: datetime
) -> None:
    """Who did it, who confirmed it and why are on the list of the day. One statement."""
    insert_rows(
        Override,
        _ROW,
        [
            (
                one.kind.value, one.parcel_id, one.scan_id, one.odd_weight_id, one.put_back_id, one.sku_id, one.pieces,
                reason, actor.user_id, actor.name, confirmed_by.user_id, confirmed_by.name, actor.station, at,
            )
            for one in what
        ],
    )  # fmt: skip
