"""Stopping parcels, each for its own reason, in one go: the locks of all are taken in one order."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

from zhanggui.fulfilment.collecting import drop_cash
from zhanggui.fulfilment.facts import ParcelStopRecorded, ParcelVoided
from zhanggui.fulfilment.models import Parcel, ParcelLine, Pick
from zhanggui.fulfilment.recalls.voiding import void_labels
from zhanggui.fulfilment.rules.parcels import CLAIM, ParcelLeft
from zhanggui.fulfilment.states import UNPICKED, UNPRINTED, ParcelState, PickState
from zhanggui.fulfilment.wave_sums import close_waves, lock_waves_of, recount_waves
from zhanggui.inventory.flows.release_claims import release_claims
from zhanggui.inventory.flows.unpromise_picks import unpromise_picks
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import FactOf, announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.kernel.steps import move_each, move_to
from zhanggui.orders.flows.record_progress import Progress, record_progress

_UNPICKED = UNPRINTED | {ParcelState.PRINTED}
_OVER = frozenset({ParcelState.STOPPED, ParcelState.VOID, ParcelState.MERGED})

STOPPED = ("pk", "number", "waybill", "carrier", "state", "wave_id", "units_verified", "prints")
"""What a stop reads of a parcel."""


def stop_each(reasons: Mapping[int, str], *, actor: Actor, at: datetime) -> Outcome[int]:
    """Every parcel of `reasons` is stopped now, or was before; one that has left is refused.

    The caller has locked the orders of these parcels.
    """
    lock_waves_of(reasons)
    parcels = locked(Parcel.objects.visible_to(actor), reasons)
    return stop_locked(reasons, list(parcels.values_list(*STOPPED, named=True)), actor=actor, at=at)


def stop_locked(
    reasons: Mapping[int, str],
    parcels: Sequence[Parcel],
    *,
    shared_with: Mapping[int, Iterable[int]] = MappingProxyType({}),
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    """The same for parcels (the columns of STOPPED) that are locked already, with their waves.

    `shared_with` are the orders that a parcel's label was printed for besides those in it now.
    """
    lines: list[Any] = list(
        ParcelLine.objects.filter(parcel_id__among=set(reasons))
        .order_by("pk")
        .values_list("pk", "parcel_id", "order_line_id", "order_line__order_id", "quantity", named=True)
    )
    refused = not_found("parcel", reasons, (parcel.pk for parcel in parcels))
    for parcel in parcels:
        if parcel.state == ParcelState.SHIPPED:
            refused[parcel.pk] = ParcelLeft(number=parcel.number, waybill=parcel.waybill)
    stopping = [parcel for parcel in parcels if parcel.pk not in refused and parcel.state not in _OVER]
    void = [parcel for parcel in stopping if parcel.state in UNPRINTED]
    printed = [parcel for parcel in stopping if parcel.state not in UNPRINTED]

    move_each(
        Parcel,
        ("stopped_at", "stop_reason", "wave_id", "cell"),
        [(parcel.pk, ParcelState.VOID.value, at, reasons[parcel.pk][:200], None, None) for parcel in void],
    )
    move_each(
        Parcel,
        ("stopped_at", "stop_reason"),
        [(parcel.pk, ParcelState.STOPPED.value, at, reasons[parcel.pk][:200]) for parcel in printed],
    )
    _void_labels(printed, lines, shared_with, at=at)
    drop_cash(parcel.pk for parcel in stopping)
    unpicked = {parcel.pk for parcel in stopping if parcel.state in _UNPICKED}
    recount_waves({parcel.wave_id for parcel in void if parcel.wave_id}, at=at)
    unpicked_waves = {parcel.wave_id for parcel in printed if parcel.state == ParcelState.PRINTED and parcel.wave_id}
    close_waves(unpicked_waves, at=at)
    _give_back([line for line in lines if line.parcel_id in unpicked], actor=actor, at=at)

    facts: list[FactOf] = [ParcelVoided(parcel.pk, reasons[parcel.pk]) for parcel in void]
    facts += [
        ParcelStopRecorded(parcel.pk, reasons[parcel.pk], parcel.state, parcel.units_verified) for parcel in printed
    ]
    nowhere = [parcel for parcel in printed if not parcel.prints and parcel.pk in unpicked]
    move_to(Parcel, [parcel.pk for parcel in nowhere], ParcelState.VOID, wave_id=None, cell=None)
    recount_waves({parcel.wave_id for parcel in nowhere if parcel.wave_id}, at=at)
    facts += [ParcelVoided(parcel.pk, reasons[parcel.pk]) for parcel in nowhere]
    announce(facts, actor=actor, at=at)
    return Outcome(done=[parcel.pk for parcel in parcels if parcel.pk not in refused], refused=refused)


def _void_labels(
    parcels: Sequence[Parcel], lines: Sequence[Any], shared_with: Mapping[int, Iterable[int]], *, at: datetime
) -> None:
    """Each label is void for the orders in its parcel and for those it was shared with."""
    orders: dict[int, set[int]] = defaultdict(set)
    for line in lines:
        orders[line.parcel_id].add(line.order_line__order_id)
    for parcel in parcels:
        orders[parcel.pk].update(shared_with.get(parcel.pk, ()))
    void_labels(parcels, orders, at=at)


def _give_back(lines: Sequence[ParcelLine], *, actor: Actor, at: datetime) -> None:
    """What was only planned or promised is free again."""
    if not lines:
        return
    ids = [line.pk for line in lines]
    picks = list(
        Pick.objects.filter(parcel_line_id__among=ids, state__in=UNPICKED).values_list(
            "pk", "location_id", "sku_id", "lot", "quantity"
        )
    )
    release_claims(cause=CLAIM, cause_ids=ids, actor=actor, at=at)
    unpromise_picks(picks=[pick[1:] for pick in picks], actor=actor, at=at)
    move_to(Pick, [pick[0] for pick in picks], PickState.CANCELLED)
    record_progress(lines=[Progress(line.order_line_id, claimed=-line.quantity) for line in lines], actor=actor, at=at)
