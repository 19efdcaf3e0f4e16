"""Put on record that requests were paid: the door for whoever pays.

Afterwards each payment counts once, by the cause its own document gives it, and a request of which nothing is left is
paid. What leaves the bank is posted by whoever pays, against the account of the role PAYABLE and the supplier's code;
nothing is posted here.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction

from zhanggui.invoicing.facts import PaymentRequestPaid
from zhanggui.invoicing.models import PaymentRequest, RequestPayment
from zhanggui.invoicing.rules.payments import check_paid, check_request_step
from zhanggui.invoicing.states import RequestState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound
from zhanggui.kernel.steps import move_to

_COLUMNS = ("request_id", "cause", "cause_id", "amount", "paid_on", "document", "told_by", "told_at")


class PaidRequest(NamedTuple):
    """Money paid on a request. `cause_id` is that of the payment's own document; `document` what people call it."""

    cause_id: int
    request_id: int
    amount: Decimal
    paid_on: date
    document: str = ""


@transaction.atomic
def mark_requests_paid(*, cause: str, payments: Sequence[PaidRequest], actor: Actor, at: datetime) -> Outcome[int]:
    """Answers by the cause id of each payment. Called by who pays, in the transaction of the payment."""
    asked = {one.cause_id: one for one in payments}
    requests = {one.pk: one for one in locked(PaymentRequest.objects.all(), {one.request_id for one in payments})}
    told = RequestPayment.objects.filter(cause=cause, cause_id__among=set(asked))
    known = set(told.values_list("cause_id", flat=True))
    left = {pk: one.payable - one.paid for pk, one in requests.items()}

    def check(one: PaidRequest) -> None:
        if one.request_id not in requests:
            raise NotFound(what="payment request", key=one.request_id)
        request = requests[one.request_id]
        check_request_step(request.state, RequestState.PAID, number=request.number)
        check_paid(one.amount, left[request.pk], number=request.number)
        left[request.pk] -= one.amount

    fresh = [asked[key] for key in sorted(asked.keys() - known)]
    ready, refused = divide(fresh, check=check, key=lambda one: one.cause_id)

    rows = [
        (one.request_id, cause, one.cause_id, one.amount, one.paid_on, one.document[:40], actor.name[:80], at)
        for one in ready
    ]
    insert_rows(RequestPayment, _COLUMNS, rows)
    touched = sorted({one.request_id for one in ready})
    update_rows(PaymentRequest, ("id",), ("paid",), [(pk, requests[pk].payable - left[pk]) for pk in touched])
    move_to(PaymentRequest, [pk for pk in touched if not left[pk]], RequestState.PAID, paid_at=at)

    announce([PaymentRequestPaid(one.request_id, str(one.amount), one.document) for one in ready], actor=actor, at=at)
    done = known | {one.cause_id for one in ready}
    return Outcome(
        done=[key for key in dict.fromkeys(one.cause_id for one in payments) if key in done], refused=refused
    )
