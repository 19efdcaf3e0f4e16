"""What a person saw of the documents they chose: an edit of what has changed since is refused, with the difference."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.refusal import Refusal
from zhanggui.ui.desk.columns import Text
from zhanggui.ui.desk.refusals import RequestNotUnderstood
from zhanggui.ui.desk.values import plain

if TYPE_CHECKING:
    from zhanggui.ui.desk.desk import Desk

LONGEST_SHOWN = 40


class Watched(NamedTuple):
    """A field of the document that nobody may change under the eyes of somebody else; `shown` is its value in words."""

    path: str
    title: Text
    shown: Callable[[Any], Any] = str


class ChangedMeanwhile(Refusal):
    """{document} was changed meanwhile: {differences}. Look at it again, then retry."""


def seen_of(desk: "Desk", row: Mapping[str, Any]) -> list[Any]:
    """The watched values of a row, as plain data that the page keeps and sends back with an edit."""
    return [plain(row[each.path]) for each in desk.watched]


def changed_since(desk: "Desk", ids: Sequence[Any], seen: Mapping[str, Any], actor: Actor) -> dict[Any, Refusal]:
    """Those of the documents that are no longer what was seen of them. They stay locked: call it in a transaction."""
    rows = desk.visible(actor).filter(pk__in=ids).select_related(None).select_for_update(no_key=True).order_by("pk")
    refused: dict[Any, Refusal] = {}
    for key, document, *values in rows.values_list("pk", desk.document, *(each.path for each in desk.watched)):
        if str(key) in seen:
            try:
                check_unchanged(document, desk.watched, seen[str(key)], values)
            except ChangedMeanwhile as refusal:
                refused[key] = refusal
    return refused


def check_unchanged(document: str, watched: Sequence[Watched], before: Any, values: Sequence[Any]) -> None:
    """What was seen is so still. Raises ChangedMeanwhile with each difference, and with what there is to be seen now:
    who reads it and sends again has seen that. Raises RequestNotUnderstood where `before` is nothing a page sends.
    """
    values = list(map(plain, values))
    if not isinstance(before, list) or len(before) != len(values):
        raise RequestNotUnderstood(reason="seen")
    differences = [
        {"field": str(each.title), "seen": _words(each, old), "now": _words(each, new)}
        for each, old, new in zip(watched, before, values, strict=True)
        if old != new
    ]
    if differences:
        told = gettext("; ").join("{field}: {seen} → {now}".format(**each) for each in differences)
        raise ChangedMeanwhile(document=document, differences=told, fields=differences, seen=values)


def _words(watched: Watched, value: Any) -> str:
    try:
        words = "" if value in (None, "", []) else str(watched.shown(value))
    except (KeyError, ValueError):  # what a page sends back may be anything
        words = str(value)
    return words[:LONGEST_SHOWN] or "–"
