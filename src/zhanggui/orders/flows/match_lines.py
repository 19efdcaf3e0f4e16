"""Match order lines that wait for a SKU with the SKU of their merchant code.

Afterwards no line of these codes waits any more where the catalog knows the code; their orders can pass review. A code
that no SKU has is refused.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import Refusal
from zhanggui.orders.facts import OrderLinesMatched
from zhanggui.orders.gifting.due import gifts_are_due
from zhanggui.orders.lines.settling import settle_lines
from zhanggui.orders.models import Order, OrderLine


class CodeUnknown(Refusal):
    """No SKU has the code {code}. Add it to the catalog first."""


@transaction.atomic
def match_lines(*, sku_codes: Sequence[str], actor: Actor, at: datetime) -> Outcome[str]:
    skus = dict(Sku.objects.filter(code__among=set(sku_codes)).values_list("code", "pk"))
    refused: dict[str, Refusal] = {code: CodeUnknown(code=code) for code in sku_codes if code not in skus}

    waiting = OrderLine.objects.filter(sku=None, sku_code__among=set(skus))
    orders = locked(Order.objects.visible_to(actor), waiting.values_list("order_id", flat=True))
    order_ids = list(orders.values_list("pk", flat=True))
    lines = list(
        waiting.filter(order_id__among=order_ids).order_by("pk").values_list("pk", "order_id", "number", "sku_code")
    )
    update_rows(OrderLine, ("id",), ("sku_id",), [(pk, skus[code]) for pk, _, _, code in lines])
    settle_lines(
        {order_id for _, order_id, _, _ in lines}, anew={(order_id, number) for _, order_id, number, _ in lines}, at=at
    )

    codes: dict[int, list[str]] = {}
    for _, order_id, _, code in lines:
        codes.setdefault(order_id, []).append(code)
    gifts_are_due(codes)

    announce([OrderLinesMatched(order_id, found) for order_id, found in codes.items()], actor=actor, at=at)
    return Outcome(done=[code for code in dict.fromkeys(sku_codes) if code in skus], refused=refused)
