"""Links from one document to another, named by its desk, so that no app must know the other's pages."""

from typing import Any

from zhanggui.kernel.actor import Actor
from zhanggui.ui import finding


def sheet_link(desk_name: str, key: Any, label: str, actor: Actor) -> list[dict[str, str]]:
    """The value of a column of kind `links`: the label, leading to the sheet if this actor may open it."""
    if not label:
        return []
    desk = finding.desks().get(desk_name)
    may_open = desk is not None and desk_name in finding.sheets() and actor.may(desk.grant)
    return [{"label": label, "href": desk.link(key) if desk and may_open else ""}]
