"""The scale: the waybill, the box if it is another than the one proposed, then the weight, from the scale or typed.

The server keeps nothing between scans but what was stopped: a scale that is lost, a page that is loaded again or
another table go on from the waybill.
"""

import re
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhanggui.fulfilment.answers.parcels import check_parcel, goods_on_table, scanned_parcel
from zhanggui.fulfilment.flows.accept_weights import OddWeightClosed, accept_weights
from zhanggui.fulfilment.flows.recheck_parcels import recheck_parcels
from zhanggui.fulfilment.flows.weigh_parcels import weigh_parcels
from zhanggui.fulfilment.models import OddWeight, Parcel
from zhanggui.fulfilment.overriding.asking import second_fields
from zhanggui.fulfilment.overriding.people import who_confirms
from zhanggui.fulfilment.rules.weights import GO_ON, check_crate
from zhanggui.fulfilment.states import OddState, ParcelState
from zhanggui.fulfilment.weighing.offering import Offer, box_scanned, offer_of
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import clock_time
from zhanggui.kernel.keys import key_of
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.desk.refusals import RequestNotUnderstood
from zhanggui.ui.station import Answer, Ask, Field, Item

_WEIGHT = re.compile(r"[+]?\s*(\d{1,6}(?:\.\d{1,4})?)\s*(kg|g|斤|lb)?", re.IGNORECASE)
_GRAMS = {"kg": Decimal(1000), "g": Decimal(1), "斤": Decimal(500), "lb": Decimal("453.59237")}
SCALE = "scale "
"""What the page puts before a weight that came from the scale itself."""
OPEN_BOX, ACCEPT, NO_BOX = "*0", "*9", "*-"
ACCEPTING = "accept_weight"
Context = dict[str, Any]


class WeighedAlready(Refusal):
    """Parcel {waybill} was weighed already: {grams} g, at {when}."""

    sound = "already_scanned"


class BoxNotNamed(Refusal):
    """Which box is parcel {waybill} in? Scan the box or type its number; *- is none of ours."""


def weigh_answer(*, code: str, scan_id: UUID, context: Context, actor: Actor, at: datetime) -> Answer:
    """A weight weighs the open parcel, a box changes its box, a command goes on with one that was stopped; anything
    else is a waybill. The same weight sent twice is weighed once."""
    if not context.get("waybill"):
        return _opened(scanned_parcel(code, actor=actor), at=at)
    device = SCALE.strip() if code.startswith(SCALE) else "keyboard"
    grams = read_grams(code.removeprefix(SCALE))
    if grams is not None:
        return _weighed(grams, device, context, actor=actor, at=at)
    if code == OPEN_BOX:
        return _reopened(context, actor=actor, at=at)
    if code == ACCEPT:
        return _asked_why(context, actor=actor)
    if code == NO_BOX or (box := box_scanned(code, shown=str(context.get("boxes", "")))) is not None:
        chosen = None if code == NO_BOX else box
        return _opened(scanned_parcel(str(context["waybill"]), actor=actor), at=at, chosen=chosen, is_chosen=True)
    return _opened(scanned_parcel(code, actor=actor), at=at)


def read_grams(text: str) -> int | None:
    """`440`, `440 g`, `0.44kg`, `0.88斤`: what people type. A plain number with a decimal point is in kilograms."""
    found = _WEIGHT.fullmatch(text.strip())
    if found is None:
        return None
    unit = (found[2] or ("kg" if "." in found[1] else "g")).lower()
    return int((Decimal(found[1]) * _GRAMS[unit]).to_integral_value())


def _weighed(grams: int, device: str, context: Context, *, actor: Actor, at: datetime) -> Answer:
    parcel = scanned_parcel(str(context["waybill"]), actor=actor)
    if (parcel.state, parcel.weighed_g) == (ParcelState.WEIGHED, grams):
        check_parcel(parcel, needed=[ParcelState.WEIGHED])
    else:
        check_parcel(parcel, needed=[ParcelState.VERIFIED])
        if context.get("boxes") and "box" not in context:
            raise BoxNotNamed(waybill=parcel.waybill)
        box = context.get("box")
        weigh_parcels(
            grams={parcel.pk: grams}, packagings={parcel.pk: key_of(str(box))} if box else None, device=device,
            actor=actor, at=at,
        ).one()  # fmt: skip
    return Answer(
        _("{grams} g").format(grams=grams),
        detail=_("Parcel {waybill} may leave.").format(waybill=parcel.waybill),
        sound="done",
    )


