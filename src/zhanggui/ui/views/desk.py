"""The page of a desk, its rows, its export, its actions."""

import json
import logging
from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhanggui.kernel.clock import now
from zhanggui.kernel.refusal import NotFound
from zhanggui.ui.desk.batch import asked_of, chosen_ids, run_action
from zhanggui.ui.desk.export import desk_export
from zhanggui.ui.desk.page import desk_page
from zhanggui.ui.desk.rows import desk_rows
from zhanggui.ui.finding import desk_named
from zhanggui.ui.views.asking import actor_of, body_of, part_of
from zhanggui.ui.views.station import station_actor

log = logging.getLogger(__name__)


@require_GET
def desk_view(request: HttpRequest, name: str) -> HttpResponse:
    actor = actor_of(request)
    desk = desk_named(name, actor)
    context = {
        "desk": desk,
        "page": desk_page(desk, actor),
        "beside": desk.pages_for(actor),
        "title": desk.title,
    }
    return render(request, "ui/desk.html", context)


@require_GET
def desk_rows_view(request: HttpRequest, name: str) -> HttpResponse:
    actor = actor_of(request)
    return JsonResponse(desk_rows(desk_named(name, actor), request.GET, actor))


@require_GET
def desk_export_view(request: HttpRequest, name: str) -> HttpResponseBase:
    actor = actor_of(request)
    desk = desk_named(name, actor)
    if not desk.exportable:
        raise NotFound(what=str(desk.title), key="export")
    moment = timezone.localtime(now())
    return FileResponse(
        desk_export(desk, request.GET, actor), as_attachment=True, filename=f"{desk.title}-{moment:%Y%m%d-%H%M}.xlsx"
    )


@require_GET
def action_form_view(request: HttpRequest, name: str, action_name: str) -> HttpResponse:
    """The rows of an action's form, for its dialog."""
    actor = actor_of(request)
    action = desk_named(name, actor).action(action_name, actor)
    if action.form is None:
        raise NotFound(what=str(action.title), key=action_name)
    return render(request, "ui/parts/form_rows.html", {"form": action.form(actor=actor)})


@require_POST
def action_view(request: HttpRequest, name: str, action_name: str) -> HttpResponseBase:
    """One JSON object per line: progress after each thousand, then the outcome."""
    actor = station_actor(request)
    desk = desk_named(name, actor)
    action = desk.action(action_name, actor)
    body = body_of(request)
    matching = part_of(body, "matching") if "matching" in body else None
    ids = chosen_ids(desk, ids=body.get("ids") or [], params=matching, actor=actor)
    asked = asked_of(action, part_of(body, "form"), actor)
    steps = run_action(desk, action, ids, asked=asked, actor=actor, at=now(), seen=part_of(body, "seen"))
    return StreamingHttpResponse(_lines(steps, get_language() or "zh-hans"), content_type="application/x-ndjson")


def _lines(steps: Iterator[dict[str, Any]], language: str) -> Iterator[bytes]:
    """A streamed answer is written after the language of the request was put away: it is set again here."""
    with override(language):
        try:
            for step in steps:
                yield json.dumps(step, ensure_ascii=False).encode() + b"\n"
        except Exception:
            log.exception("an action stopped half-way")
            yield b'{"interrupted": true}\n'


@require_http_methods(["GET", "POST"])
def act_view(request: HttpRequest, name: str, action_name: str) -> HttpResponseBase:
    view = action_form_view if request.method == "GET" else action_view
    return view(request, name, action_name)
