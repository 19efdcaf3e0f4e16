"""Build waves of planned parcels.

Afterwards each parcel has a cell in one wave, and every piece of it is set aside in a bin; a parcel taken by another
builder, or whose bins cannot cover it, is left planned. Where numbers come from accounts, the parcels await theirs.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.facts import WaveBuilt
from zhanggui.fulfilment.models import Parcel, ParcelLine, Pick, Wave
from zhanggui.fulfilment.numbering import account_carriers
from zhanggui.fulfilment.queries import marks_of
from zhanggui.fulfilment.rules.parcels import OrderHeld, OrderStopping, stop_words
from zhanggui.fulfilment.rules.waves import Waiting, put_together
from zhanggui.fulfilment.states import Numbering, ParcelState, PickState, WaveState
from zhanggui.inventory.flows.promise_picks import promise_picks
from zhanggui.inventory.rules.bins import BinsShort, PickPlan, PickWant
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows, draw_ids
from zhanggui.kernel.facts import announce
from zhanggui.kernel.numbers import draw_numbers
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_each

DEFAULT_SIZE = 40
"""Cells of a usual wall."""

_WAVE = (
    "id",
    "number",
    "warehouse_id",
    "carrier",
    "kind",
    "state",
    "parcel_count",
    "units",
    "built_by",
    "built_at",
    "picked_by",
)
_PICK = ("parcel_line_id", "wave_id", "location_id", "sku_id", "lot", "quantity", "state")


class NotWaiting(Refusal):
    """This parcel is not waiting for a wave, or someone else is taking it just now."""


@transaction.atomic
def build_waves(
    *, parcel_ids: Sequence[int], wave_size: int = DEFAULT_SIZE, actor: Actor, at: datetime
) -> Outcome[int]:
    waiting, refused = _load(parcel_ids, actor=actor)
    picks, short = _promise(waiting, actor=actor, at=at)
    refused |= short

    plans = put_together([parcel for parcel in waiting if parcel.parcel_id not in short], size=wave_size)
    wave_ids = draw_ids(Wave, len(plans))
    numbers = draw_numbers("wave", "W", len(plans), at=at)

    copy_rows(
        Wave,
        _WAVE,
        [
            (wave_id, number, plan.warehouse_id, plan.carrier, plan.kind, WaveState.OPEN.value, len(plan.parcel_ids),
             plan.units, actor.name, at, "")
            for wave_id, number, plan in zip(wave_ids, numbers, plans, strict=True)
        ],
    )  # fmt: skip
    asked, waved = account_carriers(), ParcelState.WAVED.value
    numbering = {True: Numbering.AWAITED.value, False: Numbering.OWN.value}
    cells = {
        parcel_id: (wave_id, cell, numbering[(plan.warehouse_id, plan.carrier) in asked])
        for wave_id, plan in zip(wave_ids, plans, strict=True)
        for cell, parcel_id in enumerate(plan.parcel_ids, start=1)
    }
    move_each(
        Parcel,
        ("wave_id", "cell", "numbering"),
        [(parcel_id, waved, *place) for parcel_id, place in cells.items()],
    )
    to_pick = PickState.TO_PICK.value
    copy_rows(
        Pick,
        _PICK,
        [
            (line_id, cells[parcel_id][0], pick.location_id, sku_id, pick.lot, pick.quantity, to_pick)
            for parcel_id, line_id, sku_id, pick in picks
        ],
    )

    announce(
        [
            WaveBuilt(wave_id, number, len(plan.parcel_ids), plan.units)
            for wave_id, number, plan in zip(wave_ids, numbers, plans, strict=True)
        ],
        actor=actor,
        at=at,
    )
    return Outcome(done=list(cells), refused=refused)


def _load(parcel_ids: Sequence[int], *, actor: Actor) -> tuple[list[Waiting], dict[int, Refusal]]:
    """Two builders never hold the same parcel: what the other has locked is passed over."""
    rows = list(
        Parcel.objects.visible_to(actor)
        .filter(pk__among=set(parcel_ids), state=ParcelState.PLANNED)
        .order_by("pk")
        .select_for_update(of=("self",), skip_locked=True, no_key=True)
        .values_list("pk", "warehouse_id", "carrier", "sku_count", "units", "ship_by", "order__number")
    )
    ids = [row[0] for row in rows]
    asked, reviews, held, _, urgent, _, apart = marks_of(ids)
    waiting, refused = [], dict[int, Refusal]()
    for parcel_id, warehouse_id, carrier, sku_count, units, ship_by, number in rows:
        if parcel_id in asked:
            refused[parcel_id] = OrderStopping(number=number, reason=stop_words(asked[parcel_id]))
        elif parcel_id in reviews:
            refused[parcel_id] = reviews[parcel_id]
        elif parcel_id in held:
            refused[parcel_id] = OrderHeld(number=held[parcel_id])
        elif parcel_id in apart:
            refused[parcel_id] = apart[parcel_id]
        else:
            is_urgent = parcel_id in urgent
            waiting.append(Waiting(parcel_id, warehouse_id, carrier, sku_count, units, ship_by, is_urgent))
    seen = {parcel.parcel_id for parcel in waiting} | set(refused)
    refused |= {parcel_id: NotWaiting() for parcel_id in parcel_ids if parcel_id not in seen}
    return waiting, refused


def _promise(
    waiting: Sequence[Waiting], *, actor: Actor, at: datetime
) -> tuple[list[tuple[int, int, int, PickPlan]], dict[int, Refusal]]:
    """Bins for every piece: (parcel, parcel line, SKU, plan). A parcel whose bins are short is left out whole."""
    lines = {
        line_id: (parcel_id, sku_id, quantity)
        for line_id, parcel_id, sku_id, quantity in ParcelLine.objects.filter(
            parcel_id__among=[parcel.parcel_id for parcel in waiting]
        )
        .order_by("parcel_id", "pk")
        .values_list("pk", "parcel_id", "sku_id", "quantity")
    }
    warehouse = {parcel.parcel_id: parcel.warehouse_id for parcel in waiting}
    wants = [
        PickWant(line_id, warehouse[parcel_id], sku_id, quantity)
        for line_id, (parcel_id, sku_id, quantity) in lines.items()
    ]
    short: dict[int, Refusal] = {}
    try:
        plans = promise_picks(wants=wants, actor=actor, at=at)
    except BinsShort as refusal:
        # It names every parcel that is short, so without these the bins suffice.
        short = {lines[line_id][0]: refusal for line_id in refusal.data["keys"]}
        plans = promise_picks(wants=[want for want in wants if lines[want.key][0] not in short], actor=actor, at=at)
    return [(lines[plan.key][0], plan.key, lines[plan.key][1], plan) for plan in plans], short
