"""Months are closed one after the other, and a closed month never changes."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from zhanggui.books.flows.close_periods import close_periods
from zhanggui.books.flows.post_entries import post_entries
from zhanggui.books.flows.reopen_periods import reopen_periods
from zhanggui.books.flows.reverse_entries import reverse_entries
from zhanggui.books.models import AccountBalance, Entry, Period
from zhanggui.books.rules.entries import PeriodClosed
from zhanggui.books.rules.periods import EarlierPeriodOpen, LaterPeriodClosed, PeriodNotOver, ReasonMissing
from zhanggui.books.testing import ACTOR, AT, a_receipt, make_entries

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 1)


@pytest.fixture
def months(db: None) -> dict[int, int]:
    """September, October and November with an entry each: month → id."""
    for day in (SEPTEMBER, OCTOBER, date(2026, 11, 1)):
        make_entries(booked_on=day)
    return {period.first_on.month: period.pk for period in Period.objects.all()}


def test_a_month_waits_for_those_before_it_and_for_its_end(months):
    outcome = close_periods(period_ids=[months[10], months[11]], **BY)
    assert outcome.refused == {
        months[10]: EarlierPeriodOpen(earlier="2026-09", period="2026-10"),
        months[11]: PeriodNotOver(period="2026-11"),
    }
    assert close_periods(period_ids=[months[10], months[9]], **BY).done == [months[10], months[9]]
    assert close_periods(period_ids=[months[9]], **BY).done == [months[9]], "closed before is done"


def test_a_closed_month_takes_nothing_and_a_repeated_cause_is_still_done(months):
    close_periods(period_ids=[months[9], months[10]], **BY)
    again = a_receipt(Entry.objects.get(booked_on=OCTOBER).cause_id, booked_on=OCTOBER)
    late, before_all = a_receipt(1, booked_on=OCTOBER), a_receipt(2, booked_on=date(2026, 3, 1))
    outcome = post_entries(cause="test", entries=[again, late, before_all], **BY)
    assert outcome.done == [again.cause_id]
    assert outcome.refused == {1: PeriodClosed(period="2026-10"), 2: PeriodClosed(period="2026-03")}
    (wrong,) = Entry.objects.filter(booked_on=OCTOBER)
    assert reverse_entries(entry_ids=[wrong.pk], reason="?", booked_on=OCTOBER, **BY).refused.keys() == {wrong.pk}
    assert reverse_entries(entry_ids=[wrong.pk], reason="更正", **BY).done == [wrong.pk], "in the month of today"


def test_months_are_opened_from_the_latest_back_with_a_reason(months):
    close_periods(period_ids=[months[9], months[10]], **BY)
    september = [months[9]]
    assert reopen_periods(period_ids=september, reason="漏记", **BY).refused == {
        months[9]: LaterPeriodClosed(later="2026-10", period="2026-09")
    }
    assert reopen_periods(period_ids=[months[10]], reason=" ", **BY).refused == {
        months[10]: ReasonMissing(period="2026-10")
    }
    both = [months[9], months[10]]
    assert reopen_periods(period_ids=both, reason="漏记", **BY).done == both
    assert set(Period.objects.filter(pk__in=both).values_list("state", "reason")) == {("open", "漏记")}


INTO_CLOSED = {
    "an entry": """
        INSERT INTO books_entry (cause, cause_id, booked_on, period_id, text, document, subject, total, actor, at)
        SELECT 'x', 1, '2026-09-30', id, '', '', '', 1, '', now() FROM books_period WHERE first_on = '2026-09-01'
    """,
    "a leg": """
        INSERT INTO books_posting (entry_id, account_id, amount, currency, booked_on, party, document)
        SELECT entry_id, account_id, amount, currency, booked_on, party, document FROM books_posting
        WHERE booked_on = '2026-09-30'
    """,
    "a sum": "UPDATE books_accountbalance SET debit = debit + 1",
    "the month": "DELETE FROM books_period",
}


@pytest.mark.parametrize("sql", INTO_CLOSED.values(), ids=INTO_CLOSED)
def test_the_database_guards_a_closed_month(months, sql):
    close_periods(period_ids=[months[9]], **BY)
    with pytest.raises(IntegrityError, match=r"closed|stays"), transaction.atomic():
        connection.cursor().execute(sql)
    assert AccountBalance.objects.filter(period_id=months[9]).count() == 2


def test_the_month_of_an_entry_is_the_companys():
    make_entries()
    late = datetime(2026, 11, 30, 16, 30, tzinfo=UTC)
    post_entries(cause="late", entries=[a_receipt(1)], actor=ACTOR, at=late)
    assert Entry.objects.get(cause="late").booked_on == date(2026, 12, 1)
