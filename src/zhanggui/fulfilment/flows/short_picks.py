"""Say that a bin holds less than the picker came for, and why.

Afterwards the pieces found are on the cart, for the parcels that leave first. The rest comes from other bins of the
warehouse; nobody is sent to this one for this SKU until it is counted. A parcel that stays short is stopped, its label
is void, and its orders wait for goods: another warehouse may have them.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.merging.locking import lock_orders_of
from zhanggui.fulfilment.models import Parcel, ParcelLine, Pick
from zhanggui.fulfilment.picking.facts import ParcelShort, WaveShort
from zhanggui.fulfilment.picking.locking import check_mine, lock_parcels_of, lock_wave_of, picks_seen
from zhanggui.fulfilment.picking.refilling import keep_found, refill
from zhanggui.fulfilment.queries import orders_in
from zhanggui.fulfilment.rules.picking import Waits, allot, first_served
from zhanggui.fulfilment.stopping import stop_locked
from zhanggui.inventory.flows.hold_missing import hold_missing
from zhanggui.inventory.flows.request_counts import CountAsk, NothingMissing, request_counts
from zhanggui.inventory.flows.unpromise_picks import unpromise_picks
from zhanggui.inventory.stock_rows import lock_availability
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import FactOf, announce
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.holding import place_holds
from zhanggui.orders.models import Order
from zhanggui.orders.states import HoldReason


class SeveralBins(Refusal):
    """One bin and one SKU at a time can be short."""


@transaction.atomic
def short_picks(*, pick_ids: Sequence[int], found: int, reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    concerned = list(
        Parcel.objects.filter(lines__picks__pk__among=set(pick_ids)).distinct().values_list("pk", flat=True)
    )
    lock_orders_of(concerned)
    lock_wave_of(pick_ids, actor=actor)
    parcels = lock_parcels_of(pick_ids)
    picks = picks_seen(pick_ids, actor=actor)
    ready, refused = divide(picks, check=lambda pick: check_mine(pick, actor), key=lambda pick: pick.pk)
    refused |= not_found("pick", pick_ids, (pick.pk for pick in picks))
    if refused:
        return Outcome(refused=refused)
    wanted = sum(pick.quantity for pick in ready)
    if len({(pick.wave_id, pick.location_id, pick.sku_id, pick.lot) for pick in ready}) != 1:
        raise SeveralBins
    if not 0 <= found < wanted:
        raise NothingMissing(found=found, expected=wanted)

    one = ready[0]
    waits = first_served(_waits(ready))
    given = allot(waits, found)
    _lock_stock(concerned)
    request_counts(
        asks=[CountAsk(one.location_id, one.sku_id, one.lot, reason, wanted, found, one.wave.number)],
        actor=actor,
        at=at,
    ).one()
    unpromise_picks(picks=[(one.location_id, one.sku_id, one.lot, wanted - found)], actor=actor, at=at)
    keep_found({pick.pk: pick for pick in ready}, given, at=at)
    short = refill({pick.pk: pick for pick in ready}, waits, given, actor=actor, at=at)
    _let_go(short, one, parcels, actor=actor, at=at)
    hold_missing(location_ids=[one.location_id], actor=actor, at=at)

    code = one.sku.code
    facts: list[FactOf] = [WaveShort(one.wave_id, one.location.code, code, wanted - found, reason)]
    announce([*facts, *(ParcelShort(pk, code) for pk in short)], actor=actor, at=at)
    return Outcome(done=[pick.pk for pick in ready])


def _waits(picks: Sequence[Pick]) -> list[Waits]:
    rows = ParcelLine.objects.filter(pk__among={pick.parcel_line_id for pick in picks})
    told = {
        row[0]: row[1:] for row in rows.values_list("pk", "parcel_id", "parcel__ship_by", "order_line__order__urgent")
    }
    return [
        Waits(pick.pk, pick.quantity, urgent, ship_by, parcel_id)
        for pick in picks
        for parcel_id, ship_by, urgent in [told[pick.parcel_line_id]]
    ]


def _lock_stock(parcel_ids: Sequence[int]) -> None:
    """What is available of everything in these parcels, before any bin is locked: some of them may be stopped."""
    rows = ParcelLine.objects.filter(parcel_id__among=set(parcel_ids)).values_list("parcel__warehouse_id", "sku_id")
    lock_availability(set(rows))


def _let_go(short: Mapping[int, int], pick: Pick, parcels: Sequence[Parcel], *, actor: Actor, at: datetime) -> None:
    """The parcels that stay short, with how many pieces, are stopped; their orders wait for goods."""
    if not short:
        return
    leaving = [parcel for parcel in parcels if parcel.pk in short]
    words = f"{pick.sku.code} {pick.location.code}"
    stop_locked(dict.fromkeys(short, words), leaving, actor=actor, at=at)
    missing = f"{pick.sku.code} 0/{sum(short.values())}"
    notes = dict.fromkeys(orders_in(short), missing)
    held = set(Order.objects.filter(pk__among=set(notes)).values_list("pk", flat=True))
    place_holds({pk: notes[pk] for pk in held}, reason=HoldReason.SHORTAGE, is_kept=True, actor=actor, at=at)
