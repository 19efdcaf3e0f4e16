"""The timeline of a document: its facts, each as a sentence in the reader's language."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext

from zhanggui.kernel.facts import FactOf
from zhanggui.kernel.models import Fact
from zhanggui.ui.programs import shown_name

MOST_FACTS = 200


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a timeline."""

    at: datetime
    by: str
    sentence: str
    station: str = ""
    tone: str = "neutral"
    data: dict[str, Any] = field(default_factory=dict)


def timeline_of(
    subjects: Sequence[tuple[str, Sequence[int]]], *, warehouse_ids: Collection[int] | None = None
) -> list[Event]:
    """The facts of these documents (`[("order", [12]), ("parcel", [7, 8])]`), latest first, in one statement.

    With `warehouse_ids`, of the facts that name a warehouse only those of these warehouses.
    """
    wanted = Q()
    for subject, ids in subjects:
        if ids:
            wanted |= Q(subject=subject, subject_id__in=ids)
    if not wanted:
        return []
    if warehouse_ids is not None:
        wanted &= ~Q(data__has_key="warehouse_id") | Q(data__warehouse_id__in=list(warehouse_ids))
    facts = Fact.objects.filter(wanted).order_by("-at", "-id")[:MOST_FACTS]
    kinds = _kinds(FactOf)
    return [
        Event(
            fact.at,
            shown_name(fact.actor, is_person=fact.actor_id is not None),
            _told(kinds.get(fact.name, FactOf), fact.name, fact.data),
            fact.station,
            data=fact.data,
        )
        for fact in facts
    ]


def _kinds(kind: type[FactOf]) -> dict[str, type[FactOf]]:
    """Every known kind of fact by its name."""
    found = {kind.NAME: kind} if kind.NAME else {}
    for each in kind.__subclasses__():
        found |= _kinds(each)
    return found


class _Known(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def _told(kind: type[FactOf], name: str, data: dict[str, Any]) -> str:
    """The docstring of the fact, with its data; a kind nobody knows any more by its name."""
    words = " ".join((kind.__doc__ or name).split()) if kind.NAME else name
    said = {
        each: str(choices(data[each]).label)
        for each, choices in kind.LABELS.items()
        if data.get(each) in choices.values
    }
    return gettext(words).format_map(_Known(data | said))
