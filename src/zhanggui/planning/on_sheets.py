"""What is expected of a SKU, on the SKU's own sheet."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import Actor
from zhanggui.planning.desks import SEE_PLANS
from zhanggui.planning.models import Forecast, Suggestion
from zhanggui.planning.states import Method, SuggestionState
from zhanggui.ui.sheet import Partial, add_section

MOST_SHOWN = 3
"""So many warehouses have their picture; the list of forecasts has all."""
SHOWN_STATES = (SuggestionState.PROPOSED, SuggestionState.APPROVED)


def forecasts_of(sku: Sku, actor: Actor) -> Mapping[str, Any] | None:
    """By warehouse, those that sell most first. Nothing for who sees no plans, or while nothing was forecast."""
    if not actor.may(SEE_PLANS):
        return None
    rows = list(Forecast.objects.visible_to(actor).filter(sku_id=sku.pk).select_related("warehouse"))
    if not rows:
        return None
    open_ones = Suggestion.objects.visible_to(actor).filter(sku_id=sku.pk, state__in=SHOWN_STATES).order_by("pk")
    suggestions = {one.warehouse_id: one for one in open_ones}
    rows.sort(key=lambda row: -row.weekly[0])
    return {"code": sku.code, "more": len(rows) > MOST_SHOWN, "rows": [
        {"forecast": row, "method": Method(row.method).label, "week": row.weekly[0],
         "address": reverse("planning:chart", args=[row.pk]), "suggestion": suggestions.get(row.warehouse_id)}
        for row in rows[:MOST_SHOWN]
    ]}  # fmt: skip


add_section("skus", Partial(_("Sales and forecast"), "planning/of_sku.html", read=forecasts_of), place=1)
