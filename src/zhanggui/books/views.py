"""The trial balance: every account over a month, every number leading to the postings that sum to it."""

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
from zhanggui.books.models import Period
from zhanggui.books.queries import TrialRow, period_choices, trial_balance
from zhanggui.kernel.keys import key_of
from zhanggui.kernel.refusal import NotFound
from zhanggui.ui.views.asking import actor_of

_SUMS = ("before_debit", "before_credit", "debit", "credit", "after_debit", "after_credit")


@require_safe
def trial_balance_view(request: HttpRequest) -> HttpResponse:
    """The month asked for, or the newest."""
    actor_of(request).check(SEE_BOOKS)
    period = _period_asked(request.GET.get("period", ""))
    rows = trial_balance(period.first_on) if period else []
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
    english = (get_language() or "").startswith("en") and row.name_en
    return {
        "code": row.code,
        "name": english or row.name,
        "before_debit": row.before if row.before > 0 else None,
        "before_credit": -row.before if row.before < 0 else None,
        "debit": row.debit or None,
        "credit": row.credit or None,
        "after_debit": row.after if row.after > 0 else None,
        "after_credit": -row.after if row.after < 0 else None,
        "before_url": _postings(row, **before),
        "debit_url": _postings(row, tab="debits", **within),
        "credit_url": _postings(row, tab="credits", **within),
        "after_url": _postings(row, booked_on__to=last_on),
    }


def _postings(row: TrialRow, **asked: Any) -> str:
    query = urlencode({"account": row.account_id, "currency": row.currency, **asked})
    return f"{reverse('ui:desk', args=['postings'])}?{query}"
