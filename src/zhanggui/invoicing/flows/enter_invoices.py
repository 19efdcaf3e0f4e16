"""Enter invoices of suppliers.

Afterwards each is on record with its lines, matched with what was ordered and received: it is matched, or differs and
says in what. Pieces that fit count as invoiced from now on, so that no other invoice takes them again.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

import orjson
from django.db import transaction

from zhanggui.invoicing.facts import InvoiceEntered
from zhanggui.invoicing.matching import lock_purchase_lines, ordered_of, write_counts
from zhanggui.invoicing.models import InvoiceLine, SupplierInvoice
from zhanggui.invoicing.queries import due_days_of, tolerance
from zhanggui.invoicing.rules.invoices import (
    InvoiceDraft,
    InvoiceThere,
    NotOfThisSupplier,
    Sums,
    check_draft,
    due_on,
    is_open,
)
from zhanggui.invoicing.rules.matching import Invoiced, line_amounts, match_lines
from zhanggui.invoicing.states import Decision, InvoiceState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import draw_ids, insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.numbers import draw_numbers
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound
from zhanggui.parties.models import Supplier
from zhanggui.purchasing.models import PurchaseLine

INVOICE = (
    "id", "number", "supplier_id", "paper", "kind", "invoiced_on", "due_on", "state", "currency", "amount", "tax",
    "rounding", "total", "note", "entered_by", "entered_by_id", "entered_at", "decided_by", "refused_because",
)  # fmt: skip
LINE = (
    "invoice_id", "nth", "purchase_line_id", "arrival", "quantity", "unit_price", "tax_rate", "amount", "tax",
    "agreed_price", "taken", "differences", "is_open", "decision", "decided_by", "reason",
)  # fmt: skip


@transaction.atomic
def enter_invoices(*, invoices: Sequence[InvoiceDraft], actor: Actor, at: datetime) -> Outcome[int]:
    """Answers by the key of each invoice."""
    suppliers = set(
        Supplier.objects.filter(pk__among={one.supplier_id for one in invoices}).values_list("pk", flat=True)
    )
    bought = lock_purchase_lines(line.purchase_line for one in invoices for line in one.lines)
    known = _papers(invoices)
    sums: dict[int, Sums] = {}

    def check(one: InvoiceDraft) -> None:
        if one.supplier_id not in suppliers:
            raise NotFound(what="supplier", key=one.supplier_id)
        sums[one.key] = check_draft(one)
        _check_lines(one, bought)
        if (one.supplier_id, one.paper.strip()) in known:
            raise InvoiceThere(paper=one.paper.strip())
        known.add((one.supplier_id, one.paper.strip()))

    ready, refused = divide(invoices, check=check, key=lambda one: one.key)

    states = _write(ready, sums, bought, actor=actor, at=at)

    announce([InvoiceEntered(pk, state) for pk, state in states.items()], actor=actor, at=at)
    return Outcome(done=[one.key for one in ready], refused=refused)


def _papers(invoices: Sequence[InvoiceDraft]) -> set[tuple[int, str]]:
    """Papers of these suppliers that are on record. One statement."""
    there = SupplierInvoice.objects.filter(
        supplier_id__among={one.supplier_id for one in invoices}, paper__among={one.paper.strip() for one in invoices}
    ).exclude(state=InvoiceState.REFUSED)
    return set(there.values_list("supplier_id", "paper"))


def _check_lines(draft: InvoiceDraft, bought: Mapping[int, PurchaseLine]) -> None:
    """Every line is of an order of this supplier, all in one currency."""
    for line in draft.lines:
        if line.purchase_line not in bought:
            raise NotFound(what="purchase line", key=line.purchase_line)
        order = bought[line.purchase_line].order
        first = bought[draft.lines[0].purchase_line].order
        if order.supplier_id != draft.supplier_id or order.currency != first.currency:
            raise NotOfThisSupplier(paper=draft.paper, number=order.number)


def _write(
    drafts: Sequence[InvoiceDraft],
    sums: Mapping[int, Sums],
    bought: Mapping[int, PurchaseLine],
    *,
    actor: Actor,
    at: datetime,
) -> dict[int, str]:
    """The invoices with their lines; answers their states."""
    every = [line for draft in drafts for line in draft.lines]
    wanted = [Invoiced(line.purchase_line, line.quantity, line.unit_price, line.tax_rate) for line in every]
    found = iter(match_lines(wanted, ordered_of(bought), percent=tolerance()))
    days = due_days_of({draft.supplier_id for draft in drafts})
    ids, numbers = draw_ids(SupplierInvoice, len(drafts)), draw_numbers("supplier_invoice", "FP", len(drafts), at=at)
    heads, lines, counts = [], [], dict.fromkeys(bought, 0)
    states: dict[int, str] = {}
    for pk, number, draft in zip(ids, numbers, drafts, strict=True):
        states[pk] = InvoiceState.MATCHED.value
        for nth, line in enumerate(draft.lines, 1):
            one, own = next(found), bought[line.purchase_line]
            stops = is_open(one.differences, Decision.NONE)
            if stops:
                states[pk] = InvoiceState.DIFFERS.value
            counts[line.purchase_line] += one.taken
            lines.append(
                (pk, nth, line.purchase_line, line.arrival, line.quantity, line.unit_price, line.tax_rate,
                 *line_amounts(line.quantity, line.unit_price, line.tax_rate), own.unit_price, one.taken,
                 orjson.dumps(one.differences).decode(), stops, Decision.NONE.value, "", "")
            )  # fmt: skip
        due, from_end = days[draft.supplier_id]
        heads.append(
            (pk, number, draft.supplier_id, draft.paper.strip(), draft.kind, draft.invoiced_on,
             due_on(draft.invoiced_on, days=due, from_month_end=from_end), states[pk],
             bought[draft.lines[0].purchase_line].order.currency, *sums[draft.key], draft.total,
             draft.note.strip()[:200], actor.name[:80], actor.user_id, at, "", "")
        )  # fmt: skip
    insert_rows(SupplierInvoice, INVOICE, heads)
    insert_rows(InvoiceLine, LINE, lines)
    write_counts(counts)
    return states
