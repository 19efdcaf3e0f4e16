"""The side bar: groups of links with counts. The setting SIDE_BAR names the function that builds it for a request."""

from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk.columns import Text
from zhanggui.ui.finding import desks, stations


@dataclass(frozen=True, slots=True)
class Link:
    """`count` is shown when it is not empty; `tone` colours it. `current` when the address begins with its own."""

    title: Text
    url: str
    icon: str = "point"
    count: str = ""
    tone: str = "muted"


@dataclass(frozen=True, slots=True)
class Group:
    """With a title it can be closed; `is_aside` is closed until somebody opens it or works in it."""

    title: Text
    links: list[Link] = field(default_factory=list)
    key: str = ""
    is_aside: bool = False


def side_bar(request: HttpRequest) -> list[Group]:
    """What this actor finds at the left of every page."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return []
    builder = getattr(settings, "SIDE_BAR", "")
    return import_string(builder)(request) if builder else plain_side_bar(actor)


def plain_side_bar(actor: Actor) -> list[Group]:
    """Every desk and station this actor may enter, without counts."""
    lists = [Link(desk.title, desk.url, desk.icon) for desk in desks().values() if actor.may(desk.grant)]
    places = [
        Link(station.title, reverse("ui:station", args=[station.name]), station.icon)
        for station in stations().values()
        if actor.may(station.grant)
    ]
    return [
        group for group in (Group(_("Lists"), lists, "lists"), Group(_("Stations"), places, "stations")) if group.links
    ]
