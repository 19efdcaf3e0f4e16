"""A sheet: one document with its head, sections, lines, timeline and actions, declared once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.keys import key_of
from zhanggui.kernel.refusal import NotFound
from zhanggui.ui.desk.actions import Action
from zhanggui.ui.desk.columns import Column, Text
from zhanggui.ui.desk.desk import Desk
from zhanggui.ui.timeline import Event


@dataclass(frozen=True, slots=True)
class Fields:
    """A card of named values. Each column reads from the mapping that `read(document, actor)` answers."""

    title: Text
    columns: Sequence[Column]
    read: Callable[[Any, Actor], Mapping[str, Any]]
    kind: ClassVar[str] = "fields"


@dataclass(frozen=True, slots=True)
class Lines:
    """A table. `read(document, actor)` answers its rows as mappings; `link(row)` the address of a row.

    Columns that are not `shown` stand on the sheet only, not in the narrow panel beside the list.
    """

    title: Text
    columns: Sequence[Column]
    read: Callable[[Any, Actor], Sequence[Mapping[str, Any]]]
    link: Callable[[Mapping[str, Any]], str] | None = None
    empty: Text = ""
    kind: ClassVar[str] = "lines"


@dataclass(frozen=True, slots=True)
class Partial:
    """A section with a template of its own, given what `read(document, actor)` answers; None: it is not there."""

    title: Text
    template: str
    read: Callable[[Any, Actor], Mapping[str, Any] | None]
    kind: ClassVar[str] = "partial"


Section = Fields | Lines | Partial


@dataclass(frozen=True, slots=True)
class Badge:
    label: Text
    tone: str = "neutral"


_added: dict[str, list[tuple[int, Section]]] = {}


def add_section(desk_name: str, section: Section, *, place: int) -> None:
    """The sheet of this desk shows a section of a room above it, at this place among its own. Said once, when the
    program starts."""
    _added.setdefault(desk_name, []).append((place, section))


class Sheet:
    """Subclass it in an app's `sheets.py`. Model, scope, right and actions are those of its desk."""

    desk: ClassVar[type[Desk]]
    sections: ClassVar[Sequence[Section]] = ()
    side: ClassVar[Sequence[Section]] = ()

    def badges(self, document: Any, actor: Actor) -> Sequence[Badge]:
        """State and marks beside the title."""
        return ()

    def timeline(self, document: Any, actor: Actor) -> Sequence[Event]:
        """Usually `timeline_of([("order", [document.pk])])`."""
        return ()

    def find(self, key: str, actor: Actor) -> Any:
        """The document. Raises NotFound when it does not exist or is outside this actor's scope."""
        desk = self.desk()
        actor.check(desk.grant)
        document = desk.visible(actor).filter(pk=key_of(key)).first()
        if document is None:
            raise NotFound(what=str(desk.title), key=key)
        return document

    def all_sections(self) -> list[Section]:
        """Its own, and what rooms above have added."""
        sections = list(self.sections)
        for place, section in _added.get(self.desk.name, ()):
            sections.insert(place, section)
        return sections

    def actions(self, document: Any, actor: Actor) -> list[Action]:
        """The desk's actions that fit this document: decided in one statement."""
        desk = self.desk()
        allowed = desk.actions_for(actor)
        asked = {action.name: action.on_sheet for action in allowed if action.on_sheet is not None}
        rows = desk.model._default_manager.filter(pk=document.pk)
        fits = rows.annotate(**{f"fits_{name}": condition for name, condition in asked.items()}).values().first() or {}
        return [action for action in allowed if fits.get(f"fits_{action.name}", True)]


def shown_sections(sections: Sequence[Section], document: Any, actor: Actor) -> list[dict[str, Any]]:
    """Each section with the columns and values this actor may see, ready for the template."""
    shown = []
    for section in sections:
        entry: dict[str, Any] = {"kind": section.kind, "title": section.title}
        if isinstance(section, Partial):
            if (values := section.read(document, actor)) is None:
                continue
            entry |= {"template": section.template, "values": values}
        elif isinstance(section, Fields):
            row = section.read(document, actor)
            entry["cells"] = [_cell(column, row, actor) for column in section.columns if column.visible_to(actor)]
        else:
            columns = [column for column in section.columns if column.visible_to(actor)]
            entry |= {"columns": columns, "empty": section.empty, "rows": _rows(section, columns, document, actor)}
        shown.append(entry)
    return shown


def _rows(section: Lines, columns: Sequence[Column], document: Any, actor: Actor) -> list[dict[str, Any]]:
    return [
        {
            "link": section.link(row) if section.link else "",
            "cells": [_cell(column, row, actor) for column in columns],
        }
        for row in section.read(document, actor)
    ]


def _cell(column: Column, row: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    return {"column": column, "value": column.read(row, {}, actor), "currency": row.get(column.currency, "CNY")}
