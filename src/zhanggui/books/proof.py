"""The books balance: every entry and every stored sum proved from the postings.

Each function reads whole tables once, in one statement, and yields the first wrong records by id.
"""

from collections.abc import Iterator

from zhanggui.kernel.proof import Wrong, wrong_rows

PROMISE = "every yuan is explained"

_ENTRIES = """
SELECT entry.id, coalesce(sums.currency, '-'), coalesce(sums.amount, 0), coalesce(sums.legs, 0)
FROM books_entry AS entry
LEFT JOIN (
    SELECT entry_id, currency, sum(amount) AS amount, count(*) AS legs FROM books_posting GROUP BY entry_id, currency
) AS sums ON sums.entry_id = entry.id
WHERE coalesce(sums.amount, 1) <> 0 OR sums.legs < 2
ORDER BY entry.id
"""

_BALANCES = """
WITH posted AS (
    SELECT posting.account_id, entry.period_id, posting.currency,
           coalesce(sum(posting.amount) FILTER (WHERE posting.amount > 0), 0) AS debit,
           coalesce(-sum(posting.amount) FILTER (WHERE posting.amount < 0), 0) AS credit
    FROM books_posting AS posting JOIN books_entry AS entry ON entry.id = posting.entry_id
    GROUP BY posting.account_id, entry.period_id, posting.currency
)
SELECT coalesce(balance.id::text, 'missing'), account_id, period_id, currency, coalesce(balance.debit, 0),
       coalesce(balance.credit, 0), coalesce(posted.debit, 0), coalesce(posted.credit, 0)
FROM books_accountbalance AS balance FULL JOIN posted USING (account_id, period_id, currency)
WHERE (coalesce(balance.debit, 0), coalesce(balance.credit, 0))
      IS DISTINCT FROM (coalesce(posted.debit, 0), coalesce(posted.credit, 0))
ORDER BY balance.id NULLS LAST, account_id, period_id, currency
"""

_MONTHS = """
SELECT entry.id, entry.booked_on, month.first_on FROM books_entry AS entry
JOIN books_period AS month ON month.id = entry.period_id
WHERE date_trunc('month', entry.booked_on)::date <> month.first_on ORDER BY entry.id
"""

_LATE = """
SELECT month.id, month.first_on FROM books_period AS month
WHERE month.state = 'open'
  AND EXISTS (SELECT FROM books_period AS later WHERE later.first_on > month.first_on AND later.state = 'closed')
ORDER BY month.id
"""


def legs_sum_to_zero() -> Iterator[Wrong]:
    """Each entry has two legs or more, which sum to zero in every currency."""
    yield from wrong_rows(PROMISE, _ENTRIES, record="books_entry {0}", what="{3} legs sum to {2} {1}")


def balances_are_postings() -> Iterator[Wrong]:
    """What each account shows for a month is the sum of what was posted to it."""
    yield from wrong_rows(
        PROMISE,
        _BALANCES,
        record="books_accountbalance {0} (account {1}, period {2}, {3})",
        what="{4} debit and {5} credit, the postings sum to {6} and {7}",
    )


def entries_lie_in_their_month() -> Iterator[Wrong]:
    """Each entry lies in the month of its day."""
    yield from wrong_rows(PROMISE, _MONTHS, record="books_entry {0}", what="of {1}, in the month of {2}")


def months_close_in_order() -> Iterator[Wrong]:
    """No month is open before one that is closed."""
    yield from wrong_rows(
        PROMISE, _LATE, record="books_period {0}", what="the month of {1} is open, a later one closed"
    )


PROOFS = (legs_sum_to_zero, balances_are_postings, entries_lie_in_their_month, months_close_in_order)
