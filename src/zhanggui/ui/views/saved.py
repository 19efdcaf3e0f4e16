"""Save and delete views of a desk."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from zhanggui.kernel.clock import now
from zhanggui.ui.desk.page import saved_views
from zhanggui.ui.finding import desk_named
from zhanggui.ui.flows.delete_views import delete_views
from zhanggui.ui.flows.save_views import ViewDraft, save_views
from zhanggui.ui.views.asking import actor_of, body_of


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
            layout=body.get("layout") or {},
            shared=bool(body.get("shared")),
        )
        save_views(views=[draft], actor=actor, at=now()).one()
    else:
        delete_views(view_ids=[int(body.get("id") or 0)], actor=actor, at=now()).one()
    return JsonResponse({"views": saved_views(desk, actor)})
