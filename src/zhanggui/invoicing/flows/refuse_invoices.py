"""Refuse invoices of suppliers.

Afterwards nothing is owed on their account, their pieces may be invoiced again, and so may their numbers.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.invoicing.deciding import lock_with_lines
from zhanggui.invoicing.facts import InvoiceRefused
from zhanggui.invoicing.matching import write_counts
from zhanggui.invoicing.models import InvoiceLine, SupplierInvoice
from zhanggui.invoicing.rules.invoices import ReasonNeeded, check_step
from zhanggui.invoicing.states import InvoiceState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to


@transaction.atomic
def refuse_invoices(*, invoice_ids: Sequence[int], reason: str, actor: Actor, at: datetime) -> Outcome[int]:
    if not reason.strip():
        raise ReasonNeeded
    invoices, lines, _ = lock_with_lines(invoice_ids)

    def check(one: SupplierInvoice) -> None:
        check_step(one.state, InvoiceState.REFUSED, number=one.number)

    ready, refused = divide(invoices, check=check, key=lambda one: one.pk)
    refused |= not_found("invoice", invoice_ids, (one.pk for one in invoices))
    done = [one.pk for one in ready]

    counts: dict[int, int] = {}
    for line in (line for pk in done for line in lines[pk]):
        counts[line.purchase_line_id] = counts.get(line.purchase_line_id, 0) - line.taken
    by = {"decided_by": actor.name[:80], "decided_by_id": actor.user_id, "decided_at": at}
    move_to(SupplierInvoice, done, InvoiceState.REFUSED, refused_because=reason.strip()[:200], **by)
    InvoiceLine.objects.filter(invoice_id__among=set(done)).update(taken=0, is_open=False)
    write_counts(counts)

    announce([InvoiceRefused(pk, reason.strip()[:200]) for pk in done], actor=actor, at=at)
    return Outcome(done=done, refused=refused)
