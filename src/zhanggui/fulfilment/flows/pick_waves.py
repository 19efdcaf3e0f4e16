"""Pick waves: every piece of their parcels has been taken from its bin.

Afterwards the goods lie at the packing place, the claims are used up, and the parcels can be verified. A parcel that
was stopped meanwhile, or is to be, stays behind; its pieces stay in their bins.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from zhanggui.fulfilment.facts import ParcelPicked, WavePicked
from zhanggui.fulfilment.models import Parcel, ParcelLine, Pick, Wave
from zhanggui.fulfilment.queries import stops_asked
from zhanggui.fulfilment.rules.parcels import CLAIM
from zhanggui.fulfilment.states import UNPICKED, ParcelState, PickState, WaveState
from zhanggui.inventory.flows.pick_claimed import pick_claimed
from zhanggui.inventory.queries import packing_place
from zhanggui.inventory.rules.sums import Posting
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import FactOf, announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.orders.flows.record_progress import Progress, record_progress

MOVE = "pick_waves"


class WaveNotPrinted(Refusal):
    """Wave {number} is {state}; only a printed wave can be picked."""


class NoPackingPlace(Refusal):
    """The warehouse of wave {number} has no packing place. Open one first."""


class WaveOfOtherShops(Refusal):
    """Wave {number} holds parcels of shops you may not see. Someone who sees them all confirms it."""


@transaction.atomic
def pick_waves(*, wave_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    waves = list(locked(Wave.objects.visible_to(actor), wave_ids))
    packing = packing_place({wave.warehouse_id for wave in waves})
    shared = _with_other_shops(wave_ids, actor=actor)

    def check(wave: Wave) -> None:
        if wave.state != WaveState.PRINTED:
            raise WaveNotPrinted(number=wave.number, state=wave.get_state_display())
        if wave.pk in shared:
            raise WaveOfOtherShops(number=wave.number)
        if wave.warehouse_id not in packing:
            raise NoPackingPlace(number=wave.number)

    ready, refused = divide(waves, check=check, key=lambda wave: wave.pk)
    refused |= not_found("wave", wave_ids, (wave.pk for wave in waves))
    numbers = {wave.pk: wave.number for wave in ready}

    parcels = list(
        Parcel.objects.filter(wave_id__among=set(numbers), state=ParcelState.PRINTED)
        .order_by("pk")
        .select_for_update(no_key=True)
        .values_list("pk", "wave_id", "warehouse_id")
    )
    asked = stops_asked(parcel_id for parcel_id, _, _ in parcels)
    parcels = [parcel for parcel in parcels if parcel[0] not in asked]
    place = {parcel_id: packing[warehouse_id] for parcel_id, _, warehouse_id in parcels}
    picks = list(
        Pick.objects.filter(parcel_line__parcel_id__among=set(place), state__in=UNPICKED)
        .order_by("pk")
        .values_list(
            "pk", "parcel_line_id", "sku_id", "lot", "location_id", "quantity", "parcel_line__order_line_id",
            "parcel_line__parcel_id", "sku__cost",
        )
    )  # fmt: skip
    pick_claimed(
        cause=MOVE,
        moves=[
            Posting(pick_id, sku_id, bin_id, place[parcel_id], quantity, cost, lot)
            for pick_id, _, sku_id, lot, bin_id, quantity, _, parcel_id, cost in picks
        ],
        claim_cause=CLAIM,
        claim_cause_ids=sorted({line_id for _, line_id, *_ in picks}),
        actor=actor,
        at=at,
    )
    move_to(Pick, [pick[0] for pick in picks], PickState.PICKED)
    ParcelLine.objects.filter(pk__among={pick[1] for pick in picks}).update(picked=F("quantity"))
    move_to(Parcel, list(place), ParcelState.PICKED, picked_at=at)
    move_to(Wave, list(numbers), WaveState.PICKED, picked_at=at, picked_by=actor.name)
    record_progress(lines=[Progress(pick[6], picked=pick[5]) for pick in picks], actor=actor, at=at)

    facts: list[FactOf] = [ParcelPicked(parcel_id, numbers[wave_id]) for parcel_id, wave_id, _ in parcels]
    announce([*facts, *(WavePicked(pk, number) for pk, number in numbers.items())], actor=actor, at=at)
    return Outcome(done=list(numbers), refused=refused)


def _with_other_shops(wave_ids: Sequence[int], *, actor: Actor) -> set[int]:
    """The waves that also hold parcels of shops this actor may not see."""
    if actor.shop_ids is None:
        return set()
    others = Parcel.objects.filter(wave_id__among=set(wave_ids)).exclude(shop_id__in=actor.shop_ids)
    return set(others.values_list("wave_id", flat=True))
