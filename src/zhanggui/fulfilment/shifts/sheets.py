"""The page of one sheet between shifts: what was open when it was written, and both signatures."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhanggui.fulfilment.incidents.states import IncidentCause
from zhanggui.fulfilment.models import ShiftSheet
from zhanggui.fulfilment.queries import carrier_label
from zhanggui.fulfilment.shifts.desks import SHIFT_TONES, ShiftSheetDesk
from zhanggui.fulfilment.shifts.items import WORDS
from zhanggui.kernel.actor import Actor
from zhanggui.orders.rules.stops import stop_words
from zhanggui.ui.desk import Column
from zhanggui.ui.sheet import Badge, Fields, Partial, Sheet
from zhanggui.ui.timeline import Event, timeline_of


def shift_facts(sheet: ShiftSheet, actor: Actor) -> Mapping[str, Any]:
    return {**vars(sheet), "warehouse": sheet.warehouse.name}


def kinds_of(sheet: ShiftSheet, actor: Actor) -> Mapping[str, Any]:
    """Every kind as it stood, by the words people use; the list beside it shows how it stands now."""
    return {
        "kinds": [
            {
                "title": WORDS.get(item["kind"], (item["kind"], ""))[0],
                "url": WORDS.get(item["kind"], ("", ""))[1],
                "count": item["count"],
                "documents": [(document, _said(item["kind"], word)) for document, word in item["documents"]],
                "more": item["count"] - len(item["documents"]),
            }
            for item in sheet.items
        ]
    }


def _said(kind: str, word: str) -> str:
    """The carrier, the reason of a stop or the cause of an incident, in the reader's language."""
    if kind == "incidents":
        return str(IncidentCause(word).label)
    return str(carrier_label(stop_words(word)))


class ShiftSheetSheet(Sheet):
    desk = ShiftSheetDesk
    sections = [
        Partial(_("Open items"), "fulfilment/shift_items.html", read=kinds_of),
    ]
    side = [
        Fields(
            _("Signatures"),
            [
                Column("warehouse", _("Warehouse")),
                Column("written_by", _("Written by"), "person"),
                Column("written_at", _("Written at"), "moment"),
                Column("note", _("Note")),
                Column("given_by", _("Handed over by"), "person"),
                Column("given_at", _("Handed over at"), "moment"),
                Column("taken_by", _("Taken over by"), "person"),
                Column("taken_at", _("Taken over at"), "moment"),
                Column("taken_note", _("Note of who takes over")),
            ],
            read=shift_facts,
        ),
    ]

    def badges(self, document: ShiftSheet, actor: Actor) -> Sequence[Badge]:
        return [Badge(document.get_state_display(), SHIFT_TONES[document.state])]

    def timeline(self, document: ShiftSheet, actor: Actor) -> Sequence[Event]:
        return timeline_of([("shift_sheet", [document.pk])])
