"""The desks of the books: entries, their legs, accounts with what stands on them, months.

Whoever sees the books sees those of the whole company: an entry cut to a shop would not balance.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from zhanggui.books.flows.close_periods import close_periods
from zhanggui.books.flows.reopen_periods import reopen_periods
from zhanggui.books.flows.reverse_entries import reverse_entries
from zhanggui.books.forms import WhyForm
from zhanggui.books.models import Account, AccountBalance, Entry, Period, Posting
from zhanggui.books.queries import account_choices, period_choices
from zhanggui.books.states import AccountKind, PeriodState, Side
from zhanggui.kernel.actor import Actor
from zhanggui.ui.desk import Action, ChoiceFilter, Column, DateFilter, Desk, Page, Tab, TextFilter

SEE_BOOKS = "see_books"
TRIAL_BALANCE = Page(_("Trial balance"), "trial_balance", SEE_BOOKS, "scale")


def accounts_of(actor: Actor) -> list[tuple[str, str]]:
    return account_choices()


def periods_of(actor: Actor) -> list[tuple[str, str]]:
    return period_choices()


def account_name(row: Mapping[str, Any], prefix: str = "") -> str:
    """The name of an account in the reader's language."""
    english = row[f"{prefix}name_en"] if (get_language() or "").startswith("en") else ""
    return str(english or row[f"{prefix}name"])


def month_of(row: Mapping[str, Any], field: str = "period__first_on") -> str:
    day: date = row[field]
    return f"{day:%Y-%m}"


def entry_link(row: Mapping[str, Any]) -> list[dict[str, str]]:
    """Whoever sees postings sees entries."""
    return [{"label": str(row["entry_id"]), "href": f"/sheet/entries/{row['entry_id']}/"}]


class EntryDesk(Desk):
    name = "entries"
    title = _("Entries")
    grant = SEE_BOOKS
    model = Entry
    icon = "book"
    document = "pk"
    pages = [Page(_("New entry"), "enter_entry", "post_entries", "plus"), TRIAL_BALANCE]
    sort = "-pk"
    search = ("pk", "document")
    search_hint = _("Entry number / document number")
    empty = _("Nothing was posted yet. Receipts, shipments and payments post their entries themselves.")
    tabs = [
        Tab("all", _("All"), tone="neutral"),
        Tab("reversals", _("Reversals"), Q(reverses__isnull=False), tone="warn"),
    ]
    columns = [
        Column("pk", _("Entry number"), link=True, width=96, frozen=True),
        Column("booked_on", _("Booked on"), "day", width=104),
        Column("period", _("Period"), value=month_of, needs=("period__first_on",), width=90),
        Column("text", _("What it was for"), width=260, sortable=False),
        Column("document", _("Number of the paper"), width=150, sortable=False),
        Column("total", _("Total"), "money", width=120, sortable=False),
        Column("reverses", _("Reverses"), field="reverses_id", width=90, sortable=False),
        Column("actor", _("Posted by"), "person", width=110, sortable=False),
        Column("at", _("Recorded at"), "moment", width=120, sortable=False),
    ]
    filters = [
        TextFilter("document", _("Number of the paper")),
        ChoiceFilter("period", _("Period"), field="period_id", choices=periods_of),
        DateFilter("booked_on", _("Booked on"), of_days=True),
    ]
    actions = [
        Action(
            "reverse_entries", _("Reverse"), reverse_entries, "entry_ids", icon="arrow-back-up", look="danger",
            form=WhyForm, on_sheet=Q(reverses__isnull=True, reversed_by__isnull=True),
        ),
    ]  # fmt: skip


class PostingDesk(Desk):
    """Legs of entries: what every number of the trial balance opens."""

    name = "postings"
    title = _("Postings")
    grant = SEE_BOOKS
    model = Posting
    icon = "list-details"
    document = "pk"
    has_sheet = False
    pages = [TRIAL_BALANCE]
    sort = "-pk"
    search = ("entry__pk",)
    search_hint = _("Entry number")
    tabs = [
        Tab("all", _("All"), tone="neutral"),
        Tab("debits", _("Debits"), Q(amount__gt=0)),
        Tab("credits", _("Credits"), Q(amount__lt=0)),
    ]
    columns = [
        Column("booked_on", _("Booked on"), "day", width=104, sortable=False, frozen=True),
        Column("entry", _("Entry number"), "links", value=entry_link, needs=("entry_id",), width=96, sortable=False),
        Column("code", _("Account code"), field="account__code", width=100),
        Column(
            "account", _("Name of the account"), value=lambda row: account_name(row, "account__"),
            needs=("account__name", "account__name_en"), width=180,
        ),
        Column("text", _("What it was for"), field="entry__text", width=220),
        Column(
            "debit", _("Debit"), "money", value=lambda row: row["amount"] if row["amount"] > 0 else None,
            needs=("amount",), currency="currency", width=120,
        ),
        Column(
            "credit", _("Credit"), "money", value=lambda row: -row["amount"] if row["amount"] < 0 else None,
            needs=("amount",), currency="currency", width=120,
        ),
        Column("document", _("Number of the paper"), width=140, sortable=False),
        Column("party", _("Party"), width=110, sortable=False),
        Column("sku", _("Merchant code"), field="sku__code", width=130),
        Column("shop", _("Shop"), field="shop__name", width=110),
    ]  # fmt: skip
    filters = [
        ChoiceFilter("account", _("Account of the books"), field="account_id", choices=accounts_of),
        ChoiceFilter("period", _("Period"), field="entry__period_id", choices=periods_of),
        DateFilter("booked_on", _("Booked on"), of_days=True),
        TextFilter("currency", _("Currency")),
        TextFilter("party", _("Party")),
    ]


