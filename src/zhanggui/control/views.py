"""Stock at a glance: signals, ages and classes, every number leading to the list that sums to it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhanggui.catalog.queries import SEE_COST
from zhanggui.control.desks import SEE_STOCK, SIGNAL_TONES, StockAgeDesk, StockSignalDesk
from zhanggui.control.flows.sum_stock_figures import sum_stock_figures
from zhanggui.control.queries import SumOf, age_sums, class_sums, life_sums, signal_sums, summed_at
from zhanggui.kernel.clock import now
from zhanggui.people.doors import door
from zhanggui.people.models import Warehouse
from zhanggui.ui.desk import Desk
from zhanggui.ui.views.asking import actor_of


@require_safe
@door(SEE_STOCK)
def stock_control_view(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    signals = [_shown(one, StockSignalDesk()) for one in signal_sums(actor)]
    ages = [_shown(one, StockAgeDesk()) for one in age_sums(actor)]
    classes = [
        {"name": f"{abc}{xyz}".upper(), "skus": skus, "pieces": pieces, "value": value,
         "url": f"{StockSignalDesk().url}?tab=all&abc={abc}&xyz={xyz}"}
        for abc, xyz, skus, pieces, value in class_sums(actor)
    ]  # fmt: skip
    context = {
        "title": _("Stock at a glance"),
        "signals": signals,
        "ages": ages,
        "lives": [_shown(one, StockAgeDesk()) for one in life_sums(actor)],
        "classes": classes,
        "sees_cost": actor.may(SEE_COST),
        "may_sum": actor.may(sum_stock_figures.__name__),
        "summed_at": summed_at(actor),
        "bars": [{"title": str(one["title"]), "pieces": one["pieces"], "url": one["url"]} for one in ages],
        "rings": [
            {"key": one["key"], "title": str(one["title"]), "skus": one["skus"], "url": one["url"]} for one in signals
        ],
    }
    return render(request, "control/stock_control.html", context)


@require_POST
@door("sum_stock_figures")
def sum_figures_view(request: HttpRequest) -> HttpResponse:
    """Every warehouse the actor works in, as of now."""
    actor = actor_of(request)
    warehouse_ids = list(Warehouse.objects.visible_to(actor).values_list("pk", flat=True))
    sum_stock_figures(warehouse_ids=warehouse_ids, actor=actor, at=now())
    return redirect("stock_control")


def _shown(one: SumOf, desk: Desk) -> dict[str, Any]:
    titles = {tab.name: tab.title for tab in desk.tabs}
    return {
        "key": one.key, "title": titles[one.key], "tone": SIGNAL_TONES.get(one.key, "neutral"), "skus": one.skus,
        "pieces": one.pieces, "value": one.value, "url": f"{desk.url}?tab={one.key}",
    }  # fmt: skip
