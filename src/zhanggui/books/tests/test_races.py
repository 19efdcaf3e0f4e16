"""Many connections at once: a cause is posted once, a month closes before or after an entry, a crash writes nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from zhanggui.books.flows.close_periods import close_periods
from zhanggui.books.flows.install_chart import install_chart
from zhanggui.books.flows.post_entries import post_entries
from zhanggui.books.flows.reverse_entries import reverse_entries
from zhanggui.books.models import AccountBalance, Entry, Period, Posting
from zhanggui.books.proof import PROOFS
from zhanggui.books.testing import ACTOR, AT, a_receipt, make_entries

BY: dict[str, Any] = {"actor": ACTOR, "at": AT}
OCTOBER = date(2026, 10, 5)
pytestmark = [pytest.mark.django_db(transaction=True, available_apps=settings.INSTALLED_APPS)]


def at_once(task: Callable[[int], Any], times: int) -> list[Any]:
    """`task` run by eight threads, each on a connection of its own."""

    def run(number: int) -> Any:
        try:
            return task(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=8) as pool:
        return list(pool.map(run, range(times)))


def proved() -> list[Any]:
    return [wrong for proof in PROOFS for wrong in proof()]


def test_the_same_causes_at_once_are_posted_once():
    install_chart(**BY)
    entries = [a_receipt(number, booked_on=OCTOBER) for number in range(1, 21)]
    done = at_once(lambda number: post_entries(cause="race", entries=entries[:: (-1) ** number], **BY).done, 24)
    assert all(len(each) == 20 for each in done)
    assert (Entry.objects.count(), Posting.objects.count(), Period.objects.count()) == (20, 40, 1)
    assert proved() == []


def test_an_entry_is_reversed_once_whoever_asks():
    entry_ids = make_entries(5)
    outcomes = at_once(lambda _: reverse_entries(entry_ids=entry_ids, reason="记错", **BY).done, 12)
    assert sorted(pk for done in outcomes for pk in done) == entry_ids
    assert proved() == []


def test_a_month_closes_before_or_after_an_entry():
    make_entries(booked_on=OCTOBER)
    (october,) = Period.objects.values_list("pk", flat=True)

    def task(number: int) -> tuple[list[int], bool]:
        if number == 12:
            return [], bool(close_periods(period_ids=[october], **BY).done)
        return post_entries(cause="race", entries=[a_receipt(number, booked_on=OCTOBER)], **BY).done, False

    outcomes = at_once(task, 24)
    assert any(closed for _, closed in outcomes)
    posted = {number for done, _ in outcomes for number in done}
    assert set(Entry.objects.filter(cause="race").values_list("cause_id", flat=True)) == posted
    before = list(AccountBalance.objects.order_by("pk").values_list("debit", "credit"))
    assert post_entries(cause="late", entries=[a_receipt(1, booked_on=OCTOBER)], **BY).done == []
    assert list(AccountBalance.objects.order_by("pk").values_list("debit", "credit")) == before
    assert proved() == []


def test_no_earlier_month_slips_in_beside_a_closing():
    make_entries(booked_on=OCTOBER)
    (october,) = Period.objects.values_list("pk", flat=True)

    def task(number: int) -> None:
        if number == 0:
            close_periods(period_ids=[october], **BY)
        else:
            post_entries(cause="early", entries=[a_receipt(number, booked_on=date(2026, number, 1))], **BY)

    at_once(task, 10)
    assert proved() == [], "either October stayed open, or no earlier month was opened"


class Crash(Exception):
    """The program died here."""


@transaction.atomic
def post_and_die() -> None:
    post_entries(cause="crash", entries=[a_receipt(1)], **BY)
    raise Crash


def test_a_crash_in_the_middle_writes_nothing():
    install_chart(**BY)
    with pytest.raises(Crash):
        post_and_die()
    assert (Entry.objects.count(), Posting.objects.count(), AccountBalance.objects.count()) == (0, 0, 0)
    assert post_entries(cause="crash", entries=[a_receipt(1)], **BY).done == [1]
