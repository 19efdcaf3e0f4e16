"""Bind order lines without a SKU to a SKU by hand.

Afterwards each line means its SKU, a bundle is sent as its parts, and the order can pass review. Where the clerk asks
for it, later orders of the shop with the same merchant code, or without one the same listing, are bound by themselves.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.locks import locked
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.orders.facts import OrderLineBound
from zhanggui.orders.lines.matching import match_word
from zhanggui.orders.lines.settling import settle_lines
from zhanggui.orders.models import ListingMatch, Order, OrderLine
from zhanggui.orders.rules.binding import Binding
from zhanggui.orders.states import LineOrigin

_MATCH = ("shop_id", "sku_code", "listing", "sku_id", "bound_by", "bound_at")


class SkuCodeUnknown(Refusal):
    """No SKU has the code {code}."""


class LineHasSku(Refusal):
    """Line {line} has the SKU {sku} already."""


@transaction.atomic
def bind_lines(*, bindings: Sequence[Binding], remember: bool = False, actor: Actor, at: datetime) -> Outcome[int]:
    """Answers by line id."""
    wanted = dict(bindings)
    skus = dict(Sku.objects.filter(code__among=set(wanted.values())).values_list("code", "pk"))
    asked = OrderLine.objects.filter(pk__among=set(wanted), origin=LineOrigin.CHANNEL)
    orders = {
        order.pk: order for order in locked(Order.objects.visible_to(actor), asked.values_list("order_id", flat=True))
    }
    lines = {line.pk: line for line in asked.filter(order_id__among=set(orders)).select_related("sku")}

    ready: list[OrderLine] = []
    refused: dict[int, Refusal] = {}
    for line_id, code in wanted.items():
        if (line := lines.get(line_id)) is None:
            refused[line_id] = NotFound(what="line", key=line_id)
        elif line.sku is not None:
            refused[line_id] = LineHasSku(line=line.number, sku=line.sku.code)
        elif code not in skus:
            refused[line_id] = SkuCodeUnknown(code=code)
        else:
            ready.append(line)

    rows = sorted((line.pk, skus[wanted[line.pk]]) for line in ready)
    update_rows(OrderLine, ("id",), ("sku_id",), rows)
    settle_lines({line.order_id for line in ready}, anew={(line.order_id, line.number) for line in ready}, at=at)
    if remember:
        _remember(ready, {line.pk: orders[line.order_id].shop_id for line in ready}, dict(rows), actor=actor, at=at)

    announce([OrderLineBound(line.order_id, line.number, wanted[line.pk]) for line in ready], actor=actor, at=at)
    return Outcome(done=[line.pk for line in ready], refused=refused)


def _remember(
    lines: Sequence[OrderLine], shops: dict[int, int], skus: dict[int, int], *, actor: Actor, at: datetime
) -> None:
    """One match per shop and word; the last word of a clerk holds."""
    words = {(shops[line.pk], *match_word(line.sku_code, line.listing)): skus[line.pk] for line in lines}
    rows = [(*word, sku_id, actor.name[:80], at) for word, sku_id in sorted(words.items()) if word[1:] != ("", "")]
    insert_rows(
        ListingMatch,
        _MATCH,
        rows,
        on_conflict="(shop_id, sku_code, listing) DO UPDATE "
        "SET sku_id = EXCLUDED.sku_id, bound_by = EXCLUDED.bound_by, bound_at = EXCLUDED.bound_at",
    )
