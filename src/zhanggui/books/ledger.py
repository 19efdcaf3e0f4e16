"""The one writer of entries, postings and the sums of them. Flows use it in this order:

open_months(days)
months = lock_months(days)
write_entries(entries, months, accounts, cause=…)
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from zhanggui.books.models import AccountBalance, Entry, Period, Posting
from zhanggui.books.rules.entries import FIRST_YEAR, LAST_YEAR, AccountOfEntry, NewEntry, debits
from zhanggui.books.states import PeriodState
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import copy_rows, fetch_rows, insert_rows

_OPEN = """
INSERT INTO books_period (first_on, state, changed_by, reason)
SELECT asked.first_on, 'open', '', '' FROM unnest(%s::date[]) AS asked(first_on)
WHERE NOT EXISTS (SELECT FROM books_period AS later WHERE later.state = 'closed' AND later.first_on > asked.first_on)
ON CONFLICT (first_on) DO NOTHING
RETURNING id
"""

_LOCK = """
SELECT first_on, id, state FROM books_period WHERE first_on = ANY(%s::date[]) ORDER BY id FOR SHARE
"""

_ENTRY = (
    "cause", "cause_id", "booked_on", "period_id", "text", "document", "subject", "subject_id", "reverses_id", "total",
    "actor", "at",
)  # fmt: skip
_POSTING = (
    "entry_id", "account_id", "amount", "currency", "booked_on", "shop_id", "sku_id", "party", "document",
)  # fmt: skip
_ADD = (
    "ON CONSTRAINT account_balance_once DO UPDATE SET debit = books_accountbalance.debit + EXCLUDED.debit, "
    "credit = books_accountbalance.credit + EXCLUDED.credit"
)


def lock_months(days: Iterable[date]) -> dict[date, int]:
    """The months of these days that are open, opened when new, kept from being closed until the transaction ends.

    A month before one that is closed is closed too, whether it has a row or not.
    """
    asked = sorted({day.replace(day=1) for day in days if FIRST_YEAR <= day.year <= LAST_YEAR})
    there = set(Period.objects.filter(first_on__in=asked).values_list("first_on", flat=True))
    # Asked always, so that the number of statements is the same; most often with nothing.
    fetch_rows(_OPEN, [[first_on for first_on in asked if first_on not in there]])
    return {first_on: pk for first_on, pk, state in fetch_rows(_LOCK, [asked]) if state == PeriodState.OPEN}


def write_entries(
    entries: Sequence[NewEntry],
    months: Mapping[date, int],
    accounts: Mapping[str, AccountOfEntry],
    *,
    cause: str,
    actor: Actor,
    at: datetime,
) -> dict[int, int]:
    """The entries that were not on record yet, now on record with their legs and sums: cause id → entry id.

    `entries` were checked, each with its day, in the order of their causes so that no two calls wait crosswise.
    """
    ordered = sorted(entries, key=lambda entry: entry.cause_id)
    rows = [
        (
            cause, one.cause_id, day, months[day.replace(day=1)], one.text, one.document, one.subject, one.subject_id,
            one.reverses_id, debits(one.legs), actor.name, at,
        )
        for one in ordered
        if (day := one.booked_on)
    ]  # fmt: skip
    written = insert_rows(Entry, _ENTRY, rows, returning=("cause_id", "id"), on_conflict="DO NOTHING")
    fresh: dict[int, int] = dict(written)
    _write_legs([one for one in ordered if one.cause_id in fresh], fresh, months, accounts)
    return fresh


def _write_legs(
    entries: Sequence[NewEntry],
    ids: Mapping[int, int],
    months: Mapping[date, int],
    accounts: Mapping[str, AccountOfEntry],
) -> None:
    sums: dict[tuple[int, int, str], list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    rows = []
    for one in entries:
        day = one.booked_on
        if day is None:
            raise AssertionError("an entry is written with its day")
        for leg in one.legs:
            account_id = accounts[leg.account].id
            rows.append(
                (
                    ids[one.cause_id], account_id, leg.amount, leg.currency, day, leg.shop_id, leg.sku_id, leg.party,
                    leg.document or one.document,
                )
            )  # fmt: skip
            sums[account_id, months[day.replace(day=1)], leg.currency][leg.amount < 0] += abs(leg.amount)
    if rows:
        copy_rows(Posting, _POSTING, rows)
    insert_rows(
        AccountBalance,
        ("account_id", "period_id", "currency", "debit", "credit"),
        [(*key, *both) for key, both in sorted(sums.items())],
        on_conflict=_ADD,
    )
