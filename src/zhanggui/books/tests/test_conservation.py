"""Whatever is posted, reversed, closed and opened, in whatever order: value is conserved, sums equal the replay of
the postings, and what was closed stays as it was."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhanggui.books.flows.close_periods import close_periods
from zhanggui.books.flows.install_chart import install_chart
from zhanggui.books.flows.post_entries import post_entries
from zhanggui.books.flows.reopen_periods import reopen_periods
from zhanggui.books.flows.reverse_entries import reverse_entries
from zhanggui.books.models import AccountBalance, Entry, Period, Posting
from zhanggui.books.proof import PROOFS
from zhanggui.books.queries import trial_balance
from zhanggui.books.rules.entries import Leg, NewEntry
from zhanggui.books.testing import ACTOR, AT

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
CODES = ("1002", "1405", "2202", "6401")
cents = st.integers(1, 10**9).map(lambda number: Decimal(number) / 100)
splits = st.lists(cents, min_size=1, max_size=3)
steps = st.tuples(
    st.sampled_from(("post", "post", "reverse", "close", "reopen")), st.integers(1, 6), st.integers(7, 10), splits
)


def balanced(cause: int, month: int, amounts: list[Decimal]) -> NewEntry:
    legs = [Leg(CODES[place], amount) for place, amount in enumerate(amounts)]
    return NewEntry(cause, "drawn", (*legs, Leg(CODES[3], -sum(amounts, Decimal(0)))), booked_on=date(2026, month, 3))


def closed_sums() -> set[tuple[Any, ...]]:
    rows = AccountBalance.objects.filter(period__state="closed")
    return set(rows.values_list("account_id", "period_id", "currency", "debit", "credit"))


def step(kind: str, cause: int, month: int, amounts: list[Decimal]) -> None:
    periods = list(Period.objects.filter(first_on=date(2026, month, 1)).values_list("pk", flat=True))
    match kind:
        case "post":
            post_entries(cause="drawn", entries=[balanced(cause, month, amounts)], **BY)
        case "reverse":
            found = Entry.objects.filter(cause="drawn", cause_id=cause).values_list("pk", flat=True)
            reverse_entries(entry_ids=list(found), reason="drawn", booked_on=date(2026, month, 4), **BY)
        case "close":
            close_periods(period_ids=periods, **BY)
        case "reopen":
            reopen_periods(period_ids=periods, reason="drawn", **BY)


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(steps, min_size=1, max_size=12))
def test_value_is_conserved_and_closed_months_never_change(drawn):
    with transaction.atomic():
        install_chart(**BY)
        for kind, cause, month, amounts in drawn:
            before = closed_sums()
            step(kind, cause, month, amounts)
            assert kind in {"close", "reopen"} or closed_sums() == before
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        assert (Posting.objects.aggregate(all=Sum("amount"))["all"] or 0) == 0
        rows = trial_balance(date(2026, 11, 1))
        assert sum(row.before for row in rows) == 0
        assert [wrong for proof in PROOFS for wrong in proof()] == []
        transaction.set_rollback(True)
