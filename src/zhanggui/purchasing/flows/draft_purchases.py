"""Draft purchase orders.

Afterwards every row that may be ordered stands on a draft: one draft per supplier, warehouse and currency, in the order
of the rows. A row without a price takes the agreed one. Rows of a cause that was ordered before are done without
another effect, unless that order was cancelled.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import draw_ids, insert_rows
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.facts import announce
from zhanggui.kernel.numbers import draw_numbers
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotFound
from zhanggui.parties.models import Supplier
from zhanggui.parties.queries import who_may_be_ordered_from
from zhanggui.people.models import Warehouse
from zhanggui.purchasing.facts import PurchaseDrafted
from zhanggui.purchasing.models import PurchaseLine, PurchaseOrder
from zhanggui.purchasing.queries import agreed_with
from zhanggui.purchasing.rules.drafting import PurchaseRow, amounts, check_row, most_over
from zhanggui.purchasing.states import PurchaseState

ORDER = ("id", "number", "supplier_id", "warehouse_id", "currency", "amount", "tax", "note", "state", "why",
         "drafted_by", "drafted_by_id", "drafted_at", "approved_by", "ended_because")  # fmt: skip
LINE = ("order_id", "nth", "sku_id", "ordered", "received", "cancelled", "over", "unit_price", "tax_rate", "wanted_on",
        "promised_on", "cause", "cause_id")  # fmt: skip


@transaction.atomic
def draft_purchases(*, rows: Sequence[PurchaseRow], cause: str = "", actor: Actor, at: datetime) -> Outcome[int]:
    """Answers by the key of each row."""
    day = company_day(at)
    suppliers = Supplier.objects.in_bulk({row.supplier_id for row in rows})
    skus = dict(Sku.objects.filter(pk__among={row.sku_id for row in rows}).values_list("pk", "code"))
    warehouses = set(Warehouse.objects.visible_to(actor).values_list("pk", flat=True))
    may = who_may_be_ordered_from([*suppliers], day=day)
    agreed = agreed_with([(row.supplier_id, row.sku_id) for row in rows], skus, day=day)
    known = _ordered(cause, [row.key for row in rows])

    def check(row: PurchaseRow) -> None:
        for what, key, there in (
            ("supplier", row.supplier_id, suppliers), ("SKU", row.sku_id, skus),
            ("warehouse", row.warehouse_id, warehouses),
        ):  # fmt: skip
            if key not in there:
                raise NotFound(what=what, key=key)
        if refusal := may[row.supplier_id]:
            raise refusal
        supplier = suppliers[row.supplier_id].name
        check_row(row, agreed.get((row.supplier_id, row.sku_id)), supplier=supplier, sku=skus[row.sku_id])

    fresh = [row for row in rows if row.key not in known]
    ready, refused = divide(fresh, check=check, key=lambda row: row.key)

    orders: dict[tuple[int, int, str], list[tuple[PurchaseRow, Decimal, Decimal]]] = {}
    for row in ready:
        terms = agreed.get((row.supplier_id, row.sku_id))
        price = terms.price if row.unit_price is None and terms else row.unit_price or Decimal(0)
        rate = terms.tax_rate if row.tax_rate is None and terms else row.tax_rate or Decimal(0)
        currency = terms.currency if terms else "CNY"
        orders.setdefault((row.supplier_id, row.warehouse_id, currency), []).append((row, price, rate))
    _write(orders, suppliers, cause=cause, actor=actor, at=at)
    done = known | {row.key for row in ready}
    return Outcome(done=[row.key for row in rows if row.key in done], refused=refused)


def _ordered(cause: str, keys: Sequence[int]) -> set[int]:
    """Those of these causes that were ordered before. One statement."""
    lines = PurchaseLine.objects.filter(cause=cause, cause_id__among=set(keys) if cause else set())
    return {key for key in lines.values_list("cause_id", flat=True) if key is not None}


def _write(
    orders: Mapping[tuple[int, int, str], Sequence[tuple[PurchaseRow, Decimal, Decimal]]],
    suppliers: Mapping[int, Supplier],
    *,
    cause: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Three statements for the orders, one for their lines, and their facts."""
    ids, numbers = draw_ids(PurchaseOrder, len(orders)), draw_numbers("purchase", "CG", len(orders), at=at)
    heads, lines, facts = [], [], []
    for pk, number, ((supplier_id, warehouse_id, currency), own) in zip(ids, numbers, orders.items(), strict=True):
        net, tax = amounts((row.quantity, price, rate) for row, price, rate in own)
        note = next((row.note for row, _, _ in own if row.note), "")[:500]
        heads.append(
            (pk, number, supplier_id, warehouse_id, currency, net, tax, note, PurchaseState.DRAFT.value, "[]",
             actor.name[:80], actor.user_id, at, "", "")
        )  # fmt: skip
        percent = suppliers[supplier_id].over_percent
        lines += [
            (pk, nth, row.sku_id, row.quantity, 0, 0, most_over(row.quantity, percent), price, rate, row.wanted_on,
             row.wanted_on, cause, row.key if cause else None)
            for nth, (row, price, rate) in enumerate(own, 1)
        ]  # fmt: skip
        facts.append(PurchaseDrafted(pk, len(own)))
    insert_rows(PurchaseOrder, ORDER, heads)
    insert_rows(PurchaseLine, LINE, lines)
    announce(facts, actor=actor, at=at)
