"""Approve invoices of suppliers.

Afterwards they are payable on their days and posted to the books, and what was decided to be claimed is claimed. Who
entered an invoice does not approve it; one whose month is closed or whose accounts are not chosen waits.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from zhanggui.books.flows.post_entries import post_entries
from zhanggui.books.rules.entries import NewEntry
from zhanggui.invoicing.booking import APPROVED, CLAIM_SUBJECT, legs_of_invoice
from zhanggui.invoicing.deciding import LinesOf, author_and, lock_with_lines
from zhanggui.invoicing.facts import INVOICE, InvoiceApproved
from zhanggui.invoicing.models import SupplierInvoice
from zhanggui.invoicing.rules.invoices import InvoiceDiffers, check_another, check_step
from zhanggui.invoicing.rules.matching import line_amounts
from zhanggui.invoicing.states import Decision, InvoiceState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_to
from zhanggui.parties.models import Supplier
from zhanggui.quality.claiming import NewClaim, write_claims
from zhanggui.quality.states import ClaimKind


@transaction.atomic
def approve_invoices(*, invoice_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    invoices, lines, _bought = lock_with_lines(invoice_ids)
    suppliers = Supplier.objects.in_bulk({one.supplier_id for one in invoices})

    def check(one: SupplierInvoice) -> None:
        opened = sum(line.is_open or line.taken != line.quantity for line in lines[one.pk])
        if opened and one.state == InvoiceState.DIFFERS:
            raise InvoiceDiffers(number=one.number, lines=opened)
        check_step(one.state, InvoiceState.APPROVED, number=one.number)
        check_another(*author_and(actor, name=one.entered_by, user_id=one.entered_by_id), number=one.number)

    checked, refused = divide(invoices, check=check, key=lambda one: one.pk)
    refused |= not_found("invoice", invoice_ids, (one.pk for one in invoices))

    # The entry comes first: an invoice that the books refuse stays as it is, and the others go on.
    posted = post_entries(
        cause=APPROVED,
        entries=[_entry(one, lines, supplier=suppliers[one.supplier_id]) for one in checked],
        actor=actor,
        at=at,
    )
    refused |= posted.refused
    ready = [one for one in checked if one.pk not in refused]
    by = {"decided_by": actor.name[:80], "decided_by_id": actor.user_id, "decided_at": at}
    done = [one.pk for one in ready]
    move_to(SupplierInvoice, done, InvoiceState.APPROVED, booked_on=company_day(at), **by)
    claims = write_claims(_claims(ready, lines), actor=actor, at=at)

    announce([InvoiceApproved(one.pk, str(one.total)) for one in ready], actor=actor, at=at)
    announce(claims, actor=actor, at=at)
    return Outcome(done=done, refused=refused)


def _entry(invoice: SupplierInvoice, lines: LinesOf, *, supplier: Supplier) -> NewEntry:
    with translation.override(settings.LANGUAGE_CODE):
        text = _("Invoice of a supplier")
    return NewEntry(
        invoice.pk,
        text,
        legs_of_invoice(invoice, lines[invoice.pk], party=supplier.code),
        document=invoice.number,
        subject=INVOICE,
        subject_id=invoice.pk,
    )


def _claims(invoices: Sequence[SupplierInvoice], lines: LinesOf) -> list[NewClaim]:
    """What is above the ordered price on lines of which that was decided, without tax."""
    found = []
    for one in invoices:
        for line in lines[one.pk]:
            above = line.amount - line_amounts(line.quantity, line.agreed_price, Decimal(0))[0]
            if line.decision == Decision.CLAIMED and above > 0:
                found.append(
                    NewClaim(one.supplier_id, ClaimKind.DEDUCTION.value, above, CLAIM_SUBJECT, line.pk, one.number,
                             line.reason)
                )  # fmt: skip
    return found