def _opened(parcel: Parcel, *, at: datetime, chosen: int | None = None, is_chosen: bool = False) -> Answer:
    check_parcel(parcel, needed=[ParcelState.VERIFIED, ParcelState.WEIGHED])
    if parcel.state == ParcelState.WEIGHED and parcel.weighed_at:
        raise WeighedAlready(
            waybill=parcel.waybill, grams=parcel.weighed_g, when=clock_time(parcel.weighed_at, seen_at=at)
        )
    offer = offer_of(parcel, chosen=chosen, is_chosen=is_chosen)
    check_crate(number=parcel.waybill, crate=offer.crate)
    odd = _open_odd(parcel)
    context: Context = {"waybill": parcel.waybill}
    if offer.boxes:
        context["boxes"] = ",".join(str(box.sku_id) for box in offer.boxes)
    if offer.box or is_chosen:
        context["box"] = offer.box.sku_id if offer.box else 0
    return Answer(
        parcel.waybill,
        detail=" · ".join(filter(None, [_expected(offer), _boxed(offer, context), _stopped(odd, at=at)])),
        tone="warn" if odd else "info",
        items=(*_box_items(offer), *goods_on_table(parcel)),
        prompt=_("Weight in grams") if "box" in context or not offer.boxes else _("Scan the box, or type its number"),
        context=context,
    )


def _expected(offer: Offer) -> str:
    if offer.band is None:
        return _("No expected weight")
    words = (
        _("Learned {grams} g, allowed {low} to {high} g")
        if offer.is_learned
        else _("Expected {grams} g, allowed {low} to {high} g")
    )
    return words.format(grams=offer.shown_g, low=offer.band.low, high=offer.band.high)


def _boxed(offer: Offer, context: Context) -> str:
    if offer.box:
        return _("Box {box}").format(box=offer.box.name)
    return _("No box of ours") if "box" in context else ""


def _stopped(odd: OddWeight | None, *, at: datetime) -> str:
    if odd is None:
        return ""
    words = _("Stopped here at {when} with {grams} g").format(when=clock_time(odd.at, seen_at=at), grams=odd.grams)
    return f"{words}. {GO_ON}"


def _box_items(offer: Offer) -> list[Item]:
    return [
        Item(
            title=f"*{number} {box.name}",
            detail=" · ".join(
                filter(None, [box.code, _("proposed") if box == offer.proposed else "", "" if fits else _("too small")])
            ),
            done=int(box == offer.box),
            total=1 if box == offer.box else 0,
        )
        for number, (box, fits) in enumerate(zip(offer.boxes, offer.fitting, strict=True), start=1)
    ]


def _open_odd(parcel: Parcel) -> OddWeight | None:
    return OddWeight.objects.filter(parcel=parcel, state=OddState.OPEN).first()


def _reopened(context: Context, *, actor: Actor, at: datetime) -> Answer:
    """The box goes back to the verifying table."""
    actor.check("recheck_parcels")
    parcel = scanned_parcel(str(context["waybill"]), actor=actor)
    check_parcel(parcel, needed=[ParcelState.VERIFIED])
    recheck_parcels(parcel_ids=[parcel.pk], actor=actor, at=at).one()
    return Answer(
        _("Open the box"),
        detail=_("Parcel {waybill}: scan every piece again at a verifying table.").format(waybill=parcel.waybill),
        tone="warn",
    )


def _asked_why(context: Context, *, actor: Actor) -> Answer:
    actor.check("accept_weights")
    odd = _open_odd(scanned_parcel(str(context["waybill"]), actor=actor))
    if odd is None:
        raise OddWeightClosed(state=_("no weight was stopped"))
    return Answer(
        _("{grams} g").format(grams=odd.grams),
        detail=_("Two people say why this weight is right."),
        tone="warn",
        context=context,
        ask=Ask(
            ACCEPTING,
            _("Accept the weight"),
            (Field("reason", _("Why is this weight right?")), *second_fields()),
            _("A second person looks at the parcel and confirms with the own password. It is on the list of the day."),
        ),
    )


def weigh_filled(
    *, ask: str, values: dict[str, str], scan_id: UUID, context: Context, actor: Actor, at: datetime
) -> Answer:
    """The weight two people signed for is accepted. The same form sent twice gives the same answer."""
    if ask != ACCEPTING:
        raise RequestNotUnderstood(reason="ask")
    actor.check("accept_weights")
    parcel = scanned_parcel(str(context.get("waybill", "")), actor=actor)
    odd = OddWeight.objects.filter(parcel=parcel).order_by("-pk").first()
    if odd is None or odd.state not in (OddState.OPEN, OddState.ACCEPTED):
        return _opened(parcel, at=at)
    check_parcel(parcel, needed=[ParcelState.VERIFIED if odd.state == OddState.OPEN else ParcelState.WEIGHED])
    if odd.state == OddState.OPEN:
        second = who_confirms(values, beside=actor, at=at)
        reason = values.get("reason", "")[:200]
        accept_weights(odd_ids=[odd.pk], reason=reason, confirmed_by=second, actor=actor, at=at).one()
    return Answer(
        _("{grams} g").format(grams=odd.grams),
        detail=_("Accepted. Parcel {waybill} may leave.").format(waybill=parcel.waybill),
        sound="done",
    )
