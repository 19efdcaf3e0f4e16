"""Find what apps declare: desks in `desks.py`, sheets in `sheets.py`, stations in `stations.py` (or packages)."""

import inspect
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TypeVar, cast

from django.apps import apps
from django.utils.translation import gettext

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import NotFound
from zhanggui.ui.desk.desk import Desk
from zhanggui.ui.sheet import Sheet
from zhanggui.ui.station import Station

Declared = TypeVar("Declared", Desk, Sheet, Station)


def _declared(module_name: str, kind: type[Declared]) -> list[type[Declared]]:
    """Every subclass that an app's module or package of that name shows, and the app itself declares.

    One that names nothing is a base of others.
    """
    found: list[type[Declared]] = []
    for config in apps.get_app_configs():
        name = f"{config.name}.{module_name}"
        if find_spec(name) is None:
            continue
        for _, each in inspect.getmembers(import_module(name), inspect.isclass):
            is_own = issubclass(each, kind) and each.__module__.startswith(f"{config.name}.")
            if is_own and (hasattr(each, "name") or hasattr(each, "desk")):
                found.append(cast(type[Declared], each))
    return found


@cache
def desks() -> dict[str, Desk]:
    return {desk.name: desk() for desk in _declared("desks", Desk)}


@cache
def sheets() -> dict[str, Sheet]:
    """By the name of their desk."""
    return {sheet.desk.name: sheet() for sheet in _declared("sheets", Sheet)}


@cache
def stations() -> dict[str, Station]:
    return {station.name: station() for station in _declared("stations", Station)}


def desk_named(name: str, actor: Actor) -> Desk:
    """Raises NotFound, or NotAllowed without the desk's right."""
    desk = desks().get(name)
    if desk is None:
        raise NotFound(what=gettext("Page"), key=name)
    actor.check(desk.grant)
    return desk


def station_named(name: str, actor: Actor) -> Station:
    """Raises NotFound, or NotAllowed without the station's right."""
    station = stations().get(name)
    if station is None:
        raise NotFound(what=gettext("Page"), key=name)
    actor.check(station.grant)
    return station


def sheet_named(name: str) -> Sheet:
    sheet = sheets().get(name)
    if sheet is None:
        raise NotFound(what=gettext("Page"), key=name)
    return sheet
