"""Undo splits: what was split off goes back into the parcel it came from, as long as neither has paper.

Afterwards that parcel has exactly the lines, pieces and claims it had, and the one that was split off is void. What was
sent from another warehouse holds its stock in the first one again; where that is gone meanwhile, nothing changes.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.merging.facts import ParcelJoined
from zhanggui.fulfilment.merging.locking import lock_orders_of
from zhanggui.fulfilment.merging.parting import keep_orders, leave_waves, move_lines, recount_parcels, rejoin_lines
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.places.replacing import choose_carriers_again
from zhanggui.fulfilment.queries import stops_asked
from zhanggui.fulfilment.rules.parcels import CLAIM, check_step
from zhanggui.fulfilment.states import ParcelState
from zhanggui.fulfilment.wave_sums import lock_waves_of
from zhanggui.inventory.flows.move_claims import move_claims
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.kernel.steps import move_to


class NotSplitOff(Refusal):
    """Parcel {number} was not split off another one."""


class MergedSinceSplit(Refusal):
    """Parcel {number} was merged since it was split off. Undo that merge first."""


_OPEN = [ParcelState.PLANNED, ParcelState.WAVED]


@transaction.atomic
def join_parcels(*, parcel_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    origins = _origins(parcel_ids)
    both = sorted({*parcel_ids, *origins.values()})
    lock_orders_of(both)
    lock_waves_of(both)
    rows = {parcel.pk: parcel for parcel in locked(Parcel.objects.all(), both)}
    seen = set(Parcel.objects.visible_to(actor).filter(pk__among=both).values_list("pk", flat=True))
    merged = set(
        Parcel.objects.filter(merged_into_id__among=both, state=ParcelState.MERGED).values_list(
            "merged_into_id", flat=True
        )
    )
    asked = stops_asked(both)

    def check(parcel: Parcel) -> None:
        if parcel.split_from_id is None:
            raise NotSplitOff(number=parcel.number)
        for one in (parcel, rows[parcel.split_from_id]):
            if one.state == ParcelState.MERGED:
                raise MergedSinceSplit(number=parcel.number)
            check_step(
                number=one.number, waybill=one.waybill, state=one.state, needed=_OPEN, reason=one.stop_reason,
                asked=asked.get(one.pk, ""),
            )  # fmt: skip
        if parcel.pk in merged:
            raise MergedSinceSplit(number=parcel.number)
        if parcel.split_from_id not in seen:
            raise NotFound(what="parcel", key=parcel.split_from_id)

    offcuts = [rows[pk] for pk in dict.fromkeys(parcel_ids) if pk in rows and pk in seen]
    ready, refused = divide(offcuts, check=check, key=lambda parcel: parcel.pk)
    refused |= not_found("parcel", parcel_ids, (p.pk for p in offcuts))
    target = _roots({parcel.pk: origins[parcel.pk] for parcel in ready})
    refused |= _bring_home(target, rows, actor=actor, at=at)
    target = {pk: root for pk, root in target.items() if pk not in refused}

    leave_waves([rows[pk] for pk in sorted({*target, *target.values()})], actor=actor, at=at)
    lines = ParcelLine.objects.filter(parcel_id__among=set(target)).values_list("pk", "parcel_id", "home_id")
    move_lines({pk: (target[parcel_id], home_id) for pk, parcel_id, home_id in lines})
    rejoin_lines(target.values(), actor=actor, at=at)
    recount_parcels(target.values())
    keep_orders(target.values())
    _bequeath(target)
    move_to(Parcel, sorted(target), ParcelState.VOID)
    choose_carriers_again(target.values(), actor=actor, at=at)

    announce([ParcelJoined(pk, rows[origin].number) for pk, origin in target.items()], actor=actor, at=at)
    return Outcome(done=[parcel.pk for parcel in ready if parcel.pk in target], refused=refused)


def _origins(parcel_ids: Sequence[int]) -> dict[int, int]:
    """Where these were split off; that never changes while the origin lives."""
    rows = Parcel.objects.filter(pk__among=set(parcel_ids), split_from__isnull=False)
    return dict(rows.values_list("pk", "split_from_id"))


def _roots(target: dict[int, int]) -> dict[int, int]:
    """An offcut of an offcut that is joined too goes where that one goes."""
    roots = {}
    for pk, origin in target.items():
        while origin in target:
            origin = target[origin]
        roots[pk] = origin
    return roots


def _bring_home(
    target: Mapping[int, int], rows: Mapping[int, Parcel], *, actor: Actor, at: datetime
) -> dict[int, Refusal]:
    """What is sent from elsewhere holds its stock where its root does; where pieces are missing there, why nothing that
    was split off that root goes back."""
    away = {pk: root for pk, root in target.items() if rows[pk].warehouse_id != rows[root].warehouse_id}
    if not away:
        return {}
    lines = ParcelLine.objects.filter(parcel_id__among=set(away)).values_list("pk", "parcel_id")
    moved = move_claims(
        cause=CLAIM,
        groups={line_id: away[parcel_id] for line_id, parcel_id in lines},
        targets={root: rows[root].warehouse_id for root in away.values()},
        actor=actor,
        at=at,
    )
    return {pk: moved.refused[root] for pk, root in target.items() if root in moved.refused}


def _bequeath(target: dict[int, int]) -> None:
    """What was split off these since belongs to the parcel they went back into."""
    grandchildren = Parcel.objects.filter(split_from_id__among=set(target)).exclude(pk__among=set(target))
    rows = [(pk, target[parent]) for pk, parent in grandchildren.values_list("pk", "split_from_id")]
    update_rows(Parcel, ("id",), ("split_from_id",), rows)
