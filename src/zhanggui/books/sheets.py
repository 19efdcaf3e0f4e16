"""The sheet of one entry, with its legs; that of one account, with its months."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from zhanggui.books.desks import AccountDesk, EntryDesk, account_name
from zhanggui.books.linking import paper_of
from zhanggui.books.models import Account, Entry
from zhanggui.books.queries import ledger_months
from zhanggui.books.states import AccountKind, Role, Side
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Column
from zhanggui.ui.links import sheet_link
from zhanggui.ui.sheet import Badge, Fields, Lines, Sheet
from zhanggui.ui.timeline import Event, timeline_of


def head_of(entry: Entry, actor: Actor) -> Mapping[str, Any]:
    by = Entry.objects.filter(reverses_id=entry.pk).values_list("pk", flat=True).first()
    return vars(entry) | {
        "period": str(entry.period),
        "paper": paper_of(entry, actor),
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
                Column("paper", _("Number of the paper"), "links"),
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


def account_head(account: Account, actor: Actor) -> Mapping[str, Any]:
    above = account.parent
    change = [{"label": str(_("Edit what is on file")), "href": reverse("edit_account", args=[account.pk])}]
    roles = account.roles.values_list("role", flat=True)
    return vars(account) | {
        "above": sheet_link("accounts", above.pk, str(above), actor) if above else [],
        "below": [{"label": str(one), "href": AccountDesk().link(one.pk)} for one in account.children.order_by("code")],
        "roles": ", ".join(str(Role(role).label) for role in roles),
        "change": change if actor.may("edit_accounts") else [],
    }


def months_of(account: Account, actor: Actor) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "account_id": account.pk,
            "period_id": month.period_id,
            "month": f"{month.first_on:%Y-%m}",
            "currency": month.currency,
            "before": _on_its_side(month.before, account),
            "debit": month.debit,
            "credit": month.credit,
            "after": _on_its_side(month.after, account),
        }
        for month in ledger_months(account.pk)
    ]


def _on_its_side(balance: Decimal, account: Account) -> Decimal:
    return balance if account.side == Side.DEBIT else -balance


def ledger_url(row: Mapping[str, Any]) -> str:
    query = urlencode({"period": row["period_id"], "currency": row["currency"]})
    return f"{reverse('ledger', args=[row['account_id']])}?{query}"


class AccountSheet(Sheet):
    desk = AccountDesk
    sections = [
        Fields(
            _("Account of the books"),
            [
                Column("name", _("Name in Chinese")),
                Column("name_en", _("Name in English")),
                Column("kind", _("Kind"), "state", states=AccountKind),
                Column("side", _("Normal side"), "state", states=Side),
                Column("above", _("Above it"), "links"),
                Column("below", _("Below it"), "links"),
                Column("roles", _("Used as")),
                Column("is_active", _("In use"), "flag"),
                Column("change", _("Account file"), "links"),
            ],
            read=account_head,
        ),
        Lines(
            _("Months"),
            [
                Column("month", _("Month"), link=True),
                Column("currency", _("Currency")),
                Column("before", _("Before the month"), "money", currency="currency"),
                Column("debit", _("Debit"), "money", currency="currency"),
                Column("credit", _("Credit"), "money", currency="currency"),
                Column("after", _("After the month"), "money", currency="currency"),
            ],
            read=months_of,
            link=ledger_url,
            empty=_("Nothing was posted to this account yet."),
        ),
    ]

    def badges(self, account: Account, actor: Actor) -> Sequence[Badge]:
        return [] if account.is_active else [Badge(_("Out of use"), "muted")]

    def timeline(self, account: Account, actor: Actor) -> Sequence[Event]:
        return timeline_of([("account", [account.pk])])
