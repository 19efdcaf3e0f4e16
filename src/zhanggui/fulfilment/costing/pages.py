"""The page of costs of sending; as a table, a file and as data."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from zhanggui.catalog.queries import SEE_COST
from zhanggui.fulfilment.collected.pages import USUAL_DAYS, days_asked
from zhanggui.fulfilment.costing.figures import sum_of
from zhanggui.fulfilment.costing.lines import KEYS, cells_of, cost_lines
from zhanggui.ui.report_files import csv_answer
from zhanggui.ui.views.asking import actor_of


@require_safe
def sending_costs_view(request: HttpRequest) -> HttpResponse:
    """The last week, or the days asked for."""
    actor = actor_of(request)
    actor.check(SEE_COST)
    first, last = days_asked(request, usual=USUAL_DAYS)
    lines = cost_lines(first, last, actor=actor)
    total = sum_of(line.costs for line in lines)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"rows": [dict(zip(KEYS, line.cells, strict=True)) for line in lines]})
    if "export" in request.GET:
        together = cells_of(pgettext("sum", "Together"), "", "", total)
        return csv_answer("sending-costs", _heads(), [*(line.cells for line in lines), together])
    context = {
        "title": _("Costs of sending"),
        "first": first,
        "last": last,
        "lines": [(line.where.day, line.shop, line.warehouse, line.costs) for line in lines],
        "total": total,
        "query": urlencode({"from": str(first), "to": str(last)}),
    }
    return render(request, "fulfilment/sending_costs.html", context)


def _heads() -> list[str]:
    return [
        _("Day"), _("Shop"), _("Warehouse"), pgettext("parcels", "Left"), _("Boxes and bags"), _("Crates"),
        _("Freight by price list"), _("Without a price"), pgettext("costs", "All costs"), _("Per parcel"),
    ]  # fmt: skip
