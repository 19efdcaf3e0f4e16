"""The scale: the waybill, then the grams, typed or sent by the scale as a keyboard would."""

import re
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhanggui.fulfilment.answers.parcels import check_parcel, scanned_parcel
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import Parcel
from zhanggui.fulfilment.rules.weights import check_weight, weight_band
from zhanggui.fulfilment.states import ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import clock_time
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.station import Answer

_WEIGHT = re.compile(r"[+]?\s*(\d{1,6}(?:\.\d{1,4})?)\s*(kg|g)?", re.IGNORECASE)


class WeighedAlready(Refusal):
    """Parcel {waybill} was weighed already: {grams} g, at {when}."""

    sound = "already_scanned"


def weigh_answer(*, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
    """A weight weighs the open parcel; anything else is a waybill. The same weight sent twice is weighed once."""
    grams = read_grams(code)
    if grams is None or not context.get("waybill"):
        return _opened(scanned_parcel(code, actor=actor), at=at)
    parcel = scanned_parcel(str(context["waybill"]), actor=actor)
    if (parcel.state, parcel.weighed_g) == (ParcelState.WEIGHED, grams):
        check_parcel(parcel, needed=[ParcelState.WEIGHED])
    else:
        check_parcel(parcel, needed=[ParcelState.VERIFIED])
        check_weight(number=parcel.waybill, grams=grams, expected_g=parcel.expected_g)
        weigh_parcels(grams={parcel.pk: grams}, actor=actor, at=at).one()
    return Answer(
        _("{grams} g").format(grams=grams),
        detail=_("Parcel {waybill} may leave.").format(waybill=parcel.waybill),
        sound="done",
    )


def read_grams(text: str) -> int | None:
    """`440`, `440 g`, `0.44kg`: what scales send. A plain number with a decimal point is in kilograms."""
    found = _WEIGHT.fullmatch(text.strip())
    if found is None:
        return None
    number, unit = Decimal(found[1]), (found[2] or "").lower()
    in_kilograms = unit == "kg" or (not unit and "." in found[1])
    return int((number * 1000 if in_kilograms else number).to_integral_value())


def _opened(parcel: Parcel, *, at: datetime) -> Answer:
    check_parcel(parcel, needed=[ParcelState.VERIFIED, ParcelState.WEIGHED])
    if parcel.state == ParcelState.WEIGHED and parcel.weighed_at:
        raise WeighedAlready(
            waybill=parcel.waybill, grams=parcel.weighed_g, when=clock_time(parcel.weighed_at, seen_at=at)
        )
    band = weight_band(parcel.expected_g)
    expected = _("Expected {grams} g, allowed {low} to {high} g")
    detail = expected.format(grams=parcel.expected_g, low=band[0], high=band[1]) if band else _("No expected weight")
    return Answer(
        parcel.waybill,
        detail=detail,
        tone="info",
        prompt=_("Weight in grams"),
        context={"waybill": parcel.waybill},
    )