class AccountDesk(Desk):
    name = "accounts"
    title = _("Accounts")
    grant = SEE_BOOKS
    model = Account
    icon = "list-numbers"
    document = "code"
    pages = [Page(_("Open an account"), "open_account", "open_accounts", "plus"), TRIAL_BALANCE]
    sort = "code"
    search = ("code", "code__startswith", "name")
    search_hint = _("Account code")
    tabs = [
        Tab("in_use", _("In use"), Q(is_active=True), tone="neutral"),
        Tab("out_of_use", _("Out of use"), Q(is_active=False)),
    ]
    columns = [
        Column("code", _("Account code"), link=True, width=110, frozen=True),
        Column("label", _("Name of the account"), value=account_name, needs=("name", "name_en"), width=240),
        Column("kind", _("Kind"), "state", states=AccountKind, width=100, sortable=False),
        Column("side", _("Normal side"), "state", states=Side, width=90, sortable=False),
        Column("above", _("Above it"), field="parent__code", width=100, sortable=False),
        Column(
            "debits", _("Debits"), "money", by_page=True, width=130, opens="/desk/postings/?tab=debits&account={id}"
        ),
        Column(
            "credits", _("Credits"), "money", by_page=True, width=130, opens="/desk/postings/?tab=credits&account={id}"
        ),
        Column("balance", _("Balance"), "money", by_page=True, width=130, opens="/desk/postings/?account={id}"),
    ]
    filters = [TextFilter("code", _("Account code"), prefix=True)]

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        """The company's own money; what stands in other currencies is in the trial balance."""
        rows = AccountBalance.objects.filter(account_id__among=set(ids), currency="CNY").order_by()
        sums = rows.values_list("account_id").annotate(debits=Sum("debit"), credits=Sum("credit"))
        there = {pk: (debits, credits) for pk, debits, credits in sums}
        sides = dict(Account.objects.filter(pk__among=set(ids)).values_list("pk", "side"))
        values = {}
        for pk in ids:
            debits, credits = there.get(pk, (Decimal(0), Decimal(0)))
            balance = debits - credits if sides.get(pk) == Side.DEBIT else credits - debits
            values[pk] = {"debits": debits, "credits": credits, "balance": balance}
        return values


class PeriodDesk(Desk):
    name = "periods"
    title = _("Months of the books")
    grant = SEE_BOOKS
    model = Period
    icon = "calendar-month"
    document = "first_on"
    has_sheet = False
    pages = [TRIAL_BALANCE]
    sort = "-first_on"
    tabs = [
        Tab("open", _("Open for entries"), Q(state=PeriodState.OPEN), tone="warn"),
        Tab("closed", _("Books closed"), Q(state=PeriodState.CLOSED), tone="good"),
    ]
    columns = [
        Column("month", _("Month"), value=lambda row: month_of(row, "first_on"), needs=("first_on",), width=100),
        Column(
            "state", _("State"), "state", states=PeriodState, tones={"open": "warn", "closed": "good"}, width=100,
            sortable=False,
        ),
        Column(
            "debits", _("Debits"), "money", by_page=True, width=140, opens="/desk/postings/?tab=debits&period={id}"
        ),
        Column(
            "credits", _("Credits"), "money", by_page=True, width=140, opens="/desk/postings/?tab=credits&period={id}"
        ),
        Column("changed_by", _("Changed by"), "person", width=120, sortable=False),
        Column("changed_at", _("Changed at"), "moment", width=120, sortable=False),
        Column("reason", _("Why"), width=220, sortable=False),
    ]  # fmt: skip
    actions = [
        Action(
            "close_periods", _("Close the books"), close_periods, "period_ids", icon="lock", look="primary",
            tabs=("open",), confirm=_("Close {count} months? Nothing can be posted to them then."),
        ),
        Action(
            "reopen_periods", _("Open again"), reopen_periods, "period_ids", icon="lock-open", tabs=("closed",),
            form=WhyForm,
        ),
    ]  # fmt: skip

    def visible(self, actor: Actor) -> QuerySet[Period]:
        return Period.objects.all()

    def page_values(self, ids: Sequence[int], actor: Actor) -> Mapping[int, Mapping[str, Any]]:
        rows = AccountBalance.objects.filter(period_id__among=set(ids), currency="CNY").order_by()
        sums = rows.values_list("period_id").annotate(debits=Sum(F("debit")), credits=Sum(F("credit")))
        return {pk: {"debits": debits, "credits": credits} for pk, debits, credits in sums}
