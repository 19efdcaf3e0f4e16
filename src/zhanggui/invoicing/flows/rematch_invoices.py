"""Match invoices again: goods came since, or the tolerance is another.

Afterwards each of these invoices that is not decided on says what differs now. Pieces it could not take before count as
invoiced when they are there.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.invoicing.deciding import lock_with_lines, states_after
from zhanggui.invoicing.facts import InvoiceRematched
from zhanggui.invoicing.matching import invoiced_of, ordered_of, write_counts, write_found
from zhanggui.invoicing.models import SupplierInvoice
from zhanggui.invoicing.queries import tolerance
from zhanggui.invoicing.rules.invoices import InvoiceNotThere
from zhanggui.invoicing.rules.matching import match_lines
from zhanggui.invoicing.states import OPEN_STATES, InvoiceState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_each


@transaction.atomic
def rematch_invoices(*, invoice_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    invoices, lines, bought = lock_with_lines(invoice_ids)

    def check(one: SupplierInvoice) -> None:
        if one.state not in OPEN_STATES:
            raise InvoiceNotThere(number=one.number, state=str(InvoiceState(one.state).label))

    ready, refused = divide(invoices, check=check, key=lambda one: one.pk)
    refused |= not_found("invoice", invoice_ids, (one.pk for one in invoices))

    # Every line gives back what it has before any takes again: the earlier invoice is served first.
    own = [line for one in ready for line in lines[one.pk]]
    counts: dict[int, int] = {}
    for line in own:
        counts[line.purchase_line_id] = counts.get(line.purchase_line_id, 0) - line.taken
    there = {
        pk: one._replace(invoiced=one.invoiced + counts.get(pk, 0)) for pk, one in ordered_of(bought).items()
    }  # fmt: skip
    found = match_lines([invoiced_of(line) for line in own], there, percent=tolerance())
    write_found(own, found)
    for line in own:
        counts[line.purchase_line_id] += line.taken
    states = states_after(ready, lines)
    move_each(SupplierInvoice, (), list(states.items()))
    write_counts(counts)

    changed = [one for one in ready if states[one.pk] != one.state]
    announce([InvoiceRematched(one.pk, states[one.pk]) for one in changed], actor=actor, at=at)
    return Outcome(done=[one.pk for one in ready], refused=refused)
