"""What other rooms ask of purchase orders: what is still to come, and what was paid last."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import F, QuerySet, Sum

from zhanggui.kernel.bulk import fetch_rows
from zhanggui.parties.queries import terms_of
from zhanggui.purchasing.models import PurchaseLine, PurchaseNumbers
from zhanggui.purchasing.rules.drafting import Agreed
from zhanggui.purchasing.states import AWAITED_STATES, RECEIVABLE_STATES

LIMIT = Decimal(10_000)


def open_lines(
    *,
    sku_ids: Iterable[int] | None = None,
    supplier_id: int | None = None,
    warehouse_id: int | None = None,
    order_ids: Sequence[int] | None = None,
) -> "QuerySet[PurchaseLine]":
    """Lines of which pieces are still to come, the earliest promise first; each with its order."""
    lines = PurchaseLine.objects.filter(
        ordered__gt=F("received") + F("cancelled"), order__state__in=AWAITED_STATES
    ).select_related("order")
    if sku_ids is not None:
        lines = lines.filter(sku_id__among=set(sku_ids))
    if supplier_id is not None:
        lines = lines.filter(order__supplier_id=supplier_id)
    if warehouse_id is not None:
        lines = lines.filter(order__warehouse_id=warehouse_id)
    if order_ids is not None:
        lines = lines.filter(order_id__among=set(order_ids))
    return lines.order_by(F("promised_on").asc(nulls_last=True), "pk")


def on_order(sku_ids: Iterable[int], *, warehouse_id: int | None = None) -> Mapping[int, int]:
    """Pieces still to come, by SKU; without those of which none is. One statement."""
    lines = open_lines(sku_ids=sku_ids, warehouse_id=warehouse_id).select_related(None).order_by()
    awaited = lines.values_list("sku_id").annotate(n=Sum(F("ordered") - F("received") - F("cancelled")))
    return dict(awaited)


def agreed_with(
    pairs: Iterable[tuple[int, int]], skus: Mapping[int, str], *, day: date
) -> dict[tuple[int, int], Agreed]:
    """What holds on this day, by supplier and SKU; pairs of which nothing was agreed are left out. One statement."""
    wanted = {(supplier_id, sku_id) for supplier_id, sku_id in pairs if sku_id in skus}
    terms = terms_of(((supplier_id, skus[sku_id]) for supplier_id, sku_id in wanted), day=day)
    found = {}
    for supplier_id, sku_id in wanted:
        if held := terms.get((supplier_id, skus[sku_id])):
            found[supplier_id, sku_id] = Agreed(
                held.price, held.tax_rate, held.least_quantity, held.pack_size, held.currency
            )
    return found


def last_prices(pairs: Iterable[tuple[int, int]]) -> Mapping[tuple[int, int], Decimal]:
    """What was paid last, by supplier and SKU; pairs never ordered are left out. One statement."""
    wanted = sorted(set(pairs))
    rows = fetch_rows(
        """
        SELECT v.supplier_id, v.sku_id, l.unit_price
        FROM unnest(%s::bigint[], %s::bigint[]) AS v (supplier_id, sku_id)
        CROSS JOIN LATERAL (
            SELECT l.unit_price FROM purchasing_purchaseline l JOIN purchasing_purchaseorder o ON o.id = l.order_id
            WHERE l.sku_id = v.sku_id AND o.supplier_id = v.supplier_id AND o.state = ANY(%s)
            ORDER BY l.order_id DESC LIMIT 1
        ) l
        """,
        [[one for one, _ in wanted], [sku for _, sku in wanted], [*RECEIVABLE_STATES, "closed"]],
    )
    return {(supplier_id, sku_id): price for supplier_id, sku_id, price in rows}


def approval_limit() -> Decimal:
    """Orders of a larger amount without tax are approved by somebody else."""
    found = PurchaseNumbers.objects.filter(pk=1).values_list("approved_above", flat=True).first()
    return LIMIT if found is None else found
