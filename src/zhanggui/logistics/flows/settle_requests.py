"""Settle numbers that a provider did not take back, as somebody agreed with the branch.

Afterwards a number the branch says it took back is asked about once more by the queue, which ends it or brings it back
with the provider's words; one that was given up is not asked about any more, and the note says why.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.refusal import Refusal
from zhanggui.kernel.steps import move_to
from zhanggui.logistics.facts import NumberSettled
from zhanggui.logistics.models import WaybillRequest
from zhanggui.logistics.states import RequestState
from zhanggui.orders.rules.hiding import masked

_LONGEST = 300


class SettledAs(models.TextChoices):
    """How it ended with the branch."""

    RECOVERED = "recovered", _("The branch took it back")
    GIVEN_UP = "given_up", _("Given up")


class EndingUnknown(Refusal):
    """“{ending}” is no way to settle a number: say recovered or given_up."""


class SettlingNoteMissing(Refusal):
    """Say what was agreed with the branch, or why the number is given up."""


class NotToRecover(Refusal):
    """Waybill {waybill} is not to be recovered: {state}."""


@transaction.atomic
def settle_requests(*, request_ids: Sequence[int], ending: str, note: str, actor: Actor, at: datetime) -> Outcome[int]:
    if ending not in SettledAs:
        raise EndingUnknown(ending=ending)
    if not note.strip():
        raise SettlingNoteMissing
    requests = list(locked(WaybillRequest.objects.visible_to(actor).defer("sealed"), request_ids))

    ready, refused = divide(requests, check=_check, key=lambda request: request.pk)
    refused |= not_found("waybill request", request_ids, (request.pk for request in requests))

    words = masked(note.strip())[:_LONGEST]
    state = RequestState.TO_CANCEL if ending == SettledAs.RECOVERED else RequestState.GIVEN_UP
    move_to(WaybillRequest, [one.pk for one in ready], state, due_at=at, answered_at=at, answer=words)

    label = SettledAs(ending).label
    announce([NumberSettled(one.pk, one.number, str(label), words) for one in ready], actor=actor, at=at)
    return Outcome(done=[one.pk for one in ready], refused=refused)


def _check(request: WaybillRequest) -> None:
    if request.state != RequestState.TO_RECOVER:
        raise NotToRecover(waybill=request.number, state=RequestState(request.state).label)
