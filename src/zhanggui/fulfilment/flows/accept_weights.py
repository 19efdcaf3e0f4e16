"""Accept weights at which the scale stopped, for a reason that a second person confirms.

Afterwards the parcels are weighed with what the scale said and may be handed over; who accepted, who confirmed it, why,
and whether that was who had weighed it stays on the list of overrides. Nothing is learned from them.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.facts import ParcelWeighed
from zhanggui.fulfilment.models import OddWeight, Parcel
from zhanggui.fulfilment.overriding.people import check_confirmed
from zhanggui.fulfilment.overriding.writing import LetThrough, write_overrides
from zhanggui.fulfilment.queries import stops_asked
from zhanggui.fulfilment.rules.parcels import check_step
from zhanggui.fulfilment.rules.weights import check_crate
from zhanggui.fulfilment.states import OddState, OverrideKind, ParcelState
from zhanggui.fulfilment.weighing.facts import ParcelWeightAccepted
from zhanggui.fulfilment.weighing.passing import Weighed, pass_scale
from zhanggui.fulfilment.weighing.reading import crates_of, packs, pieces_of
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_each

_ODD = ("pk", "parcel_id", "state", "grams", "low_g", "high_g", "packaging_id", "by", "by_id")
_PARCEL = ("pk", "number", "waybill", "state", "stop_reason", "expected_g", "warehouse_id")


class OddWeightClosed(Refusal):
    """Nothing waits here any more: {state}."""


class ReasonMissing(Refusal):
    """Say why this weight is right."""


@transaction.atomic
def accept_weights(
    *, odd_ids: Sequence[int], reason: str, confirmed_by: Actor, actor: Actor, at: datetime
) -> Outcome[int]:
    """`confirmed_by` has proved who they are a moment ago."""
    check_confirmed(confirmed_by, actor=actor)
    if not reason.strip():
        raise ReasonMissing
    homes = dict(OddWeight.objects.filter(pk__among=set(odd_ids)).values_list("pk", "parcel_id"))
    parcels = {
        parcel.pk: parcel
        for parcel in locked(Parcel.objects.visible_to(actor), homes.values()).values_list(*_PARCEL, named=True)
    }
    odds = [odd for odd in _open_ones(odd_ids) if odd.parcel_id in parcels]
    parcel_ids = [odd.parcel_id for odd in odds]
    asked, crates, pieces = stops_asked(parcel_ids), crates_of(parcel_ids), pieces_of(parcel_ids)

    def check(odd: OddWeight) -> None:
        parcel = parcels[odd.parcel_id]
        if odd.state != OddState.OPEN:
            raise OddWeightClosed(state=OddState(odd.state).label)
        check_step(
            number=parcel.number, waybill=parcel.waybill, state=parcel.state, needed=[ParcelState.VERIFIED],
            reason=parcel.stop_reason, asked=asked.get(parcel.pk, ""),
        )  # fmt: skip
        check_crate(number=parcel.number, crate=crates.get(parcel.pk, ""))

    ready, refused = divide(odds, check=check, key=lambda odd: odd.pk)
    refused |= not_found("odd weight", odd_ids, (odd.pk for odd in odds))

    boxes = packs(only={odd.packaging_id for odd in ready if odd.packaging_id})
    move_each(
        OddWeight,
        ("closed_at", "closed_by", "is_own", "reason"),
        [
            (odd.pk, OddState.ACCEPTED.value, at, actor.name, odd.by_id == actor.user_id, reason.strip())
            for odd in ready
        ],
    )
    pass_scale(
        [
            Weighed(
                odd.parcel_id, parcels[odd.parcel_id].warehouse_id, odd.grams, pieces[odd.parcel_id],
                boxes.get(odd.packaging_id or 0),
            )
            for odd in ready
        ],
        actor=actor,
        at=at,
    )  # fmt: skip

    write_overrides(
        [LetThrough(odd.parcel_id, OverrideKind.WEIGHT, odd_weight_id=odd.pk) for odd in ready],
        reason=reason.strip(), confirmed_by=confirmed_by, actor=actor, at=at,
    )  # fmt: skip
    announce(
        [
            *(ParcelWeighed(odd.parcel_id, odd.grams, parcels[odd.parcel_id].expected_g) for odd in ready),
            *(
                ParcelWeightAccepted(
                    odd.parcel_id, odd.grams, odd.low_g, odd.high_g, reason.strip(), odd.by, confirmed_by.name
                )
                for odd in ready
            ),
        ],
        actor=actor,
        at=at,
    )
    return Outcome(done=[odd.pk for odd in ready], refused=refused)


def _open_ones(odd_ids: Sequence[int]) -> list[OddWeight]:
    """Read after their parcels were locked: nobody else ends them now."""
    return list(OddWeight.objects.filter(pk__among=set(odd_ids)).order_by("pk").values_list(*_ODD, named=True))
