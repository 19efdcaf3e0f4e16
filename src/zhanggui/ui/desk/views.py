"""The saved views of a desk as a person finds them."""

from typing import Any

from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk.desk import Desk
from zhanggui.ui.models import SavedView


def saved_views(desk: Desk, actor: Actor) -> list[dict[str, Any]]:
    """In the person's own order; what they have not put in order yet after it, own views first. One statement."""
    views = SavedView.objects.visible_to(actor).as_listed_for(actor).filter(desk=desk.name)
    found = sorted(views, key=lambda view: (view.place or len(views) + 1, view.user_id != actor.user_id, view.title))
    return [
        {
            "id": view.pk,
            "title": view.title,
            "layout": view.layout,
            "shared": view.shared,
            "posts": view.posts,
            "people": view.people if view.user_id == actor.user_id else [],
            "opens_for": view.opens_for,
            "mine": view.user_id == actor.user_id,
            "by": view.user_name,
        }
        for view in found
    ]


def opening_view(views: list[dict[str, Any]], actor: Actor) -> int | None:
    """The view the desk opens with for this actor's posts, the first where several do."""
    for view in views:
        if actor.posts & set(view["opens_for"]):
            return int(view["id"])
    return None
