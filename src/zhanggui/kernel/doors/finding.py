"""Find the plug-ins that are installed, ours and others', by entry point."""

from functools import cache
from importlib.metadata import entry_points
from typing import Any

from zhanggui.kernel.refusal import Refusal


class NotInstalled(Refusal):
    """No connector “{key}” is installed for {group}."""


@cache
def installed(group: str) -> dict[str, Any]:
    """Each plug-in of `group`, made once, by the name of its entry point."""
    return {point.name: point.load()() for point in sorted(entry_points(group=group), key=lambda point: point.name)}


def door(group: str, key: str) -> Any:
    """The plug-in `key` of `group`. Raises NotInstalled."""
    try:
        return installed(group)[key]
    except KeyError:
        raise NotInstalled(key=key, group=group) from None
