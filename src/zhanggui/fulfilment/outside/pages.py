"""Pages of outside work: rules and times, the freight of today, the lists that are signed."""

from datetime import time
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from zhanggui.fulfilment.flows.list_freight import list_freight
from zhanggui.fulfilment.flows.set_crate_rules import CrateRuleDraft, set_crate_rules
from zhanggui.fulfilment.flows.set_crate_times import CrateTimesDraft, set_crate_times
from zhanggui.fulfilment.flows.set_freight_stations import FreightStationDraft, set_freight_stations
from zhanggui.fulfilment.models import FreightLine, FreightStation, Parcel
from zhanggui.fulfilment.outside.forms import CrateRuleForm, CrateTimesForm, FreightRunForm, FreightStationForm
from zhanggui.fulfilment.outside.papers import crate_list_paper, freight_list_paper
from zhanggui.fulfilment.outside.queries import freight_ready
from zhanggui.fulfilment.places.pages import PlacePage, place_view
from zhanggui.fulfilment.queries import carrier_label
from zhanggui.fulfilment.rules.freight_lists import ready_moment
from zhanggui.fulfilment.states import FreightState, ParcelState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import company_zone, now
from zhanggui.kernel.keys import number_of
from zhanggui.kernel.outcome import Outcome
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.papers.outside_lists import crate_list_pdf, freight_list_pdf
from zhanggui.ui.views.asking import actor_of

_BEFORE = (ParcelState.PLANNED, ParcelState.WAVED, ParcelState.PRINTED, ParcelState.PICKED, ParcelState.VERIFIED)


class TimesUnreadable(Refusal):
    """“{text}” is no list of times of day, such as 09:30 14:30."""


@require_safe
def crate_list_view(request: HttpRequest) -> HttpResponse:
    """White and yellow copy of the list of one trip."""
    actor = actor_of(request)
    actor.check("send_crates")
    trip_id, parcel_id = number_of(request.GET.get("trip", "")), number_of(request.GET.get("parcel", ""))
    paper = crate_list_paper(trip_id=trip_id, parcel_id=parcel_id, actor=actor)
    return _pdf(crate_list_pdf(paper), name=f"crates-{paper.number}")


@require_safe
def freight_list_view(request: HttpRequest) -> HttpResponse:
    """White, yellow and red copy of the list of one run."""
    actor = actor_of(request)
    actor.check("list_freight")
    paper = freight_list_paper(number_of(request.GET.get("run", "")), actor=actor)
    return _pdf(freight_list_pdf(paper), name=f"freight-{paper.number}")


@require_safe
def freight_today_view(request: HttpRequest) -> HttpResponse:
    """Each freight station: until when its list must be ready, what can go, what is not ready, what is listed."""
    actor = actor_of(request)
    actor.check("see_parcels")
    at = now()
    stations = FreightStation.objects.visible_to(actor).filter(is_on=True).select_related("warehouse")
    counted = _counted(actor)
    rows = [_station_row(station, counted, at=at) for station in stations.order_by("ready_by", "pk")]
    context = {"title": _("Freight of today"), "rows": rows, "at": at, "may_list": actor.may("list_freight")}
    return render(request, "fulfilment/freight_today.html", context)


@require_http_methods(["GET", "POST"])
def list_freight_view(request: HttpRequest, key: int) -> HttpResponse:
    """Everything ready for one station goes on a list for one driver. What was refused is named."""
    actor = actor_of(request)
    actor.check("list_freight")
    station = FreightStation.objects.visible_to(actor).filter(pk=key).first()
    if station is None:
        raise NotFound(what="freight station", key=key)
    form = FreightRunForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        ready = freight_ready(station, actor=actor)
        outcome = list_freight(parcel_ids=ready, **form.cleaned_data, actor=actor, at=now())
        for refusal in outcome.refused.values():
            messages.warning(request, refusal.sentence)
        if outcome.done:
            messages.success(request, _("{count} parcels are on the list.").format(count=len(outcome.done)))
            return redirect("ui:desk", "freight-runs")
        form.add_error(None, _("No parcel of this station is ready."))
    title = _("Freight list for {carrier}").format(carrier=carrier_label(station.carrier))
    context = {"title": title, "form": form, "desk": "freight-runs"}
    return render(request, "fulfilment/place_form.html", context, status=422 if form.errors else 200)


def _counted(actor: Actor) -> dict[tuple[int, str], Any]:
    """How many parcels of each warehouse and carrier stand where. Two statements."""
    listed = FreightLine.objects.filter(is_off=False, run__state=FreightState.LISTED).values("parcel_id")
    weighed = Q(state=ParcelState.WEIGHED)
    parcels = Parcel.objects.visible_to(actor).filter(state__in=[*_BEFORE, ParcelState.WEIGHED])
    counted = parcels.values("warehouse_id", "carrier").annotate(
        early=Count("pk", filter=Q(state__in=_BEFORE)),
        listed=Count("pk", filter=weighed & Q(pk__in=listed)),
        ready=Count("pk", filter=weighed & ~Q(pk__in=listed)),
        outside=Count("pk", filter=Q(outside=True)),
    )
    return {(row["warehouse_id"], row["carrier"]): row for row in counted.order_by()}


def _station_row(station: FreightStation, counted: dict[tuple[int, str], Any], *, at: Any) -> dict[str, Any]:
    own = counted.get((station.warehouse_id, station.carrier), {})
    due = ready_moment(station.ready_by, at=at, zone=company_zone())
    return {
        "station": station,
        "carrier": carrier_label(station.carrier),
        "due": due,
        "is_late": due < at and bool(own.get("ready")),
        **{name: own.get(name, 0) for name in ("early", "ready", "listed", "outside")},
    }


def _pdf(content: bytes, *, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _send_rule(form: CrateRuleForm, actor: Actor) -> Outcome[str]:
    return set_crate_rules(rules=[CrateRuleDraft(**form.cleaned_data)], actor=actor, at=now())


def _send_times(form: CrateTimesForm, actor: Actor) -> Outcome[str]:
    text = form.cleaned_data["times"]
    try:
        times = tuple(time.fromisoformat(one).replace(tzinfo=None) for one in text.split())
    except ValueError:
        return Outcome(refused={text: TimesUnreadable(text=text)})
    draft = CrateTimesDraft(int(form.cleaned_data["warehouse"]), times)
    outcome = set_crate_times(drafts=[draft], actor=actor, at=now())
    return Outcome([str(pk) for pk in outcome.done], {str(pk): why for pk, why in outcome.refused.items()})


def _send_station(form: FreightStationForm, actor: Actor) -> Outcome[str]:
    given = form.cleaned_data
    draft = FreightStationDraft(**given | {"warehouse_id": int(given.pop("warehouse"))})
    outcome = set_freight_stations(stations=[draft], actor=actor, at=now())
    return Outcome([str(pk) for pk in outcome.done], {str(pk): why for pk, why in outcome.refused.items()})


set_crate_rules_view = place_view(
    PlacePage(gettext_lazy("Write a crate rule"), "set_crate_rules", "crate-rules", CrateRuleForm, _send_rule)
)
set_crate_times_view = place_view(
    PlacePage(gettext_lazy("Times of the crate maker"), "set_crate_times", "crates", CrateTimesForm, _send_times)
)
set_freight_stations_view = place_view(
    PlacePage(
        gettext_lazy("Write down a freight station"), "set_freight_stations", "freight-stations", FreightStationForm,
        _send_station,
    )
)  # fmt: skip
