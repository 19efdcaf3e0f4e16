"""Save layouts of desks under a name, for oneself, for everybody, for posts or for single people.

Afterwards each view exists for this user under its title, with this layout; one of the same title is replaced. A desk
opens with a view that `opens` for who holds the posts it is for, instead of the one they had before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.db.models import Q

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotAllowed, Refusal
from zhanggui.ui.models import SavedView, ViewDefault


class ViewNeedsTitle(Refusal):
    """Give the view a name."""


class ViewNeedsUser(Refusal):
    """Only a person can save a view."""


class ViewOpensForNobody(Refusal):
    """Name the posts for which the list is to open with this view."""


class DefaultChanged(Refusal):
    """“{title}” of {by} was made the first view of {post} meanwhile. Load the page again, then decide."""


@dataclass(frozen=True, slots=True)
class ViewDraft:
    """`seen` are the views that opened for posts when this was decided: none may be replaced unseen."""

    desk: str
    title: str
    layout: dict[str, Any] = field(default_factory=dict)
    shared: bool = False
    posts: tuple[str, ...] = ()
    people: tuple[int, ...] = ()
    opens: bool = False
    seen: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic
def save_views(*, views: Sequence[ViewDraft], actor: Actor, at: datetime) -> Outcome[str]:
    """The outcome names views by their titles."""
    before = _defaults_of(views)

    def check(view: ViewDraft) -> None:
        if actor.user_id is None:
            raise ViewNeedsUser
        if not view.title:
            raise ViewNeedsTitle
        if (view.shared or view.posts or view.people) and not actor.may("share_views"):
            raise NotAllowed(grant="share_views")
        if view.opens and not view.posts:
            raise ViewOpensForNobody
        for post in view.posts if view.opens else ():
            other = before.get((view.desk, post))
            if other and view.seen.get(post) != other.pk and not _is_own(other, view, actor):
                raise DefaultChanged(title=other.title, by=other.user_name, post=post)

    ready, refused = divide(views, check=check, key=lambda view: view.title)
    saved = SavedView.objects.bulk_create(
        [
            SavedView(
                user_id=cast(int, actor.user_id),
                user_name=actor.name,
                desk=view.desk,
                title=view.title,
                layout=view.layout,
                shared=view.shared,
                posts=list(view.posts),
                people=list(view.people),
                saved_at=at,
            )
            for view in ready
        ],
        update_conflicts=True,
        unique_fields=["user_id", "desk", "title"],
        update_fields=["layout", "shared", "posts", "people", "saved_at", "user_name"],
    )
    _open_with(list(zip(ready, saved, strict=True)))
    return Outcome([view.title for view in ready], refused)


def _defaults_of(views: Sequence[ViewDraft]) -> dict[tuple[str, str], SavedView]:
    """The views that open for the posts of these drafts now, locked."""
    asked = {(view.desk, post) for view in views if view.opens for post in view.posts}
    if not asked:
        return {}
    rows = ViewDefault.objects.filter(
        desk__in={desk for desk, _ in asked}, post__in={post for _, post in asked}
    ).select_for_update(of=("self",))
    return {(row.desk, row.post): row.view for row in rows.select_related("view").order_by("pk")}


def _is_own(other: SavedView, view: ViewDraft, actor: Actor) -> bool:
    return (other.user_id, other.title) == (actor.user_id, view.title)


def _open_with(saved: Sequence[tuple[ViewDraft, SavedView]]) -> None:
    """The desks open with these views for their posts, and no longer with them for any other post."""
    kept = {view.pk: list(draft.posts) if draft.opens else [] for draft, view in saved}
    others = Q(pk__in=[])
    for pk, posts in kept.items():
        others |= Q(view_id=pk) & ~Q(post__in=posts)
    ViewDefault.objects.filter(others).delete()
    ViewDefault.objects.bulk_create(
        [ViewDefault(desk=draft.desk, post=post, view=view) for draft, view in saved for post in kept[view.pk]],
        update_conflicts=True,
        unique_fields=["desk", "post"],
        update_fields=["view"],
    )
