"""With whom a view may be shared: the setting VIEW_AUDIENCE names the function that knows posts and people."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from zhanggui.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Audience:
    """Posts by code and people by number, each with the name that is shown."""

    posts: dict[str, str]
    people: dict[int, str]

    def as_dict(self) -> dict[str, Any]:
        return {"posts": list(self.posts.items()), "people": list(self.people.items())}


def audience_for(actor: Actor) -> Audience:
    """Whom this actor may share with. Raises NotAllowed."""
    actor.check("share_views")
    finder = getattr(settings, "VIEW_AUDIENCE", "")
    return import_string(finder)(actor) if finder else Audience({}, {})
