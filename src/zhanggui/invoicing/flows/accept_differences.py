"""Accept in what lines of invoices differ, or have the difference claimed.

Afterwards each line has its decision, by somebody else than who entered the invoice and with a reason; an invoice
without an open line is matched. What is to be claimed is claimed from the supplier once the invoice is approved.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.invoicing.deciding import author_and, lock_with_lines, states_after
from zhanggui.invoicing.facts import DifferenceDecided
from zhanggui.invoicing.models import InvoiceLine, SupplierInvoice
from zhanggui.invoicing.rules.invoices import ReasonNeeded, check_another, check_decision, check_step
from zhanggui.invoicing.states import Decision, InvoiceState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_each


@transaction.atomic
def accept_differences(
    *, line_ids: Sequence[int], reason: str, claim: bool = False, actor: Actor, at: datetime
) -> Outcome[int]:
    """Answers by line. With `claim`, what the supplier took above the ordered price is claimed back."""
    if not reason.strip():
        raise ReasonNeeded
    to = (Decision.CLAIMED if claim else Decision.ACCEPTED).value
    invoice_ids = list(InvoiceLine.objects.filter(pk__among=set(line_ids)).values_list("invoice_id", flat=True))
    invoices, lines, _ = lock_with_lines(invoice_ids)
    heads = {one.pk: one for one in invoices}
    asked = [line for own in lines.values() for line in own if line.pk in set(line_ids)]

    def check(line: InvoiceLine) -> None:
        head = heads[line.invoice_id]
        if head.state != InvoiceState.DIFFERS:
            check_step(head.state, InvoiceState.DIFFERS, number=head.number)
        check_decision(line.differences, line.decision, to, number=head.number, nth=line.nth)
        check_another(*author_and(actor, name=head.entered_by, user_id=head.entered_by_id), number=head.number)

    ready, refused = divide(asked, check=check, key=lambda line: line.pk)
    refused |= not_found("invoice line", line_ids, (line.pk for line in asked))
    done = [line.pk for line in ready]

    for line in ready:
        line.is_open = False
    by = {"decided_by": actor.name[:80], "decided_at": at, "reason": reason.strip()[:200]}
    InvoiceLine.objects.filter(pk__among=set(done)).update(decision=to, is_open=False, **by)
    touched = [heads[pk] for pk in sorted({line.invoice_id for line in ready})]
    move_each(SupplierInvoice, (), list(states_after(touched, lines).items()))

    facts = [DifferenceDecided(line.invoice_id, line.nth, to, reason.strip()[:200]) for line in ready]
    announce(facts, actor=actor, at=at)
    return Outcome(done=done, refused=refused)
