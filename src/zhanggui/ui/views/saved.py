"""Save, arrange and delete views of a desk, and with whom they may be shared."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.clock import now
from zhanggui.ui.audience import audience_for
from zhanggui.ui.desk.refusals import RequestNotUnderstood
from zhanggui.ui.desk.views import saved_views
from zhanggui.ui.finding import desk_named
from zhanggui.ui.flows.arrange_views import arrange_views
from zhanggui.ui.flows.delete_views import delete_views
from zhanggui.ui.flows.save_views import ViewDraft, save_views
from zhanggui.ui.views.asking import actor_of, body_of, part_of


@require_http_methods(["GET", "POST", "PUT", "DELETE"])
def saved_views_view(request: HttpRequest, name: str) -> HttpResponse:
    """GET: with whom a view may be shared. Else the views there are afterwards."""
    actor = actor_of(request)
    desk = desk_named(name, actor)
    if request.method == "GET":
        return JsonResponse(audience_for(actor).as_dict())
    body = body_of(request)
    if request.method == "POST":
        save_views(views=[_draft(desk.name, body, actor)], actor=actor, at=now()).one()
    elif request.method == "PUT":
        arrange_views(desk=desk.name, view_ids=_ids(body.get("order")), actor=actor, at=now())
    else:
        delete_views(view_ids=_ids([body.get("id")]), actor=actor, at=now()).one()
    return JsonResponse({"views": saved_views(desk, actor)})


def _draft(desk: str, body: dict[str, Any], actor: Actor) -> ViewDraft:
    posts, people = _texts(body.get("posts")), _ids(body.get("people"))
    if posts or people:
        known = audience_for(actor)
        if not set(posts) <= known.posts.keys() or not set(people) <= known.people.keys():
            raise RequestNotUnderstood(reason="posts, people")
    return ViewDraft(
        desk=desk,
        title=str(body.get("title") or "").strip()[:60],
        layout=_without_search(part_of(body, "layout")),
        shared=bool(body.get("shared")),
        posts=tuple(posts),
        people=tuple(people),
        opens=bool(body.get("opens")),
        seen={str(post): pk for post, pk in part_of(body, "seen").items() if isinstance(pk, int)},
    )


def _without_search(layout: dict[str, Any]) -> dict[str, Any]:
    """A view keeps filters. What somebody searched for is one document, or a person's number: it is not kept."""
    asked = layout.get("question")
    if not isinstance(asked, dict):
        return layout
    return layout | {"question": {name: value for name, value in asked.items() if name != "q"}}


def _ids(value: Any) -> list[int]:
    if not isinstance(value or [], list) or not all(type(each) is int for each in value or []):
        raise RequestNotUnderstood(reason="id")
    return list(value or [])


def _texts(value: Any) -> list[str]:
    if not isinstance(value or [], list) or not all(isinstance(each, str) for each in value or []):
        raise RequestNotUnderstood(reason="posts")
    return list(value or [])
