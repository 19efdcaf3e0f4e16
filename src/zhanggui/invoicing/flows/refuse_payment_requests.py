"""Refuse requests to pay.

Afterwards their invoices and claims may stand on others.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.invoicing.facts import PaymentRequestRefused
from zhanggui.invoicing.models import Deduction, PaymentRequest, SupplierInvoice
from zhanggui.invoicing.rules.invoices import ReasonNeeded
from zhanggui.invoicing.rules.payments import check_request_step
from zhanggui.invoicing.states import RequestState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to


@transaction.atomic
def refuse_payment_requests(*, request_ids: Sequence[int], reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    if not reason.strip():
        raise ReasonNeeded
    requests = list(locked(PaymentRequest.objects.all(), request_ids))

    def check(request: PaymentRequest) -> None:
        check_request_step(request.state, RequestState.REFUSED, number=request.number)

    ready, refused = divide(requests, check=check, key=lambda one: one.pk)
    refused |= not_found("payment request", request_ids, (one.pk for one in requests))
    done = [one.pk for one in ready]

    by = {"decided_by": actor.name[:80], "decided_by_id": actor.user_id, "decided_at": at}
    move_to(PaymentRequest, done, RequestState.REFUSED, refused_because=reason.strip()[:200], **by)
    SupplierInvoice.objects.filter(request_id__among=set(done)).update(request=None)
    Deduction.objects.filter(request_id__among=set(done)).delete()

    announce([PaymentRequestRefused(pk, reason.strip()[:200]) for pk in done], actor=actor, at=at)
    return Outcome(done=done, refused=refused)
