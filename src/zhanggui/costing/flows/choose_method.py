"""Choose how the company finds the cost of what leaves: moving average, or first in, first out.

Afterwards everything that moves is valued so. What lies there keeps its value: going over to layers, all pieces of a
SKU become one layer; going over to the average, the layers are closed. Once something was valued, a reason is asked.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from zhanggui.costing.facts import MethodChosen
from zhanggui.costing.models import CostBook, CostLine, Layer, MethodChange, StockValue
from zhanggui.costing.reading import lock_book
from zhanggui.costing.states import Method
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.clock import company_day
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal


class ChangeUnexplained(Refusal):
    """Stock is valued already. Say why it is to be valued in another way from now on."""


@transaction.atomic
def choose_method(*, method: str, reason: str = "", actor: Actor, at: datetime) -> Outcome[str]:
    actor.check("choose_method")
    if method not in Method.values:
        raise NotFound(what="method", key=method)
    book = lock_book()
    if book.method == method:
        return Outcome(done=[method])
    newest = CostLine.objects.aggregate(newest=Max("pk"))["newest"] or 0
    if newest and not reason.strip():
        raise ChangeUnexplained

    if method == Method.FIFO:
        _open_layers(at=at)
    else:
        Layer.objects.filter(quantity_left__gt=0, closed_at__isnull=True).update(closed_at=at)
    CostBook.objects.filter(pk=book.pk).update(method=method, set_by=actor.name[:80], set_at=at)
    MethodChange.objects.create(
        method=method, after_line=newest, reason=reason.strip()[:200], actor=actor.name[:80], at=at
    )

    announce([MethodChosen(book.pk, method, reason.strip())], actor=actor, at=at)
    return Outcome(done=[method])


def _open_layers(*, at: datetime) -> None:
    there = StockValue.objects.filter(quantity__gt=0).order_by("sku_id").values_list("sku_id", "quantity", "value")
    insert_rows(
        Layer,
        ("sku_id", "came_on", "quantity", "value", "quantity_left", "value_left"),
        [(sku_id, company_day(at), quantity, value, quantity, value) for sku_id, quantity, value in there],
    )
