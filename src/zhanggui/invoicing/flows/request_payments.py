"""Ask for invoices to be paid.

Afterwards one request for each supplier and currency names these invoices and what the supplier owes, which is
deducted. No invoice and no claim stands on two requests. Somebody else approves them.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TypeAlias

from django.db import transaction

from zhanggui.invoicing.facts import PaymentRequested
from zhanggui.invoicing.models import Deduction, PaymentRequest, SupplierInvoice
from zhanggui.invoicing.rules.payments import ClaimNotDeductible, DeductionsTooLarge, NotPayable, check_sums
from zhanggui.invoicing.states import InvoiceState, RequestState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import draw_ids, insert_rows, update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.numbers import draw_numbers
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.quality.models import SupplierClaim
from zhanggui.quality.states import ClaimState

_REQUEST = (
    "id", "number", "supplier_id", "state", "currency", "invoiced", "deducted", "payable", "paid", "due_on", "note",
    "asked_by", "asked_by_id", "asked_at", "decided_by", "refused_because",
)  # fmt: skip

Together: TypeAlias = tuple[list[SupplierInvoice], list[SupplierClaim]]


@transaction.atomic
def request_payments(
    *, invoice_ids: Sequence[int], claim_ids: Sequence[int] = (), note: str = "", actor: Actor, at: datetime
) -> Outcome[int]:
    """Answers by invoice. A claim that cannot be deducted refuses the whole: it was chosen on purpose."""
    invoices = list(locked(SupplierInvoice.objects.all(), invoice_ids))
    claims = list(locked(SupplierClaim.objects.all(), claim_ids))
    taken = set(Deduction.objects.filter(claim_id__among=set(claim_ids)).values_list("claim_id", flat=True))

    def check(one: SupplierInvoice) -> None:
        if one.state != InvoiceState.APPROVED or one.request_id is not None:
            raise NotPayable(number=one.number)

    payable, refused = divide(invoices, check=check, key=lambda one: one.pk)
    refused |= not_found("invoice", invoice_ids, (one.pk for one in invoices))
    for missing in not_found("supplier claim", claim_ids, (one.pk for one in claims)).values():
        raise missing
    together = _together(payable, claims, taken)
    for whose, (own, owed) in list(together.items()):
        try:
            check_sums(_sum(one.total for one in own), _sum(one.amount for one in owed))
        except DeductionsTooLarge as refusal:
            refused |= {one.pk: refusal for one in own}
            del together[whose]

    asked = _write(list(together.values()), note=note.strip()[:200], actor=actor, at=at)

    announce([PaymentRequested(pk, str(payable)) for pk, payable in asked], actor=actor, at=at)
    ready = {one.pk for own, _ in together.values() for one in own}
    return Outcome(done=[pk for pk in dict.fromkeys(invoice_ids) if pk in ready], refused=refused)


def _together(
    invoices: Sequence[SupplierInvoice], claims: Sequence[SupplierClaim], taken: set[int]
) -> dict[tuple[int, str], Together]:
    """Invoices and claims by supplier and currency. Raises ClaimNotDeductible."""
    found: dict[tuple[int, str], Together] = {}
    for one in invoices:
        found.setdefault((one.supplier_id, one.currency), ([], []))[0].append(one)
    for claim in claims:
        is_owed = claim.state in {ClaimState.OPEN, ClaimState.AGREED} and claim.pk not in taken
        whose = (claim.supplier_id, claim.currency)
        if not is_owed or whose not in found:
            raise ClaimNotDeductible(number=claim.number)
        found[whose][1].append(claim)
    return found


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))


def _write(groups: Sequence[Together], *, note: str, actor: Actor, at: datetime) -> list[tuple[int, Decimal]]:
    """One request for each group; answers their keys with what is to be paid."""
    ids = draw_ids(PaymentRequest, len(groups))
    numbers = draw_numbers("payment_request", "FK", len(groups), at=at)
    heads, deductions, chosen, asked = [], [], [], []
    for pk, number, (invoices, claims) in zip(ids, numbers, groups, strict=True):
        invoiced, deducted = _sum(one.total for one in invoices), _sum(one.amount for one in claims)
        heads.append(
            (pk, number, invoices[0].supplier_id, RequestState.ASKED.value, invoices[0].currency, invoiced, deducted,
             invoiced - deducted, Decimal(0), min(one.due_on for one in invoices), note, actor.name[:80],
             actor.user_id, at, "", "")
        )  # fmt: skip
        deductions += [(claim.pk, pk, claim.amount) for claim in claims]
        chosen += [(one.pk, pk) for one in invoices]
        asked.append((pk, invoiced - deducted))
    insert_rows(PaymentRequest, _REQUEST, heads)
    update_rows(SupplierInvoice, ("id",), ("request_id",), chosen)
    insert_rows(Deduction, ("claim_id", "request_id", "amount"), deductions)
    return asked
