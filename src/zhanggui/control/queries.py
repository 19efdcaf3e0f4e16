"""Sums of the stored figures: one statement each over rows that were worked out by night."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max, Q, Sum

from zhanggui.control.models import StockFigure
from zhanggui.control.states import Signal
from zhanggui.kernel.actor import Actor

LIFE_FIELDS = ("expired", "ends_30", "ends_90")
AGE_FIELDS = ("age_30", "age_60", "age_90", "age_180", "age_older")


@dataclass(frozen=True, slots=True)
class SumOf:
    """So many SKUs with so many pieces worth so much; `key` is the tab of the list that sums to it."""

    key: str
    skus: int
    pieces: int
    value: Decimal


def signal_sums(actor: Actor) -> list[SumOf]:
    """One for every signal, in their order, also where nothing is."""
    rows = StockFigure.objects.visible_to(actor).values_list("signal").order_by()
    found = {row[0]: row[1:] for row in rows.annotate(Count("pk"), Sum("on_hand"), Sum("value"))}
    return [SumOf(signal.value, *found.get(signal.value, (0, 0, Decimal(0)))) for signal in Signal]


def age_sums(actor: Actor) -> list[SumOf]:
    """One for every age band; the value of a SKU is not cut into ages."""
    return _sums(AGE_FIELDS, actor)


def life_sums(actor: Actor) -> list[SumOf]:
    """What is past its last day, and what will be within 30 and 90 days."""
    return _sums(LIFE_FIELDS, actor)


def _sums(fields: Sequence[str], actor: Actor) -> list[SumOf]:
    asked: dict[str, Any] = {}
    for field in fields:
        asked |= {f"{field}_pieces": Sum(field), f"{field}_skus": Count("pk", filter=Q(**{f"{field}__gt": 0}))}
    found = StockFigure.objects.visible_to(actor).aggregate(**asked)
    return [SumOf(field, found[f"{field}_skus"], found[f"{field}_pieces"] or 0, Decimal(0)) for field in fields]


def class_sums(actor: Actor) -> Sequence[tuple[str, str, int, int, Decimal]]:
    """ABC, XYZ, SKUs, pieces and value of each class that has any."""
    rows = StockFigure.objects.visible_to(actor).exclude(abc="").values_list("abc", "xyz")
    return list(rows.annotate(Count("pk"), Sum("on_hand"), Sum("value")).order_by("abc", "xyz"))


def summed_at(actor: Actor) -> Any:
    return StockFigure.objects.visible_to(actor).aggregate(last=Max("summed_at"))["last"]
