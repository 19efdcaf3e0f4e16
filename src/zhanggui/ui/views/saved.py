"""Save and delete views of a desk."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from zhanggui.kernel.clock import now
from zhanggui.ui.desk.page import saved_views
from zhanggui.ui.desk.refusals import RequestNotUnderstood
from zhanggui.ui.finding import desk_named
from zhanggui.ui.flows.delete_views import delete_views
from zhanggui.ui.flows.save_views import ViewDraft, save_views
from zhanggui.ui.views.asking import actor_of, body_of, part_of


@require_http_methods(["POST", "DELETE"])
def saved_views_view(request: HttpRequest, name: str) -> HttpResponse:
    """Answers the views there are afterwards."""
    actor = actor_of(request)
    desk = desk_named(name, actor)
    body = body_of(request)
    if request.method == "POST":
        draft = ViewDraft(
            desk=desk.name,
            title=str(body.get("title") or "").strip()[:60],
            layout=part_of(body, "layout"),
            shared=bool(body.get("shared")),
        )
        save_views(views=[draft], actor=actor, at=now()).one()
    else:
        delete_views(view_ids=[_view_id(body.get("id"))], actor=actor, at=now()).one()
    return JsonResponse({"views": saved_views(desk, actor)})


def _view_id(value: Any) -> int:
    if not isinstance(value, int):
        raise RequestNotUnderstood(reason="id")
    return value
