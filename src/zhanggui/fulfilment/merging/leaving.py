"""Taking pieces out of parcels that others share, so that only they are stopped.

What leaves becomes a parcel of its own in the state the pieces are in; from print on it takes the old label along, and
the others get a new number that no paper carries yet: reprint needed. Where an account gives the numbers, the others
are planned again, so that it is asked for one. Whoever opened the box verifies it again.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from zhanggui.fulfilment.collecting import drop_cash
from zhanggui.fulfilment.merging.facts import ParcelLostLines, PiecesLeftParcel, PiecesLeftPrinted
from zhanggui.fulfilment.merging.numbering_anew import plan_again
from zhanggui.fulfilment.merging.parting import keep_orders, move_lines, recount_parcels
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.numbering import drop_numbers
from zhanggui.fulfilment.states import Numbering, ParcelState
from zhanggui.fulfilment.wave_sums import recount_waves
from zhanggui.fulfilment.writing import PARCEL, NewParcel, parcel_row
from zhanggui.inventory.flows.step_codes import step_codes
from zhanggui.inventory.states import CodeState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows, draw_ids, update_rows
from zhanggui.kernel.doors.carriers import carrier_named
from zhanggui.kernel.facts import FactOf, announce
from zhanggui.kernel.numbers import draw_numbers
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_each
from zhanggui.orders.flows.record_progress import Progress, record_progress

_BOXED = frozenset({ParcelState.PICKED, ParcelState.VERIFIED, ParcelState.WEIGHED})
_ON_PAPER = _BOXED | {ParcelState.PRINTED}


def fresh_waybills(parcels: Sequence[Parcel]) -> dict[int, str]:
    """A new number for each parcel that has paper. A carrier that gives none leaves its parcels out, and so does an
    account: it would have to be asked first."""
    numbers: dict[int, str] = {}
    on_paper = [one for one in parcels if one.state in _ON_PAPER and one.numbering == Numbering.OWN]
    for carrier in sorted({parcel.carrier for parcel in on_paper}):
        own = [parcel.pk for parcel in on_paper if parcel.carrier == carrier]
        try:
            numbers |= zip(own, carrier_named(carrier).issue(count=len(own)), strict=True)
        except Refusal:
            continue
    return numbers


def take_out(
    parcels: Sequence[Parcel],
    lines: Mapping[int, Sequence[Any]],
    leaving: Mapping[int, Sequence[int]],
    waybills: Mapping[int, str],
    *,
    anew: Collection[int] = (),
    actor: Actor,
    at: datetime,
) -> dict[int, int]:
    """The `leaving` lines of each parcel travel in a parcel of their own; answers it by the parcel they left.

    `lines` are all lines of each parcel; those `anew` are planned again. Orders, waves and parcels are locked.
    """
    if not parcels:
        return {}
    numbers = draw_numbers("parcel", "P", len(parcels), at=at)
    taken = dict(zip((parcel.pk for parcel in parcels), draw_ids(Parcel, len(parcels)), strict=True))
    _reset(parcels, lines, waybills, actor=actor, at=at)
    plan_again([parcel for parcel in parcels if parcel.pk in anew], actor=actor, at=at)
    waved = [parcel.pk for parcel in parcels if parcel.state == ParcelState.WAVED]
    drop_numbers(waved, then=Numbering.AWAITED, actor=actor, at=at)
    rows, facts = [], list[FactOf]()
    for parcel, number in zip(parcels, numbers, strict=True):
        own = [line for line in lines[parcel.pk] if line.pk in set(leaving[parcel.pk])]
        is_boxed, is_printed = parcel.state in _BOXED, parcel.state in _ON_PAPER
        state = ParcelState.PICKED if is_boxed else ParcelState.PRINTED if is_printed else ParcelState.PLANNED
        units = sum(line.quantity for line in own)
        rows.append(
            parcel_row(
                NewParcel(
                    taken[parcel.pk], number, parcel.shop_id, parcel.warehouse_id, own[0].order_line__order_id,
                    parcel.carrier, parcel.ship_by, parcel.collect_by, at, bytes(parcel.merge_key), units,
                    split_from_id=parcel.pk, state=state, waybill=parcel.waybill if is_printed else "",
                    prints=parcel.prints, printed_at=parcel.printed_at, picked_at=parcel.picked_at,
                )
            )
        )  # fmt: skip
        facts.append(_told(parcel, units, number, waybills.get(parcel.pk, "")))
    copy_rows(Parcel, PARCEL, rows)
    move_lines({line_id: (taken[pk], None) for pk, line_ids in leaving.items() for line_id in line_ids})
    _unpack(parcels, lines, actor=actor, at=at)
    recount_parcels([*taken, *taken.values()])
    keep_orders([*taken, *taken.values()])
    recount_waves({p.wave_id for p in parcels if p.wave_id and p.state == ParcelState.WAVED}, at=at)
    _void_empty_parts([line for pk in leaving for line in lines[pk]])
    announce(facts, actor=actor, at=at)
    return taken


def _told(parcel: Parcel, units: int, number: str, new: str) -> FactOf:
    """What the parcel's timeline says of its label, if it had one."""
    if new:
        return ParcelLostLines(parcel.pk, units, number, parcel.waybill, new)
    if parcel.state in _ON_PAPER:
        return PiecesLeftPrinted(parcel.pk, units, number, parcel.waybill)
    return PiecesLeftParcel(parcel.pk, units, number)


def _reset(
    parcels: Sequence[Parcel],
    lines: Mapping[int, Sequence[Any]],
    waybills: Mapping[int, str],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """What has paper gets the new number and waits for its print; what was verified or weighed is picked again."""
    printed = [parcel for parcel in parcels if parcel.pk in waybills]
    move_each(
        Parcel,
        ("waybill", "prints", "label_proven_at"),
        [(p.pk, (ParcelState.PICKED if p.state in _BOXED else p.state), waybills[p.pk], 0, None) for p in printed],
    )
    drop_cash(waybills)
    opened = [parcel.pk for parcel in printed if parcel.state in _BOXED]
    Parcel.objects.filter(pk__among=opened).update(
        units_verified=0, units_rechecked=0, verified_at=None, verified_by="", weighed_at=None, weighed_g=None
    )
    ParcelLine.objects.filter(parcel_id__among=opened).update(verified=0)
    boxed = [line.pk for pk in opened for line in lines[pk]]
    if boxed:
        step_codes(cause_ids=boxed, state=CodeState.IN_STOCK, actor=actor, at=at)


def _unpack(parcels: Sequence[Parcel], lines: Mapping[int, Sequence[Any]], *, actor: Actor, at: datetime) -> None:
    """What was weighed counts as packed no more, neither what stays nor what left."""
    weighed = [line for parcel in parcels if parcel.weighed_at for line in lines[parcel.pk]]
    if weighed:
        record_progress(
            lines=[Progress(line.order_line_id, packed=-line.quantity) for line in weighed], actor=actor, at=at
        )


def _void_empty_parts(lines: Sequence[Any]) -> None:
    """A merged parcel of which nothing travels any more will not come back."""
    homes = sorted({line.home_id for line in lines if line.home_id})
    full = set(ParcelLine.objects.filter(home_id__among=homes).values_list("home_id", flat=True))
    empty = [pk for pk in homes if pk not in full]
    update_rows(Parcel, ("id",), ("state", "merged_into_id"), [(pk, ParcelState.VOID.value, None) for pk in empty])
