"""The flows as the desks ask them."""

from collections.abc import Sequence
from datetime import datetime

from zhanggui.invoicing.flows.accept_differences import accept_differences
from zhanggui.invoicing.flows.request_payments import request_payments
from zhanggui.invoicing.queries import claims_that_fit
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome


def accept_as_they_are(*, line_ids: Sequence[int], reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    return accept_differences(line_ids=line_ids, reason=reason, actor=actor, at=at)


def claim_back(*, line_ids: Sequence[int], reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    return accept_differences(line_ids=line_ids, reason=reason, claim=True, actor=actor, at=at)


def request_less_claims(
    *, invoice_ids: Sequence[int], deduct: bool, note: str, actor: Actor, at: datetime
) -> Outcome[int]:
    """With `deduct`, as many claims as fit into the invoices of their suppliers, the oldest first."""
    claim_ids = claims_that_fit(invoice_ids) if deduct else []
    return request_payments(invoice_ids=invoice_ids, claim_ids=claim_ids, note=note, actor=actor, at=at)
