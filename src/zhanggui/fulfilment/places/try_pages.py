"""Try an address against the rules, and preview the freight of a selection. Nothing changes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhanggui.fulfilment.places.forms import GRAMS, TryForm
from zhanggui.fulfilment.places.trying import (
    MOST,
    costs_of,
    goods_of_orders,
    goods_of_parcels,
    shown,
    try_address,
    warehouses_in_order,
)
from zhanggui.kernel.clock import now
from zhanggui.kernel.keys import keys_in
from zhanggui.people.models import Shop
from zhanggui.ui.views.asking import actor_of


@require_GET
def try_places_view(request: HttpRequest) -> HttpResponse:
    """Type region, weight and goods: every warehouse and carrier with points, price and what stands in the way."""
    actor = actor_of(request)
    actor.check("see_parcels")
    form = TryForm(request.GET if "area" in request.GET else None, actor=actor)
    context = {"title": _("Try an address"), "form": form}
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        choice, unknown = try_address(
            area=given["area"],
            shop=Shop.objects.visible_to(actor).get(pk=given["shop"]),
            goods=given["goods"],
            grams=None if given["kilos"] is None else int(given["kilos"] * GRAMS),
            volume_cm3=given["volume"],
            remark=given["remark"],
            actor=actor,
            at=now(),
        )
        for code in unknown:
            form.add_error("goods", _("There is no SKU {code}.").format(code=code))
        if choice:
            names = warehouses_in_order(actor)
            context["rows"] = [shown(each, names, best=choice.chosen) for each in choice.candidates]
            context["choice"] = choice
    return render(request, "fulfilment/try_places.html", context, status=422 if form.errors else 200)


@require_GET
def preview_costs_view(request: HttpRequest) -> HttpResponse:
    """The selection in a table: what it would cost from each warehouse with each carrier."""
    actor = actor_of(request)
    actor.check("see_parcels")
    parcel_ids = keys_in(request.GET.get("parcels", ""))[:MOST]
    order_ids = keys_in(request.GET.get("orders", ""))[:MOST]
    if order_ids:
        actor.check("see_orders")
    goods = goods_of_parcels(parcel_ids, actor=actor) + goods_of_orders(order_ids, actor=actor)
    rows, best = costs_of(goods, actor=actor, at=now())
    context = {"title": _("Freight of the selection"), "rows": rows, "best": best, "count": len(goods), "most": MOST}
    return render(request, "fulfilment/costs.html", context)
