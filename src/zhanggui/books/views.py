"""The trial balance, every number leading to the postings that sum to it, and the ledger of one account in a month."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zhanggui.books.desks import SEE_BOOKS
from zhanggui.books.models import Account, Period
from zhanggui.books.queries import TrialRow, ledger_lines, ledger_months, period_choices, trial_balance
from zhanggui.books.states import Side
from zhanggui.kernel.keys import key_of
from zhanggui.kernel.refusal import NotFound
from zhanggui.ui.report_files import csv_answer
from zhanggui.ui.views.asking import actor_of

MOST_LINES = 500
_SUMS = ("before_debit", "before_credit", "debit", "credit", "after_debit", "after_credit")


@require_safe
def trial_balance_view(request: HttpRequest) -> HttpResponse:
    """The month asked for, or the newest."""
    actor_of(request).check(SEE_BOOKS)
    period = _period_asked(request.GET.get("period", ""))
    rows = trial_balance(period.first_on) if period else []
    if period and "export" in request.GET:
        return csv_answer(f"trial-balance-{period}", _heads(), [_cells(row) for row in rows])
    books: dict[str, list[TrialRow]] = defaultdict(list)
    for row in rows:
        books[row.currency].append(row)
    context = {
        "title": _("Trial balance"),
        "period": period,
        "periods": period_choices(),
        "books": [_book(currency, each, period.first_on) for currency, each in books.items() if period],
    }
    return render(request, "books/trial_balance.html", context)


def _heads() -> list[str]:
    before, within, after = _("Before the month"), _("In the month"), _("After the month")
    debit, credit = _("Debit"), _("Credit")
    sums = [f"{when} {side}" for when in (before, within, after) for side in (debit, credit)]
    return [_("Account code"), _("Name of the account"), _("Currency"), *sums]


def _cells(row: TrialRow) -> list[object]:
    before, after = _sides(row.before), _sides(row.after)
    return [row.code, _label(row), row.currency, *before, row.debit, row.credit, *after]


def _sides(balance: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """A balance on the side it stands on."""
    return (balance if balance > 0 else None, -balance if balance < 0 else None)


def _label(row: TrialRow) -> str:
    english = (get_language() or "").startswith("en") and row.name_en
    return english or row.name


@require_safe
def ledger_view(request: HttpRequest, key: int) -> HttpResponse:
    """One account in one month: what stood on it, each leg with what stood after it, what stands on it now."""
    actor_of(request).check(SEE_BOOKS)
    account = Account.objects.filter(pk=key).first()
    if account is None:
        raise NotFound(what="account", key=key)
    period = _period_asked(request.GET.get("period", ""))
    currency = request.GET.get("currency") or "CNY"
    months = [month for month in ledger_months(key) if period and month.period_id == period.pk]
    month = next((each for each in months if each.currency == currency), None)
    sign = 1 if account.side == Side.DEBIT else -1
    lines = ledger_lines(key, month, sign=sign) if month else []
    if "export" in request.GET:
        heads = [_("Booked on"), _("Entry number"), _("What it was for"), _("Number of the paper"), _("Debit"),
                 _("Credit"), _("Balance")]  # fmt: skip
        cells = [(x.booked_on, x.entry_id, x.text, x.document, x.debit, x.credit, x.balance) for x in lines]
        return csv_answer(f"ledger-{account.code}-{period}", heads, cells)
    context = {
        "title": str(account),
        "account": account,
        "period": period,
        "periods": period_choices(),
        "currency": currency,
        "month": month,
        "before": sign * month.before if month else None,
        "after": sign * month.after if month else None,
        "lines": lines[:MOST_LINES],
        "left_out": max(0, len(lines) - MOST_LINES),
    }
    return render(request, "books/ledger.html", context)


def _period_asked(text: str) -> Period | None:
    if not text:
        return Period.objects.order_by("-first_on").first()
    found = Period.objects.filter(pk=key_of(text)).first()
    if found is None:
        raise NotFound(what="period", key=text)
    return found


def _book(currency: str, rows: Sequence[TrialRow], first_on: date) -> dict[str, Any]:
    lines = [_line(row, first_on) for row in rows]
    sums = {name: sum((line[name] or Decimal(0) for line in lines), Decimal(0)) for name in _SUMS}
    balances = all(sums[f"{side}debit"] == sums[f"{side}credit"] for side in ("before_", "", "after_"))
    return {"currency": currency, "lines": lines, "sums": sums, "balances": balances}


def _line(row: TrialRow, first_on: date) -> dict[str, Any]:
    """Balances stand on their side; a side without money stays empty."""
    last_on = (first_on + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    before = {"booked_on__to": first_on - timedelta(days=1)}
    within = {"booked_on__from": first_on, "booked_on__to": last_on}
    (before_debit, before_credit), (after_debit, after_credit) = _sides(row.before), _sides(row.after)
    return {
        "code": row.code,
        "name": _label(row),
        "before_debit": before_debit,
        "before_credit": before_credit,
        "debit": row.debit or None,
        "credit": row.credit or None,
        "after_debit": after_debit,
        "after_credit": after_credit,
        "before_url": _postings(row, **before),
        "debit_url": _postings(row, tab="debits", **within),
        "credit_url": _postings(row, tab="credits", **within),
        "after_url": _postings(row, booked_on__to=last_on),
    }


def _postings(row: TrialRow, **asked: Any) -> str:
    query = urlencode({"account": row.account_id, "currency": row.currency, **asked})
    return f"{reverse('ui:desk', args=['postings'])}?{query}"
