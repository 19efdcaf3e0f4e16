"""Pages that write down what the choice of warehouse and carrier asks. Each is a form and one flow."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from zhanggui.fulfilment.flows.set_capacities import CapacityDraft, set_capacities
from zhanggui.fulfilment.flows.set_carrier_areas import AreaDraft, set_carrier_areas
from zhanggui.fulfilment.flows.set_carrier_rules import RuleDraft, set_carrier_rules
from zhanggui.fulfilment.flows.set_choice_weights import WeightDraft, set_choice_weights
from zhanggui.fulfilment.flows.set_freight_tables import set_freight_tables
from zhanggui.fulfilment.flows.set_service_regions import RegionDraft, set_service_regions
from zhanggui.fulfilment.flows.set_warehouse_carriers import CollectionDraft, set_warehouse_carriers
from zhanggui.fulfilment.places.books import load_weights
from zhanggui.fulfilment.places.forms import (
    EVERY_CARRIER,
    GRAMS,
    CapacityForm,
    CarrierAreasForm,
    CollectionForm,
    FreightForm,
    PlaceForm,
    RegionsForm,
    RuleForm,
    WeightsForm,
)
from zhanggui.fulfilment.places.known import known_freight, known_rule
from zhanggui.fulfilment.rules.areas import Area
from zhanggui.fulfilment.rules.freight import Table
from zhanggui.fulfilment.rules.reach import ALL
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.outcome import Outcome
from zhanggui.ui.views.asking import actor_of

View = Callable[[HttpRequest], HttpResponseBase]


def _nothing_known(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class PlacePage:
    """A form, the flow that takes it, and the list one comes back to. `known` fills it with what is there."""

    title: Promise
    right: str
    desk: str
    form: type[PlaceForm]
    send: Callable[[Any, Actor], Outcome[str]]
    known: Callable[[HttpRequest, Actor], dict[str, Any]] = field(default=_nothing_known)
    template: str = "fulfilment/place_form.html"


def place_view(page: PlacePage) -> View:
    """The page's view. What was refused stays in the form with its sentence."""

    @require_http_methods(["GET", "POST"])
    def view(request: HttpRequest) -> HttpResponse:
        actor = actor_of(request)
        actor.check(page.right)
        form = page.form(request.POST or None, initial=page.known(request, actor), actor=actor)
        if request.method == "POST" and form.is_valid():
            outcome = page.send(form, actor)
            for refusal in outcome.refused.values():
                form.add_error(None, refusal.sentence)
            if outcome.done:
                messages.success(request, gettext("{count} written down.").format(count=len(outcome.done)))
            if not outcome.refused:
                return redirect("ui:desk", page.desk)
        context = {"title": page.title, "form": form, "desk": page.desk}
        return render(request, page.template, context, status=422 if form.errors else 200)

    return view


def _send_regions(form: RegionsForm, actor: Actor) -> Outcome[str]:
    given = form.cleaned_data
    regions = [RegionDraft(int(given["warehouse"]), area.state, area.city, n) for area, n in given["regions"]]
    return set_service_regions(regions=regions, actor=actor, at=now())


def _send_capacity(form: CapacityForm, actor: Actor) -> Outcome[str]:
    draft = CapacityDraft(int(form.cleaned_data["warehouse"]), form.cleaned_data["parcels"])
    return set_capacities(capacities=[draft], actor=actor, at=now())


def _send_collection(form: CollectionForm, actor: Actor) -> Outcome[str]:
    given = form.cleaned_data
    draft = CollectionDraft(int(given["warehouse"]), given["carrier"], given["is_enabled"], given["account"])
    return set_warehouse_carriers(carriers=[draft], actor=actor, at=now())


def _send_areas(form: CarrierAreasForm, actor: Actor) -> Outcome[str]:
    given = form.cleaned_data
    carrier = ALL if given["carrier"] == EVERY_CARRIER else given["carrier"]
    is_served, is_stop = given["effect"] == "open", given["effect"] == "stopped"
    areas = [
        AreaDraft(
            carrier, area.state, area.city, area.district, is_served, is_stop,
            given["starts_at"], given["ends_at"], given["reason"],
        )
        for area in given["areas"]
    ]  # fmt: skip
    return set_carrier_areas(areas=areas, actor=actor, at=now())


def _send_freight(form: FreightForm, actor: Actor) -> Outcome[str]:
    given = form.cleaned_data
    table = Table(
        name=given["name"],
        carrier=given["carrier"],
        zones=tuple(given["zones"]),
        divisor=given["divisor"],
        volume_above=given["volume_above"],
        rounding_g=int(given["rounding"] * GRAMS),
        remote_areas=tuple(given["remote_areas"]),
        remote_fee=given["remote_fee"],
        warehouse_id=form.number("warehouse"),
    )
    return set_freight_tables(tables=[table], actor=actor, at=now())


def _send_rule(form: RuleForm, actor: Actor) -> Outcome[str]:
    given = form.cleaned_data
    area: Area = given["area"] or Area("")
    draft = RuleDraft(
        given["name"], given["carrier"], given["effect"] == "forbid", given["priority"], given["is_on"],
        area.state, area.city, area.district, form.grams("above") or 0, form.grams("up_to"), form.number("shop"),
        form.number("category"), given["sku"], given["words"],
    )  # fmt: skip
    return set_carrier_rules(rules=[draft], actor=actor, at=now())


def _send_weights(form: WeightsForm, actor: Actor) -> Outcome[str]:
    weights = [WeightDraft(name, value) for name, value in form.cleaned_data.items()]
    return set_choice_weights(weights=weights, actor=actor, at=now())


def _known_weights(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    return load_weights()._asdict()


set_service_regions_view = place_view(
    PlacePage(_("Set regions"), "set_service_regions", "service-regions", RegionsForm, _send_regions)
)
set_capacities_view = place_view(
    PlacePage(_("Set parcels a day"), "set_capacities", "capacities", CapacityForm, _send_capacity)
)
set_warehouse_carriers_view = place_view(
    PlacePage(_("Set a carrier"), "set_warehouse_carriers", "warehouse-carriers", CollectionForm, _send_collection)
)
set_carrier_areas_view = place_view(
    PlacePage(_("Carrier areas"), "set_carrier_areas", "carrier-areas", CarrierAreasForm, _send_areas)
)
set_freight_tables_view = place_view(
    PlacePage(
        _("Write a freight table"), "set_freight_tables", "freight-tables", FreightForm, _send_freight, known_freight
    )
)
set_carrier_rules_view = place_view(
    PlacePage(_("Write a carrier rule"), "set_carrier_rules", "carrier-rules", RuleForm, _send_rule, known_rule)
)
set_choice_weights_view = place_view(
    PlacePage(
        _("Weights of the score"), "set_choice_weights", "carrier-rules", WeightsForm, _send_weights, _known_weights
    )
)
