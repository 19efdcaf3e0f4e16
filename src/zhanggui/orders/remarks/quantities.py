"""Remarks that ask for another number of pieces are settled by the exchange that sends so many, and open without it."""

from collections.abc import Iterable
from datetime import datetime

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.orders.models import RemarkRequest
from zhanggui.orders.remarks.effects import close_remarks
from zhanggui.orders.remarks.facts import RequestHandled, RequestReopened
from zhanggui.orders.remarks.requests import settle
from zhanggui.orders.remarks.states import RequestKind, RequestState

_ASKED = RemarkRequest.objects.filter(kind=RequestKind.QUANTITY).order_by("pk")


def settle_quantities(pieces: Iterable[tuple[int, int]], *, actor: Actor, at: datetime) -> None:
    """So many pieces (order, number) are sent in place of a line: whoever asked for just so many has them. The orders
    are locked."""
    sent = {(order_id, str(number)) for order_id, number in pieces}
    asked = _ASKED.filter(order_id__among={order_id for order_id, _ in sent}, state=RequestState.OPEN)
    met = [one for one in asked if (one.order_id, one.fields.get("quantity")) in sent]
    if not met:
        return
    settle([(one.pk, RequestState.HANDLED.value, "", actor.name[:80], at) for one in met])
    close_remarks([one.order_id for one in met])
    announce([RequestHandled(one.order_id, one.kind, one.source) for one in met], actor=actor, at=at)


def reopen_quantities(made: Iterable[tuple[int, datetime]], *, actor: Actor, at: datetime) -> None:
    """Exchanges (order, when made) are taken back: what they settled is asked again. The orders are locked."""
    back = set(made)
    settled = _ASKED.filter(order_id__among={order_id for order_id, _ in back}, state=RequestState.HANDLED)
    asked = [one for one in settled if (one.order_id, one.settled_at) in back]
    if not asked:
        return
    settle([(one.pk, RequestState.OPEN.value, "", "", None) for one in asked])
    announce([RequestReopened(one.order_id, one.kind, one.source) for one in asked], actor=actor, at=at)
