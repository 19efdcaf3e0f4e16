"""Purchase orders for tests, drafted, approved and sent through the real flows."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import count

from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import system_actor
from zhanggui.parties.models import Supplier
from zhanggui.parties.testing import AT, make_approved
from zhanggui.people.models import Warehouse
from zhanggui.purchasing.flows.approve_purchases import approve_purchases
from zhanggui.purchasing.flows.draft_purchases import draft_purchases
from zhanggui.purchasing.flows.send_purchases import send_purchases
from zhanggui.purchasing.flows.submit_purchases import submit_purchases
from zhanggui.purchasing.models import PurchaseOrder
from zhanggui.purchasing.rules.drafting import PurchaseRow
from zhanggui.purchasing.states import PurchaseState

BUYER = system_actor("buyer")
LEAD = system_actor("lead")
_keys = count(1)


def make_purchase(
    warehouse: Warehouse,
    skus: Sequence[Sku],
    *,
    pieces: int = 10,
    price: Decimal = Decimal("3.50"),
    supplier: Supplier | None = None,
    state: str = PurchaseState.SENT,
) -> PurchaseOrder:
    """One order of so many pieces of each SKU, as far as `state`: draft, to_approve, approved or sent."""
    seller = supplier or make_approved()[0]
    rows = [PurchaseRow(next(_keys), seller.pk, warehouse.pk, sku.pk, pieces, unit_price=price) for sku in skus]
    outcome = draft_purchases(rows=rows, actor=BUYER, at=AT)
    assert not outcome.refused, outcome.refused
    order = PurchaseOrder.objects.filter(supplier=seller).latest("pk")
    ids = [order.pk]
    if state != PurchaseState.DRAFT:
        submit_purchases(purchase_ids=ids, actor=BUYER, at=AT).one()
    if state not in {PurchaseState.DRAFT, PurchaseState.TO_APPROVE}:
        approve_purchases(purchase_ids=ids, actor=LEAD, at=AT)
    if state == PurchaseState.SENT:
        send_purchases(purchase_ids=ids, actor=BUYER, at=AT).one()
    return PurchaseOrder.objects.get(pk=order.pk)
