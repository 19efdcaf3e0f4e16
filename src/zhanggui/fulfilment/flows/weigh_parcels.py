"""Weigh packed parcels.

Afterwards each parcel carries its weight and may be handed over, its order lines count as packed, and the box named
for it is used up and on its account. A weight outside what goods and box should weigh stops at the scale: it is kept
with what is probably wrong, until somebody opens the box, accepts the weight, or puts it on the scale again.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.facts import ParcelWeighed
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.queries import stops_asked
from zhanggui.fulfilment.rules.packagings import PackagingUnknown
from zhanggui.fulfilment.rules.parcels import check_step
from zhanggui.fulfilment.rules.print_results import LabelNotNumbered
from zhanggui.fulfilment.rules.weights import ParcelTooHeavy, ParcelTooLight, check_crate, check_weight
from zhanggui.fulfilment.states import ParcelState
from zhanggui.fulfilment.weighing.judging import Judge
from zhanggui.fulfilment.weighing.odd import keep_odd, settle_odd
from zhanggui.fulfilment.weighing.passing import Weighed, pass_scale
from zhanggui.fulfilment.weighing.reading import crates_of, packs, pieces_of, weigh_numbers
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found

_PARCEL = ("pk", "number", "waybill", "state", "stop_reason", "expected_g", "warehouse_id", "prints")


@transaction.atomic
def weigh_parcels(
    *,
    grams: Mapping[int, int],
    packagings: Mapping[int, int] | None = None,
    device: str = "",
    actor: Actor,
    at: datetime,
) -> Outcome[int]:
    boxes = packagings or {}
    parcels = list(locked(Parcel.objects.visible_to(actor), grams).values_list(*_PARCEL, named=True))
    asked, crates, pieces = stops_asked(grams), crates_of(grams), pieces_of(grams)
    judge = Judge(weigh_numbers(), packs(only=boxes.values()) if boxes else {}, pieces, crates, boxes)

    def check(parcel: Parcel) -> None:
        check_step(
            number=parcel.number, waybill=parcel.waybill, state=parcel.state, needed=[ParcelState.VERIFIED],
            reason=parcel.stop_reason, asked=asked.get(parcel.pk, ""),
        )  # fmt: skip
        if not parcel.prints:
            raise LabelNotNumbered(number=parcel.number)
        check_crate(number=parcel.number, crate=crates.get(parcel.pk, ""))
        if boxes.get(parcel.pk) not in {None, *judge.packs}:
            raise PackagingUnknown(code=boxes[parcel.pk])
        weight = grams[parcel.pk]
        check_weight(
            number=parcel.waybill or parcel.number, grams=weight, band=judge.band(parcel.pk, parcel.expected_g),
            guess=lambda band: judge.guess(parcel.pk, weight, band),
        )  # fmt: skip

    ready, refused = divide(parcels, check=check, key=lambda parcel: parcel.pk)
    refused |= not_found("parcel", grams, (parcel.pk for parcel in parcels))

    ids = [parcel.pk for parcel in ready]
    settle_odd(ids, actor=actor, at=at)
    pass_scale(
        [
            Weighed(parcel.pk, parcel.warehouse_id, grams[parcel.pk], pieces[parcel.pk], judge.pack_of(parcel.pk))
            for parcel in ready
        ],
        actor=actor,
        at=at,
    )
    off = {pk: refusal for pk, refusal in refused.items() if isinstance(refusal, ParcelTooLight | ParcelTooHeavy)}
    keep_odd(off, judge=judge, device=device, actor=actor, at=at)

    announce(
        [ParcelWeighed(parcel.pk, grams[parcel.pk], parcel.expected_g, device) for parcel in ready], actor=actor, at=at
    )
    return Outcome(done=ids, refused=refused)
