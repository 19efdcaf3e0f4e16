"""How to call each flow over purchase orders on a set of any size."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from tests.architecture.calls import Call, Makers
from tests.world import BY, World
from zhanggui.catalog.testing import make_skus
from zhanggui.parties.testing import make_approved
from zhanggui.purchasing.flows.approve_purchases import approve_purchases
from zhanggui.purchasing.flows.confirm_purchases import confirm_purchases
from zhanggui.purchasing.flows.count_receipts import count_receipts
from zhanggui.purchasing.flows.draft_purchases import draft_purchases
from zhanggui.purchasing.flows.end_purchases import end_purchases
from zhanggui.purchasing.flows.promise_lines import Promise, promise_lines
from zhanggui.purchasing.flows.send_back_purchases import send_back_purchases
from zhanggui.purchasing.flows.send_purchases import send_purchases
from zhanggui.purchasing.flows.submit_purchases import submit_purchases
from zhanggui.purchasing.models import PurchaseLine
from zhanggui.purchasing.rules.drafting import PurchaseRow
from zhanggui.purchasing.testing import make_purchase


def purchases(world: World, n: int, state: str, *, skus: int = 2) -> list[int]:
    supplier = make_approved()[0]
    return [make_purchase(world.warehouse, make_skus(skus), supplier=supplier, state=state).pk for _ in range(n)]


def lines(world: World, n: int) -> list[int]:
    ids = purchases(world, n, "sent", skus=1)
    return list(PurchaseLine.objects.filter(order_id__in=ids).values_list("pk", flat=True))


def drafting(world: World, n: int) -> Call:
    rows = [
        PurchaseRow(nth, supplier.pk, world.warehouse.pk, sku.pk, 5, unit_price=Decimal(2))
        for nth, (supplier, sku) in enumerate(zip(make_approved(n), make_skus(n), strict=True), 1)
    ]
    return lambda: draft_purchases(rows=rows, **BY)


def of_purchases(flow: Callable[..., Any], state: str, **asked: Any) -> Callable[[World, int], Call]:
    def make(world: World, n: int) -> Call:
        ids = purchases(world, n, state)
        return lambda: flow(purchase_ids=ids, **asked, **BY)

    return make


def promising(world: World, n: int) -> Call:
    promises = [Promise(pk, date(2026, 12, 1)) for pk in lines(world, n)]
    return lambda: promise_lines(promises=promises, **BY)


def counting(world: World, n: int) -> Call:
    received = dict.fromkeys(lines(world, n), 3)
    return lambda: count_receipts(received=received, **BY)


MAKERS: Makers = {
    "draft_purchases": drafting,
    "submit_purchases": of_purchases(submit_purchases, "draft"),
    "approve_purchases": of_purchases(approve_purchases, "to_approve"),
    "send_back_purchases": of_purchases(send_back_purchases, "to_approve", reason="dear"),
    "send_purchases": of_purchases(send_purchases, "approved"),
    "confirm_purchases": of_purchases(confirm_purchases, "sent"),
    "end_purchases": of_purchases(end_purchases, "sent", reason="model ends"),
    "promise_lines": promising,
    "count_receipts": counting,
}
