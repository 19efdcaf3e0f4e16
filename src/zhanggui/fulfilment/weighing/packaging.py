"""Packaging and the stock of it."""

from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from zhanggui.fulfilment.models import Packaging
from zhanggui.inventory.models import Availability

_FREE = F("sellable") - F("claimed")
_SCARCEST = Subquery(Availability.objects.filter(sku_id=OuterRef("pk")).order_by(_FREE).values(free=_FREE)[:1])
TOO_FEW = Q(is_active=True, low_stock__gt=0) & (Q(scarcest=None) | Q(scarcest__lt=F("low_stock")))
"""Fewer than the mark lie free in one of the warehouses that have had any, or none ever came."""


def with_stock() -> QuerySet[Any]:
    """Every packaging with `scarcest`: how many lie free in the warehouse that has the fewest."""
    return Packaging.objects.annotate(scarcest=_SCARCEST)


def too_few() -> QuerySet[Any]:
    return with_stock().filter(TOO_FEW)
