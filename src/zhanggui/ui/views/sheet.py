"""The page of one document."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhanggui.ui.desk.page import action_entry
from zhanggui.ui.desk.seen import seen_of
from zhanggui.ui.finding import sheet_named
from zhanggui.ui.sheet import shown_sections
from zhanggui.ui.views.asking import actor_of


@require_GET
def sheet_view(request: HttpRequest, name: str, key: str) -> HttpResponse:
    actor = actor_of(request)
    sheet = sheet_named(name)
    document = sheet.find(key, actor)
    desk = sheet.desk()
    context = {
        "desk": desk,
        "document": document,
        "number": getattr(document, desk.document, document.pk),
        "badges": sheet.badges(document, actor),
        "sections": shown_sections(sheet.sections, document, actor),
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
    return render(request, "ui/sheet.html", context)
