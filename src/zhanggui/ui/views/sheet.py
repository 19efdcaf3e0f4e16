"""The page of one document, and the same as a panel beside its list."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk.page import action_entry
from zhanggui.ui.desk.seen import seen_of
from zhanggui.ui.finding import sheet_named
from zhanggui.ui.sheet import shown_sections
from zhanggui.ui.views.asking import actor_of


@require_GET
def sheet_view(request: HttpRequest, name: str, key: str) -> HttpResponse:
    return render(request, "ui/sheet.html", _shown(name, key, actor_of(request)))


@require_GET
def panel_view(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """The sheet without the frame of a page."""
    return render(request, "ui/panel.html", _shown(name, key, actor_of(request)))


def _shown(name: str, key: str, actor: Actor) -> dict[str, Any]:
    sheet = sheet_named(name)
    document = sheet.find(key, actor)
    desk = sheet.desk()
    return {
        "desk": desk,
        "document": document,
        "number": getattr(document, desk.document, document.pk),
        "address": desk.link(document.pk),
        "badges": sheet.badges(document, actor),
        "sections": shown_sections(sheet.all_sections(), document, actor),
        "side": shown_sections(sheet.side, document, actor),
        "events": sheet.timeline(document, actor),
        "page": {
            "id": document.pk,
            "name": desk.name,
            "list_url": desk.url,
            "seen": seen_of(desk, {each.path: getattr(document, each.path) for each in desk.watched}),
            "actions": [action_entry(desk, action) for action in sheet.actions(document, actor)],
        },
    }
