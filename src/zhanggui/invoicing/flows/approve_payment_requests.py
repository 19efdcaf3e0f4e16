"""Approve requests to pay.

Afterwards they may be paid, their claims are settled, and the books owe the supplier that much less. Who asked does not
approve.
"""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from zhanggui.books.flows.post_entries import post_entries
from zhanggui.books.rules.entries import Leg, NewEntry
from zhanggui.books.states import Role
from zhanggui.invoicing.booking import DEDUCTED, counter_of
from zhanggui.invoicing.deciding import author_and
from zhanggui.invoicing.facts import REQUEST, PaymentRequestApproved
from zhanggui.invoicing.models import Deduction, PaymentRequest
from zhanggui.invoicing.rules.payments import ApprovedByWhoAsked, ClaimNotDeductible, check_request_step
from zhanggui.invoicing.states import RequestState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to
from zhanggui.quality.flows.settle_supplier_claims import settle_supplier_claims
from zhanggui.quality.models import SupplierClaim
from zhanggui.quality.states import ClaimState


@transaction.atomic
def approve_payment_requests(*, request_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    requests = list(locked(PaymentRequest.objects.select_related("supplier"), request_ids))
    deductions: dict[int, list[Deduction]] = {one.pk: [] for one in requests}
    for one in Deduction.objects.filter(request_id__among=set(deductions)).order_by("pk"):
        deductions[one.request_id].append(one)
    named = [one.claim_id for own in deductions.values() for one in own]
    claims = {one.pk: one for one in locked(SupplierClaim.objects.all(), named)}

    def check(request: PaymentRequest) -> None:
        check_request_step(request.state, RequestState.APPROVED, number=request.number)
        asked, decides = author_and(actor, name=request.asked_by, user_id=request.asked_by_id)
        if asked == decides:
            raise ApprovedByWhoAsked(number=request.number)
        for own in deductions[request.pk]:
            claim = claims[own.claim_id]
            if claim.state not in {ClaimState.OPEN, ClaimState.AGREED}:
                raise ClaimNotDeductible(number=claim.number)

    checked, refused = divide(requests, check=check, key=lambda one: one.pk)
    refused |= not_found("payment request", request_ids, (one.pk for one in requests))

    # The entry comes first, as with invoices: what the books refuse stays as it is.
    entries = [_entry(one, deductions[one.pk], claims) for one in checked if deductions[one.pk]]
    refused |= post_entries(cause=DEDUCTED, entries=entries, actor=actor, at=at).refused
    ready = [one for one in checked if one.pk not in refused]
    by = {"decided_by": actor.name[:80], "decided_by_id": actor.user_id, "decided_at": at}
    done = [one.pk for one in ready]
    move_to(PaymentRequest, done, RequestState.APPROVED, booked_on=company_day(at), **by)
    # A request of which nothing is left to pay is paid by its deductions.
    whole = [one.pk for one in ready if not one.payable]
    move_to(PaymentRequest, whole, RequestState.PAID, paid_at=at)
    settled = [own.claim_id for pk in done for own in deductions[pk]]
    settle_supplier_claims(claim_ids=settled, actor=actor, at=at)

    announce([PaymentRequestApproved(one.pk, str(one.payable)) for one in ready], actor=actor, at=at)
    return Outcome(done=done, refused=refused)


def _entry(request: PaymentRequest, deductions: Sequence[Deduction], claims: dict[int, SupplierClaim]) -> NewEntry:
    with translation.override(settings.LANGUAGE_CODE):
        text = _("Deducted from a supplier")
    party = request.supplier.code
    legs = [Leg(Role.PAYABLE, request.deducted, currency=request.currency, party=party, document=request.number)]
    for own in deductions:
        claim = claims[own.claim_id]
        legs.append(
            Leg(counter_of(claim.subject), -own.amount, currency=request.currency, party=party, document=claim.number)
        )
    return NewEntry(
        request.pk, text, tuple(legs), document=request.number, subject=REQUEST, subject_id=request.pk
    )  # fmt: skip
