"""The way from an entry to the paper it stands for, and from the paper back to its entries.

A room that posts with `subject="receipt"` says once, when the program starts, `link_entries("receipts", "receipt",
place=2)`: the sheet of an entry then leads to the receipt, and the sheet of the receipt shows its entries.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhanggui.books.models import Entry
from zhanggui.kernel.actor import Actor
from zhanggui.ui.finding import desks
from zhanggui.ui.links import sheet_link
from zhanggui.ui.sheet import Partial, add_section

SEE_BOOKS = "see_books"
MOST_ENTRIES = 50
_desks: dict[str, str] = {}


def link_entries(desk_name: str, subject: str, *, place: int) -> None:
    """Entries whose subject is of this kind lead to the sheets of this desk, and these sheets show their entries."""
    _desks[subject] = desk_name

    def entries_of(document: Any, actor: Actor) -> Mapping[str, Any] | None:
        """Nothing for those who see no books."""
        if not actor.may(SEE_BOOKS):
            return None
        rows = Entry.objects.filter(subject=subject, subject_id=document.pk).order_by("-pk")
        found = rows.values("pk", "booked_on", "text", "total", "reverses_id")[:MOST_ENTRIES]
        return {"rows": [_shown(row, actor) for row in found]}

    add_section(desk_name, Partial(_("Entries"), "books/entries_of.html", read=entries_of), place=place)


def paper_of(entry: Entry, actor: Actor) -> Sequence[Mapping[str, str]]:
    """The value of a column of kind `links`: the paper an entry stands for, where its room has said which that is."""
    label = entry.document or (f"{entry.subject} {entry.subject_id}" if entry.subject_id else "")
    desk_name = _desks.get(entry.subject)
    if desk_name is None or entry.subject_id is None or desk_name not in desks():
        return [{"label": label, "href": ""}] if label else []
    return sheet_link(desk_name, entry.subject_id, label, actor)


def _shown(row: Mapping[str, Any], actor: Actor) -> Mapping[str, Any]:
    return {**row, "url": sheet_link("entries", row["pk"], str(row["pk"]), actor)[0]["href"]}
