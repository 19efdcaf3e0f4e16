"""The page of a station and its scans."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_POST

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.desk.refusals import RequestNotUnderstood
from zhanggui.ui.finding import station_named
from zhanggui.ui.station import figure_list, refused_answer
from zhanggui.ui.views.asking import actor_of, body_of, part_of

TABLE_COOKIE = "table"
LONGEST_TABLE = 40
LONGEST_CODE = 256
LONGEST_CONTEXT = 2_000


def station_actor(request: HttpRequest) -> Actor:
    """The person, at the table whose name this browser keeps: every scan says where it was made."""
    table = unquote(request.COOKIES.get(TABLE_COOKIE, "")).strip()
    return replace(actor_of(request), station="".join(filter(str.isprintable, table))[:LONGEST_TABLE])


@require_GET
def station_view(request: HttpRequest, name: str) -> HttpResponse:
    actor = station_actor(request)
    station = station_named(name, actor)
    page = {
        "name": station.name,
        "prompt": str(station.prompt),
        "scan_url": reverse("ui:station_scan", args=[station.name]),
        "fill_url": reverse("ui:station_fill", args=[station.name]),
        "resume_url": reverse("ui:station_resume", args=[station.name]),
        "user": actor.user_id,
        "figures_url": reverse("ui:station_figures", args=[station.name]),
        "figures": figure_list(station, actor, now()),
        "report_url": reverse(station.report) if station.report else "",
    }
    context = {"station": station, "page": page, "title": station.title, "table": actor.station}
    return render(request, "ui/station.html", context)


@require_GET
def station_figures_view(request: HttpRequest, name: str) -> HttpResponse:
    actor = actor_of(request)
    return JsonResponse({"figures": figure_list(station_named(name, actor), actor, now())})


@require_POST
def station_scan_view(request: HttpRequest, name: str) -> HttpResponse:
    """The station's answer; a refusal is an answer too, so it comes with state 200 and `refused`."""
    actor = station_actor(request)
    station = station_named(name, actor)
    body = body_of(request)
    code, context, scan_id = _code_of(body), _context_of(body), _scan_id_of(body)
    try:
        answer = station.scan(code=code, scan_id=scan_id, context=context, actor=actor, at=now()).as_dict()
    except Refusal as refusal:
        answer = refused_answer(refusal, context)
    return JsonResponse(answer | {"scan_id": str(scan_id)})


@sensitive_variables("body", "values")
@require_POST
def station_fill_view(request: HttpRequest, name: str) -> HttpResponse:
    """The answer to a form of the station: a second person's word, a reason."""
    actor = station_actor(request)
    station = station_named(name, actor)
    body = body_of(request)
    context, scan_id = _context_of(body), _scan_id_of(body)
    values = {key: str(value)[:LONGEST_CODE].strip() for key, value in part_of(body, "values").items()}
    try:
        answer = station.fill(
            ask=str(body.get("ask")), values=values, scan_id=scan_id, context=context, actor=actor, at=now()
        ).as_dict()
    except Refusal as refusal:
        answer = refused_answer(refusal, context)
    return JsonResponse(answer | {"scan_id": str(scan_id)})


@require_POST
def station_resume_view(request: HttpRequest, name: str) -> HttpResponse:
    """What lay on the table when the page went away; nothing where the station does not say."""
    actor = station_actor(request)
    station = station_named(name, actor)
    try:
        answer = station.resume(context=_context_of(body_of(request)), actor=actor, at=now())
    except Refusal:
        answer = None
    return JsonResponse(answer.as_dict() if answer else {})


def _code_of(body: dict[str, Any]) -> str:
    code = body.get("code") or ""
    if not isinstance(code, str | int) or len(str(code)) > LONGEST_CODE:
        raise RequestNotUnderstood(reason="code")
    return str(code).strip()


def _context_of(body: dict[str, Any]) -> dict[str, Any]:
    """What the station gave along with its last answer: a few plain values under names."""
    context = body.get("context") or {}
    is_plain = isinstance(context, dict) and all(isinstance(each, str | int | None) for each in context.values())
    if not is_plain or len(json.dumps(context)) > LONGEST_CONTEXT:
        raise RequestNotUnderstood(reason="context")
    return context


def _scan_id_of(body: dict[str, Any]) -> UUID:
    try:
        return UUID(str(body.get("scan_id")))
    except ValueError:
        raise RequestNotUnderstood(reason="scan_id") from None
