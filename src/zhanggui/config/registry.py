"""Every flow of the program, found by walking the rooms: `zhanggui.<app>.flows.<name>` holds the function `<name>`."""

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps


@dataclass(frozen=True, slots=True)
class FlowEntry:
    app: str
    name: str
    function: Callable[..., Any]
    first_line: str


def all_flows() -> list[FlowEntry]:
    """Sorted by room, then by name. The first line is that of the module: what the operation does."""
    found = []
    for app in apps.get_app_configs():
        package = f"{app.name}.flows"
        if not app.name.startswith("zhanggui.") or find_spec(package) is None:
            continue
        for module_info in pkgutil.iter_modules(import_module(package).__path__):
            module = import_module(f"{package}.{module_info.name}")
            function = getattr(module, module_info.name)
            line = (module.__doc__ or function.__doc__ or "").strip().splitlines()[0]
            found.append(FlowEntry(app.label, module_info.name, function, line))
    return found
