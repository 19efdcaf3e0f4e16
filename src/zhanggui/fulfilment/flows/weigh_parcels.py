"""Weigh packed parcels.

Afterwards each parcel carries its weight and may be handed over, and its order lines count as packed. A weight outside
what the goods should weigh stops at the scale.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.facts import ParcelWeighed
from zhanggui.fulfilment.models import Parcel, ParcelLine
from zhanggui.fulfilment.queries import stops_asked
from zhanggui.fulfilment.rules.parcels import check_step
from zhanggui.fulfilment.rules.weights import check_weight
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_each
from zhanggui.orders.flows.record_progress import Progress, record_progress

_PARCEL = ("pk", "number", "waybill", "state", "stop_reason", "expected_g")


@transaction.atomic
def weigh_parcels(*, grams: Mapping[int, int], actor: Actor, at: datetime) -> Outcome[int]:
    parcels = list(locked(Parcel.objects.visible_to(actor), grams).values_list(*_PARCEL, named=True))
    asked = stops_asked(grams)

    def check(parcel: Parcel) -> None:
        check_step(
            number=parcel.number, waybill=parcel.waybill, state=parcel.state, needed=[ParcelState.VERIFIED],
            reason=parcel.stop_reason, asked=asked.get(parcel.pk, ""),
        )  # fmt: skip
        check_weight(number=parcel.number, grams=grams[parcel.pk], expected_g=parcel.expected_g)

    ready, refused = divide(parcels, check=check, key=lambda parcel: parcel.pk)
    refused |= not_found("parcel", grams, (parcel.pk for parcel in parcels))

    ids = [parcel.pk for parcel in ready]
    move_each(Parcel, ("weighed_g", "weighed_at"), [(pk, ParcelState.WEIGHED.value, grams[pk], at) for pk in ids])
    lines = ParcelLine.objects.filter(parcel_id__among=ids).values_list("order_line_id", "quantity")
    record_progress(lines=[Progress(line_id, packed=quantity) for line_id, quantity in lines], actor=actor, at=at)

    announce([ParcelWeighed(parcel.pk, grams[parcel.pk], parcel.expected_g) for parcel in ready], actor=actor, at=at)
    return Outcome(done=ids, refused=refused)
