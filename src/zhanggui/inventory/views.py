"""Receive goods at the dock, and open bins."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from zhanggui.inventory.flows.open_locations import open_locations
from zhanggui.inventory.flows.receive_goods import Receipt, receive_goods
from zhanggui.inventory.forms import PlacesForm, ReceiptForm
from zhanggui.inventory.queries import place_named, sku_scanned
from zhanggui.inventory.rules.codes import spread_codes
from zhanggui.inventory.rules.places import Place
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.views.asking import actor_of


@require_http_methods(["GET", "POST"])
def receive_goods_view(request: HttpRequest) -> HttpResponse:
    """One SKU after the other: the next form keeps warehouse and bin, and waits for the next code."""
    actor = actor_of(request)
    actor.check("receive_goods")
    if request.method == "GET":
        kept = {name: request.GET[name] for name in ("warehouse", "place") if name in request.GET}
        return _page(
            request, "inventory/receive_goods.html", ReceiptForm(initial=kept, actor=actor), _("Receive goods")
        )
    form = ReceiptForm(request.POST, actor=actor)
    if form.is_valid():
        try:
            words = _receive(form.cleaned_data, actor)
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, words)
            given = form.cleaned_data
            return redirect(f"{request.path}?warehouse={given['warehouse']}&place={given['place']}")
    return _page(request, "inventory/receive_goods.html", form, _("Receive goods"), state=422)


def _receive(given: dict[str, Any], actor: Actor) -> str:
    """The goods lie in their bin; what to tell the clerk."""
    sku = sku_scanned(given["code"])
    place = place_named(given["place"], warehouse_id=int(given["warehouse"]))
    cost = given.get("unit_cost")
    receipt = Receipt(
        given["cause_id"], place.pk, sku.pk, given["quantity"], sku.cost if cost is None else cost, given["lot"],
        given["codes"],
    )  # fmt: skip
    receive_goods(receipts=[receipt], actor=actor, at=now()).one()
    return _("{quantity} × {sku} received at {place}.").format(
        quantity=given["quantity"], sku=sku.code, place=place.code
    )


@require_http_methods(["GET", "POST"])
def open_locations_view(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.check("open_locations")
    form = PlacesForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            codes = spread_codes(given["codes"])
            places = [
                Place(int(given["warehouse"]), code, given["kind"], given["first"] + step)
                for step, code in enumerate(codes)
            ]
            outcome = open_locations(places=places, actor=actor, at=now())
        except Refusal as refusal:
            form.add_error("codes", refusal.sentence)
        else:
            for refused in outcome.refused.values():
                form.add_error("codes", refused.sentence)
            count = len(outcome.done)
            messages.success(
                request, ngettext("{count} bin is open.", "{count} bins are open.", count).format(count=count)
            )
            if not outcome.refused:
                return redirect("ui:desk", "locations")
    return _page(request, "inventory/open_locations.html", form, _("Open bins"), state=422 if form.errors else 200)


def _page(request: HttpRequest, template: str, form: Any, title: str, *, state: int = 200) -> HttpResponse:
    return render(request, template, {"title": title, "form": form}, status=state)
