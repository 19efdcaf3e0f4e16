"""The sheet of one entry, with its legs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhanggui.books.desks import EntryDesk, account_name
from zhanggui.books.models import Entry
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Column
from zhanggui.ui.links import sheet_link
from zhanggui.ui.sheet import Badge, Fields, Lines, Sheet
from zhanggui.ui.timeline import Event, timeline_of


def head_of(entry: Entry, actor: Actor) -> Mapping[str, Any]:
    by = Entry.objects.filter(reverses_id=entry.pk).values_list("pk", flat=True).first()
    return vars(entry) | {
        "period": str(entry.period),
        "reverses": sheet_link("entries", entry.reverses_id, str(entry.reverses_id or ""), actor),
        "reversed_by": sheet_link("entries", by, str(by or ""), actor),
    }


def legs_of(entry: Entry, actor: Actor) -> Sequence[Mapping[str, Any]]:
    names = (
        "account__code", "account__name", "account__name_en", "amount", "currency", "party", "document", "sku__code",
        "shop__name",
    )  # fmt: skip
    return [
        row
        | {
            "account": account_name(row, "account__"),
            "debit": row["amount"] if row["amount"] > 0 else None,
            "credit": -row["amount"] if row["amount"] < 0 else None,
        }
        for row in entry.postings.order_by("pk").values(*names)
    ]


class EntrySheet(Sheet):
    desk = EntryDesk
    sections = [
        Fields(
            _("Entry"),
            [
                Column("booked_on", _("Booked on"), "day"),
                Column("period", _("Period")),
                Column("text", _("What it was for")),
                Column("document", _("Number of the paper")),
                Column("total", _("Total"), "money"),
                Column("reverses", _("Reverses"), "links"),
                Column("reversed_by", _("Reversed by"), "links"),
                Column("actor", _("Posted by"), "person"),
                Column("at", _("Recorded at"), "moment"),
            ],
            read=head_of,
        ),
        Lines(
            _("Legs"),
            [
                Column("code", _("Account code"), field="account__code"),
                Column("account", _("Name of the account")),
                Column("debit", _("Debit"), "money", currency="currency"),
                Column("credit", _("Credit"), "money", currency="currency"),
                Column("party", _("Party")),
                Column("document", _("Number of the paper")),
                Column("sku", _("Merchant code"), field="sku__code"),
                Column("shop", _("Shop"), field="shop__name"),
            ],
            read=legs_of,
        ),
    ]

    def badges(self, entry: Entry, actor: Actor) -> Sequence[Badge]:
        if entry.reverses_id is not None:
            return [Badge(_("Reversal"), "warn")]
        return [Badge(_("Reversed"), "muted")] if Entry.objects.filter(reverses_id=entry.pk).exists() else []

    def timeline(self, entry: Entry, actor: Actor) -> Sequence[Event]:
        return timeline_of([("entry", [entry.pk])])
