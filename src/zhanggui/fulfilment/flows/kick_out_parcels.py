"""Take parcels out of their waves before they are picked.

Afterwards their cells are free, and the wave's pick list no longer asks for their pieces. One without paper waits for
another wave, with nothing set aside. One that was printed keeps its label's number and its bins, in a wave of its own
with those taken out together: its label is printed again, for the new cell, unless it comes at the table anyway.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhanggui.fulfilment.facts import WaveBuilt
from zhanggui.fulfilment.merging.parting import leave_waves
from zhanggui.fulfilment.models import Parcel, ParcelLine, Pick, Wave
from zhanggui.fulfilment.picking.facts import ParcelKickedOut
from zhanggui.fulfilment.queries import stops_asked
from zhanggui.fulfilment.rules.parcels import check_step
from zhanggui.fulfilment.states import UNPICKED, ParcelState, PickState, WaveState
from zhanggui.fulfilment.wave_sums import recount_waves
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows, draw_ids, update_rows
from zhanggui.kernel.facts import FactOf, announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.numbers import draw_numbers
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.models import Order

_WAVE = (
    "id", "number", "warehouse_id", "carrier", "kind", "state", "parcel_count", "units", "built_by", "built_at",
    "printed_at", "picked_by", "zone", "means", "labels_at_table",
)  # fmt: skip


class OnTheCart(Refusal):
    """Pieces of parcel {number} are on a picker's cart already. Stop it instead, so that they are put back."""

    sound = "stopped"


@transaction.atomic
def kick_out_parcels(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    inside = ParcelLine.objects.filter(parcel_id__among=set(parcel_ids))
    list(locked(Order.objects.all(), inside.values_list("order_line__order_id", flat=True)).values_list("pk"))
    in_waves = Parcel.objects.filter(pk__among=set(parcel_ids), wave__isnull=False)
    waves = {wave.pk: wave for wave in locked(Wave.objects.all(), in_waves.values_list("wave_id", flat=True))}
    parcels = list(locked(Parcel.objects.visible_to(actor), parcel_ids))
    asked = stops_asked(parcel.pk for parcel in parcels)
    carried = _on_carts(parcels)

    def check(parcel: Parcel) -> None:
        check_step(
            number=parcel.number, waybill=parcel.waybill, state=parcel.state, reason=parcel.stop_reason,
            needed=[ParcelState.WAVED, ParcelState.PRINTED], asked=asked.get(parcel.pk, ""),
        )  # fmt: skip
        if parcel.pk in carried:
            raise OnTheCart(number=parcel.number)

    ready, refused = divide(parcels, check=check, key=lambda parcel: parcel.pk)
    refused |= not_found("parcel", parcel_ids, (parcel.pk for parcel in parcels))
    printed = [parcel for parcel in ready if parcel.state == ParcelState.PRINTED]
    facts: list[FactOf] = [ParcelKickedOut(parcel.pk, waves[parcel.wave_id or 0].number) for parcel in ready]

    facts += _go_together(printed, waves, actor=actor, at=at)
    leave_waves(ready, actor=actor, at=at)

    announce(facts, actor=actor, at=at)
    return Outcome(done=[parcel.pk for parcel in ready], refused=refused)


def _on_carts(parcels: Sequence[Parcel]) -> set[int]:
    taken = Pick.objects.filter(parcel_line__parcel_id__among={parcel.pk for parcel in parcels}, state=PickState.TAKEN)
    return set(taken.values_list("parcel_line__parcel_id", flat=True))


def _go_together(printed: Sequence[Parcel], waves: Mapping[int, Wave], *, actor: Actor, at: datetime) -> list[FactOf]:
    """Printed parcels of one wave go into one new wave, which can be picked at once if their labels are out."""
    groups: dict[int, list[Parcel]] = defaultdict(list)
    for parcel in sorted(printed, key=lambda parcel: parcel.cell or 0):
        groups[parcel.wave_id or 0].append(parcel)
    if not groups:
        return []
    new_ids = dict(zip(groups, draw_ids(Wave, len(groups)), strict=True))
    numbers = dict(zip(groups, draw_numbers("wave", "W", len(groups), at=at), strict=True))
    rows: list[tuple[Any, ...]] = []
    facts: list[FactOf] = []
    for old_id, own in groups.items():
        old, units = waves[old_id], sum(parcel.units for parcel in own)
        is_out = all(parcel.label_proven_at or (old.labels_at_table and not parcel.prints) for parcel in own)
        rows.append(
            (new_ids[old_id], numbers[old_id], old.warehouse_id, old.carrier, old.kind,
             (WaveState.PRINTED if is_out else WaveState.OPEN).value,
             len(own), units, actor.name, at, at if is_out else None, "", old.zone, old.means, old.labels_at_table)
        )  # fmt: skip
        facts.append(WaveBuilt(new_ids[old_id], numbers[old_id], len(own), units))
    copy_rows(Wave, _WAVE, rows)
    update_rows(
        Parcel,
        ("id",),
        ("wave_id", "cell"),
        [(one.pk, new_ids[old_id], cell) for old_id, own in groups.items() for cell, one in enumerate(own, start=1)],
    )
    _take_picks_along({one.pk: new_ids[old_id] for old_id, own in groups.items() for one in own})
    recount_waves(groups, at=at)
    return facts


def _take_picks_along(wave_of: Mapping[int, int]) -> None:
    """The picks of these parcels belong to their new waves, and to no picker."""
    picks = Pick.objects.filter(parcel_line__parcel_id__among=set(wave_of), state__in=UNPICKED)
    rows = picks.values_list("pk", "parcel_line__parcel_id")
    update_rows(
        Pick,
        ("id",),
        ("wave_id", "picker", "picker_id"),
        [(pk, wave_of[parcel_id], "", None) for pk, parcel_id in rows],
    )
