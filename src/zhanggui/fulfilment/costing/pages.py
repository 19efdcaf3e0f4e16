"""The page of costs of sending; as a table, a file and as data."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from zhanggui.catalog.queries import SEE_COST
from zhanggui.fulfilment.collected.pages import USUAL_DAYS, days_asked
from zhanggui.fulfilment.costing.figures import Costs, costs_of_sending, sum_of
from zhanggui.fulfilment.working.tables import csv_answer
from zhanggui.kernel.money import CENT
from zhanggui.people.models import Shop, Warehouse
from zhanggui.ui.views.asking import actor_of


@require_safe
def sending_costs_view(request: HttpRequest) -> HttpResponse:
    """The last week, or the days asked for."""
    actor = actor_of(request)
    actor.check(SEE_COST)
    first, last = days_asked(request, usual=USUAL_DAYS)
    rows = costs_of_sending(first, last, actor=actor)
    shops = dict(Shop.objects.filter(pk__in={where.shop_id for where in rows}).values_list("pk", "name"))
    warehouses = dict(Warehouse.objects.values_list("pk", "name"))
    lines = [(where.day, shops[where.shop_id], warehouses[where.warehouse_id], costs) for where, costs in rows.items()]
    total = sum_of(rows)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"rows": [dict(zip(_KEYS, _cells(*line), strict=True)) for line in lines]})
    if "export" in request.GET:
        together = _cells(pgettext("sum", "Together"), "", "", total)
        return csv_answer("sending-costs", _heads(), [*(_cells(*line) for line in lines), together])
    context = {
        "title": _("Costs of sending"),
        "first": first,
        "last": last,
        "lines": lines,
        "total": total,
        "query": urlencode({"from": str(first), "to": str(last)}),
    }
    return render(request, "fulfilment/sending_costs.html", context)


_KEYS = ("day", "shop", "warehouse", "parcels", "boxes", "crates", "freight", "unpriced", "total", "each")


def _heads() -> list[str]:
    return [
        _("Day"), _("Shop"), _("Warehouse"), pgettext("parcels", "Left"), _("Boxes and bags"), _("Crates"),
        _("Freight by price list"), _("Without a price"), pgettext("costs", "All costs"), _("Per parcel"),
    ]  # fmt: skip


def _cells(day: Any, shop: str, warehouse: str, costs: Costs) -> list[Any]:
    return [
        day, shop, warehouse, costs.parcels, _cents(costs.boxes), _cents(costs.crates), _cents(costs.freight),
        costs.unpriced, _cents(costs.total), None if costs.each is None else _cents(costs.each),
    ]  # fmt: skip


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT)
