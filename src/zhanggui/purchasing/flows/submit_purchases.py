"""Submit purchase orders.

Afterwards each order that nobody else need agree to is approved; the others wait for somebody else, with every reason
beside them: a price above the agreed or the last one, no earlier price, an amount above the company's limit.
"""

from collections.abc import Sequence
from datetime import date, datetime

import orjson
from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome, divide, not_found
from zhanggui.kernel.steps import move_each
from zhanggui.parties.queries import who_may_be_ordered_from
from zhanggui.purchasing.facts import PurchaseSubmitted
from zhanggui.purchasing.models import PurchaseLine, PurchaseOrder
from zhanggui.purchasing.queries import agreed_with, approval_limit, last_prices
from zhanggui.purchasing.rules.drafting import AmountTooSmall, NothingOrdered, reasons
from zhanggui.purchasing.rules.steps import check_step
from zhanggui.purchasing.states import PurchaseState


@transaction.atomic
def submit_purchases(*, purchase_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    orders = list(locked(PurchaseOrder.objects.visible_to(actor).select_related("supplier"), purchase_ids))
    lines: dict[int, list[PurchaseLine]] = {one.pk: [] for one in orders}
    for line in PurchaseLine.objects.filter(order_id__among=set(lines)).select_related("sku").order_by("order", "nth"):
        lines[line.order_id].append(line)
    day = company_day(at)
    may = who_may_be_ordered_from([one.supplier_id for one in orders], day=day)

    def check(order: PurchaseOrder) -> None:
        check_step(order.state, PurchaseState.APPROVED, number=order.number, among=[PurchaseState.DRAFT])
        if refusal := may[order.supplier_id]:
            raise refusal
        if not lines[order.pk]:
            raise NothingOrdered(number=order.number)
        least = order.supplier.least_amount
        if order.amount < least:
            raise AmountTooSmall(supplier=order.supplier.name, least=str(least), amount=str(order.amount))

    ready, refused = divide(orders, check=check, key=lambda one: one.pk)
    whys = _reasons(ready, lines, day=day)
    rows = [_row(order, whys[order.pk], at=at) for order in ready]
    move_each(PurchaseOrder, ("why", "approved_at"), rows)

    announce([PurchaseSubmitted(row[0], row[1]) for row in rows], actor=actor, at=at)
    refused |= not_found("purchase order", purchase_ids, (one.pk for one in orders))
    return Outcome(done=[one.pk for one in ready], refused=refused)


def _reasons(
    orders: Sequence[PurchaseOrder], lines: dict[int, list[PurchaseLine]], *, day: date
) -> dict[int, list[tuple[str, str]]]:
    """By order why somebody else must agree: the reason and the SKU's code. Three statements."""
    pairs = {(order.supplier_id, line.sku_id) for order in orders for line in lines[order.pk]}
    skus = {line.sku_id: line.sku.code for own in lines.values() for line in own}
    agreed, last, limit = agreed_with(pairs, skus, day=day), last_prices(pairs), approval_limit()
    found = {}
    for order in orders:
        own = [(order.supplier_id, line.sku_id) for line in lines[order.pk]]
        why = reasons(
            [(line.sku_id, line.unit_price) for line in lines[order.pk]],
            agreed={pair[1]: agreed[pair].price for pair in own if pair in agreed},
            last={pair[1]: last[pair] for pair in own if pair in last},
            amount=order.amount,
            limit=limit,
        )
        found[order.pk] = [(reason, skus.get(sku_id, "")) for reason, sku_id in why]
    return found


def _row(order: PurchaseOrder, why: list[tuple[str, str]], *, at: datetime) -> tuple[int, str, str, datetime | None]:
    state = PurchaseState.TO_APPROVE if why else PurchaseState.APPROVED
    return order.pk, state.value, orjson.dumps(why).decode(), None if why else at
