"""Where torn labels are confirmed: one scan of the void label in the hand, then it goes into the bin."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from zhanggui.fulfilment.answers.parcels import scanned_parcel
from zhanggui.fulfilment.flows.confirm_torn import confirm_torn
from zhanggui.fulfilment.models import Parcel, Pick
from zhanggui.fulfilment.queries import newer_waybill
from zhanggui.fulfilment.rules.parcels import stop_words
from zhanggui.fulfilment.states import PickState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import clock_time
from zhanggui.ui.station import Answer


def tear_answer(*, code: str, scan_id: UUID, context: dict[str, Any], actor: Actor, at: datetime) -> Answer:
    """The label is confirmed as torn; what still has to be done with its goods and its successor is said."""
    parcel = scanned_parcel(code, actor=actor)
    confirm_torn(waybills=[parcel.waybill], actor=actor, at=at).one()
    when = clock_time(parcel.stopped_at, seen_at=at) if parcel.stopped_at else ""
    return Answer(
        _("Tear up {waybill}").format(waybill=parcel.waybill),
        detail=" · ".join(filter(None, [f"{stop_words(parcel.stop_reason)} {when}".strip(), _next_step(parcel)])),
        sound="done",
    )


def _next_step(parcel: Parcel) -> str:
    if Pick.objects.filter(parcel_line__parcel=parcel, state=PickState.PICKED).exists():
        return _("Its goods go to the stop basket.")
    new = newer_waybill(parcel)
    return _("The new label is {new}.").format(new=new) if new else _("The new label may be printed.")
