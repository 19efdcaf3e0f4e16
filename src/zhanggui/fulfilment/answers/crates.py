"""The door to the crate maker: out with the name of who takes the goods, in with a scan."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhanggui.fulfilment.answers.parcels import check_parcel, scanned_parcel
from zhanggui.fulfilment.flows.return_crates import return_crates
from zhanggui.fulfilment.flows.send_crates import send_crates
from zhanggui.fulfilment.models import Crate, CrateTrip
from zhanggui.fulfilment.queries import parcel_of_waybill
from zhanggui.fulfilment.states import CrateState, ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import clock_time
from zhanggui.kernel.keys import key_of
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.desk.refusals import RequestNotUnderstood
from zhanggui.ui.station import Answer, Item

DONE = "OK"
LONGEST_NAME = 80
Context = dict[str, Any]


class TakerFirst(Refusal):
    """{waybill} is a waybill. First say who takes the goods."""


def crate_out_answer(*, code: str, scan_id: UUID, context: Context, actor: Actor, at: datetime) -> Answer:
    """First who takes the goods, then each waybill; OK prints the list that both sign."""
    taker = str(context.get("taken_by") or "")
    if not taker:
        if known := parcel_of_waybill(code, actor=actor):
            check_parcel(known, needed=[ParcelState.VERIFIED])
            raise TakerFirst(waybill=known.waybill)
        name = code[:LONGEST_NAME]
        return Answer(
            name, detail=_("takes the goods. Scan each parcel; OK prints the list."), tone="info",
            prompt=_("Scan the waybill, or OK"), context={"taken_by": name},
        )  # fmt: skip
    trip_id = context.get("trip")
    if code.upper() == DONE:
        if not trip_id:
            return Answer(_("Nothing went out"), tone="warn")
        trip = CrateTrip.objects.visible_to(actor).filter(pk=key_of(str(trip_id))).first()
        if trip is None:
            raise RequestNotUnderstood(reason="trip")
        words = _("{taker} and you sign the list. The yellow copy goes with the goods.").format(taker=taker)
        return Answer(trip.number, detail=words, sound="done", opens=f"/outside/crate-list?trip={trip.pk}")
    parcel = scanned_parcel(code, actor=actor)
    check_parcel(parcel, needed=[ParcelState.VERIFIED])
    send_crates(
        parcel_ids=[parcel.pk], taken_by=taker, trip_id=key_of(str(trip_id)) if trip_id else None, actor=actor, at=at
    ).one()
    crate = Crate.objects.select_related("trip").get(pk=parcel.pk)
    out = Crate.objects.filter(trip=crate.trip, state=CrateState.OUT).select_related("parcel").order_by("-parcel_id")
    items = tuple(Item(each.parcel.waybill, each.why) for each in out)
    due = clock_time(crate.due_at, seen_at=at) if crate.due_at else ""
    return Answer(
        _("Out"), detail=_("{waybill} · due back {due}").format(waybill=parcel.waybill, due=due), items=items,
        done=len(items), prompt=_("Scan the waybill, or OK"), context={"taken_by": taker, "trip": crate.trip_id},
    )  # fmt: skip


def crate_in_answer(*, code: str, scan_id: UUID, context: Context, actor: Actor, at: datetime) -> Answer:
    """The goods are back in the house; what was stopped meanwhile goes to the stop basket."""
    parcel = scanned_parcel(code, actor=actor)
    return_crates(parcel_ids=[parcel.pk], actor=actor, at=at).one()
    out = Crate.objects.visible_to(actor).filter(state=CrateState.OUT).select_related("parcel", "trip")
    items = tuple(
        Item(each.parcel.waybill, f"{each.trip.number} · {each.trip.taken_by}" if each.trip else "")
        for each in out.order_by("due_at", "pk")[:20]
    )
    if parcel.state == ParcelState.STOPPED:
        words = _("It was stopped meanwhile: put it in the stop basket.")
        return Answer(_("Back in the house"), detail=words, tone="warn", sound="stopped", items=items)
    return Answer(
        _("Back in the house"), detail=_("{waybill} may be weighed.").format(waybill=parcel.waybill), items=items
    )
