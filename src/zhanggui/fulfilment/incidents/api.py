"""Incidents of the floor in the public API."""

from base64 import b64decode
from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from zhanggui.fulfilment.flows.add_incident_photos import Photo, add_incident_photos
from zhanggui.fulfilment.flows.ask_about_incidents import ask_about_incidents
from zhanggui.fulfilment.flows.assign_incidents import assign_incidents
from zhanggui.fulfilment.flows.report_incidents import Report, report_incidents
from zhanggui.fulfilment.flows.resolve_incidents import resolve_incidents
from zhanggui.fulfilment.incidents.states import IncidentCause, IncidentEnd
from zhanggui.fulfilment.models import Parcel
from zhanggui.kernel.api import Answered, Asked, Id, Ids, flow_actor, flow_operation, run
from zhanggui.kernel.pictures import NoPicture
from zhanggui.kernel.refusal import NotFound

router = Router(tags=["fulfilment"])

Words = Annotated[str, Field(min_length=1, max_length=300)]


class IncidentIn(Asked):
    parcel_id: Id
    cause: IncidentCause = IncidentCause.REPORTED
    words: Words


class ReportIncidents(Asked):
    incidents: Annotated[list[IncidentIn], Field(min_length=1, max_length=1000)]


class AssignIncidents(Asked):
    incident_ids: Ids
    person_id: Id


class AskAboutIncidents(Asked):
    incident_ids: Ids
    words: Words


class ResolveIncidents(Asked):
    incident_ids: Ids
    resolution: IncidentEnd
    note: Annotated[str, Field(max_length=300)] = ""


class PhotoIn(Asked):
    incident_id: Id
    picture: Annotated[str, Field(max_length=12_000_000, description="JPEG, PNG or WebP in base64.")]


class AddIncidentPhotos(Asked):
    photos: Annotated[list[PhotoIn], Field(min_length=1, max_length=10)]


@flow_operation(router, report_incidents)
def report_incidents_endpoint(request: HttpRequest, asked: ReportIncidents) -> Answered:
    actor = flow_actor(request, "report_incidents")
    wanted = {one.parcel_id for one in asked.incidents}
    places = dict(Parcel.objects.visible_to(actor).filter(pk__among=wanted).values_list("pk", "warehouse_id"))
    if missing := wanted - places.keys():
        raise NotFound(what="parcel", key=min(missing))
    reports = [
        Report(
            one.cause.value, places[one.parcel_id], f"parcel:{one.parcel_id}", parcel_id=one.parcel_id, words=one.words,
            step="api",
        )
        for one in asked.incidents
    ]  # fmt: skip
    return run(report_incidents, request, reports=reports)


@flow_operation(router, assign_incidents)
def assign_incidents_endpoint(request: HttpRequest, asked: AssignIncidents) -> Answered:
    return run(assign_incidents, request, **asked.model_dump())


@flow_operation(router, ask_about_incidents)
def ask_about_incidents_endpoint(request: HttpRequest, asked: AskAboutIncidents) -> Answered:
    return run(ask_about_incidents, request, **asked.model_dump())


@flow_operation(router, resolve_incidents)
def resolve_incidents_endpoint(request: HttpRequest, asked: ResolveIncidents) -> Answered:
    return run(resolve_incidents, request, **asked.model_dump())


@flow_operation(router, add_incident_photos)
def add_incident_photos_endpoint(request: HttpRequest, asked: AddIncidentPhotos) -> Answered:
    try:
        photos = [Photo(one.incident_id, b64decode(one.picture, validate=True)) for one in asked.photos]
    except ValueError:
        raise NoPicture from None
    return run(add_incident_photos, request, photos=photos)
