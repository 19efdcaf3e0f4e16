"""How to call each flow over invoices of suppliers on a set of any size."""

from datetime import date
from decimal import Decimal

from tests.architecture.calls import Call, Makers
from tests.world import BY, World, causes
from zhanggui.catalog.testing import make_skus
from zhanggui.costing.testing import come_in, value_all
from zhanggui.invoicing.flows.accept_differences import accept_differences
from zhanggui.invoicing.flows.approve_invoices import approve_invoices
from zhanggui.invoicing.flows.approve_payment_requests import approve_payment_requests
from zhanggui.invoicing.flows.correct_invoiced_prices import correct_invoiced_prices
from zhanggui.invoicing.flows.enter_invoices import enter_invoices
from zhanggui.invoicing.flows.mark_requests_paid import PaidRequest, mark_requests_paid
from zhanggui.invoicing.flows.refuse_invoices import refuse_invoices
from zhanggui.invoicing.flows.refuse_payment_requests import refuse_payment_requests
from zhanggui.invoicing.flows.rematch_invoices import rematch_invoices
from zhanggui.invoicing.flows.request_payments import request_payments
from zhanggui.invoicing.flows.set_payment_days import set_payment_days
from zhanggui.invoicing.models import InvoiceLine, PaymentRequest, SupplierInvoice
from zhanggui.invoicing.rules.invoices import InvoiceDraft
from zhanggui.invoicing.testing import ACCOUNTANT, AT, LEAD, draft_of, make_claim, make_invoices, make_received
from zhanggui.parties.models import Supplier
from zhanggui.parties.testing import make_approved


def drafts(world: World, n: int, *, quantity: int | None = None, price: Decimal | None = None) -> list[InvoiceDraft]:
    """So many invoices of one supplier, each over an order of its own."""
    supplier = make_approved()[0]
    return [
        draft_of(make_received(world.warehouse, make_skus(1), supplier=supplier), quantity=quantity, price=price)
        for _ in range(n)
    ]


def invoices(world: World, n: int, *, state: str = "", price: Decimal | None = None) -> list[SupplierInvoice]:
    return make_invoices(drafts(world, n, price=price), state=state)


def lines_of(found: list[SupplierInvoice]) -> list[int]:
    return list(InvoiceLine.objects.filter(invoice__in=found).values_list("pk", flat=True))


def requests(world: World, n: int) -> list[int]:
    found = invoices(world, n, state="approved")
    supplier = Supplier.objects.get(pk=found[0].supplier_id)
    for one in found:
        claim = make_claim(supplier, Decimal(2))
        request_payments(invoice_ids=[one.pk], claim_ids=[claim.pk], actor=ACCOUNTANT, at=AT).one()
    return list(PaymentRequest.objects.filter(supplier=supplier).values_list("pk", flat=True))


def entering(world: World, n: int) -> Call:
    asked = drafts(world, n)
    return lambda: enter_invoices(invoices=asked, **BY)


def rematching(world: World, n: int) -> Call:
    ids = [one.pk for one in make_invoices(drafts(world, n, quantity=12))]
    return lambda: rematch_invoices(invoice_ids=ids, **BY)


def accepting(world: World, n: int) -> Call:
    ids = lines_of(invoices(world, n, price=Decimal(4)))
    return lambda: accept_differences(line_ids=ids, reason="agreed", **BY)


def approving(world: World, n: int) -> Call:
    found = invoices(world, n, price=Decimal(4))
    accept_differences(line_ids=lines_of(found), reason="agreed", claim=True, actor=LEAD, at=AT)
    return lambda: approve_invoices(invoice_ids=[one.pk for one in found], **BY)


def refusing(world: World, n: int) -> Call:
    ids = [one.pk for one in invoices(world, n)]
    return lambda: refuse_invoices(invoice_ids=ids, reason="wrong name", **BY)


def correcting(world: World, n: int) -> Call:
    asked = []
    for draft in drafts(world, n, price=Decimal(3)):
        arrival = come_in(world.warehouse, world.skus[0].pk, 10, "3.5")
        asked.append(draft._replace(lines=[draft.lines[0]._replace(arrival=arrival)]))
    found = make_invoices(asked, state="approved")
    value_all()
    return lambda: correct_invoiced_prices(invoice_ids=[one.pk for one in found], **BY)


def days(world: World, n: int) -> Call:
    ids = [one.pk for one in make_approved(n)]
    return lambda: set_payment_days(supplier_ids=ids, days=45, **BY)


def requesting(world: World, n: int) -> Call:
    ids = [one.pk for one in invoices(world, n, state="approved")]
    return lambda: request_payments(invoice_ids=ids, **BY)


def approving_requests(world: World, n: int) -> Call:
    ids = requests(world, n)
    return lambda: approve_payment_requests(request_ids=ids, **BY)


def refusing_requests(world: World, n: int) -> Call:
    ids = requests(world, n)
    return lambda: refuse_payment_requests(request_ids=ids, reason="later", **BY)


def paying(world: World, n: int) -> Call:
    ids = requests(world, n)
    approve_payment_requests(request_ids=ids, actor=LEAD, at=AT)
    told = [PaidRequest(next(causes), pk, Decimal(33), date(2026, 12, 1)) for pk in ids]
    return lambda: mark_requests_paid(cause="test", payments=told, **BY)


MAKERS: Makers = {
    "enter_invoices": entering,
    "rematch_invoices": rematching,
    "accept_differences": accepting,
    "approve_invoices": approving,
    "refuse_invoices": refusing,
    "correct_invoiced_prices": correcting,
    "set_payment_days": days,
    "request_payments": requesting,
    "approve_payment_requests": approving_requests,
    "refuse_payment_requests": refusing_requests,
    "mark_requests_paid": paying,
}
