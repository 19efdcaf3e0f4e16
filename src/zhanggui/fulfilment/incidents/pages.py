"""Reporting an incident from a station, its pictures, and what keeps happening."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhanggui.fulfilment.flows.add_incident_photos import Photo, add_incident_photos
from zhanggui.fulfilment.flows.report_incidents import Report, report_incidents
from zhanggui.fulfilment.goods_codes import sku_of
from zhanggui.fulfilment.incidents.forms import ReportForm
from zhanggui.fulfilment.incidents.noting import subject_of, warehouse_here
from zhanggui.fulfilment.incidents.repeats import WITHIN, repeated
from zhanggui.fulfilment.models import Incident, IncidentPhoto, Wave
from zhanggui.fulfilment.queries import parcel_of_waybill
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.pictures import LARGEST, PictureTooLarge, cleaned
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.kernel.seal import unseal
from zhanggui.ui.views.asking import actor_of
from zhanggui.ui.views.station import station_actor


@require_http_methods(["GET", "POST"])
def report_incident_view(request: HttpRequest) -> HttpResponse:
    """The form of the station's button; what was sent is in the queue, with its picture."""
    actor = station_actor(request)
    actor.check("report_incidents")
    if request.method == "GET":
        form = ReportForm(initial={"code": request.GET.get("code", ""), "station": request.GET.get("station", "")})
        return render(request, "fulfilment/incident_report.html", {"form": form, "title": _("Report an incident")})
    form = ReportForm(request.POST, request.FILES)
    if not form.is_valid():
        sentence = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return JsonResponse({"done": False, "sentence": sentence}, status=422)
    try:
        _reported(form, actor)
    except Refusal as refusal:
        return JsonResponse({"done": False, "sentence": refusal.sentence}, status=refusal.http_state)
    return JsonResponse({"done": True, "sentence": _("Reported. The exception handler sees it.")})


def _reported(form: ReportForm, actor: Actor) -> None:
    """A picture that cannot be kept is refused before anything is written."""
    given, at = form.cleaned_data, now()
    photo = given["photo"]
    if photo and photo.size > LARGEST:
        raise PictureTooLarge(limit=LARGEST // 1024 // 1024)
    picture = cleaned(photo.read()) if photo else b""
    code = given["code"].strip()
    parcel = parcel_of_waybill(code, actor=actor)
    wave = code if Wave.objects.visible_to(actor).filter(number=code).exists() else ""
    warehouse_id = parcel.warehouse_id if parcel else warehouse_here(wave, actor)
    if warehouse_id is None:
        raise NotFound(what="warehouse", key="")
    report = Report(
        cause=given["cause"],
        warehouse_id=warehouse_id,
        subject=subject_of(parcel, wave=wave, code=code),
        parcel_id=parcel.pk if parcel else None,
        sku_id=sku_of(code),
        code=code,
        words=given["words"],
        step=given["station"],
    )
    incident_id = report_incidents(reports=[report], actor=actor, at=at).one()
    if picture:
        add_incident_photos(photos=[Photo(incident_id, picture)], actor=actor, at=at).one()


@require_POST
def add_incident_photos_view(request: HttpRequest, key: int) -> HttpResponse:
    actor = actor_of(request)
    actor.check("add_incident_photos")
    photo = request.FILES.get("photo")
    try:
        if photo is None or (photo.size or 0) > LARGEST:
            raise PictureTooLarge(limit=LARGEST // 1024 // 1024)
        add_incident_photos(photos=[Photo(key, photo.read())], actor=actor, at=now()).one()
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return redirect("ui:sheet", "incidents", key)


@require_safe
def incident_photo_view(request: HttpRequest, key: int) -> HttpResponse:
    """The picture, for who may see its incident. A browser keeps no copy, and takes it for nothing but a picture."""
    actor = actor_of(request)
    actor.check("see_parcels")
    seen = Incident.objects.visible_to(actor)
    photo = IncidentPhoto.objects.filter(pk=key, incident__in=seen).first()
    if photo is None:
        raise NotFound(what="picture", key=key)
    answer = HttpResponse(unseal(photo.sealed), content_type="image/jpeg")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Disposition"] = "inline; filename=picture.jpg"
    return answer


@require_safe
def repeated_incidents_view(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actor.check("see_parcels")
    context = {"title": _("What keeps happening"), "tables": repeated(actor, at=now()), "days": WITHIN.days}
    return render(request, "fulfilment/repeated_incidents.html", context)
