"""Save layouts of desks under a name.

Afterwards each view exists for this user under its title, with this layout; one of the same title is replaced.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.db import transaction

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, divide
from zhanggui.kernel.refusal import NotAllowed, Refusal
from zhanggui.ui.models import SavedView


class ViewNeedsTitle(Refusal):
    """Give the view a name."""


class ViewNeedsUser(Refusal):
    """Only a person can save a view."""


@dataclass(frozen=True, slots=True)
class ViewDraft:
    desk: str
    title: str
    layout: dict[str, Any] = field(default_factory=dict)
    shared: bool = False


@transaction.atomic
def save_views(*, views: Sequence[ViewDraft], actor: Actor, at: datetime) -> Outcome[str]:
    """The outcome names views by their titles."""

    def check(view: ViewDraft) -> None:
        if actor.user_id is None:
            raise ViewNeedsUser
        if not view.title:
            raise ViewNeedsTitle
        if view.shared and not actor.may("share_views"):
            raise NotAllowed(grant="share_views")

    ready, refused = divide(views, check=check, key=lambda view: view.title)
    SavedView.objects.bulk_create(
        [
            SavedView(
                user_id=cast(int, actor.user_id),
                user_name=actor.name,
                desk=view.desk,
                title=view.title,
                layout=view.layout,
                shared=view.shared,
                saved_at=at,
            )
            for view in ready
        ],
        update_conflicts=True,
        unique_fields=["user_id", "desk", "title"],
        update_fields=["layout", "shared", "saved_at", "user_name"],
    )
    return Outcome([view.title for view in ready], refused)
