"""Reads of the books."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from zhanggui.books.models import Account, AccountRole, Period
from zhanggui.books.rules.entries import AccountOfEntry, Leg, NewEntry
from zhanggui.catalog.models import Sku
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import fetch_rows
from zhanggui.kernel.refusal import NotFound, Refusal
from zhanggui.people.models import Shop

_NAMED = """
SELECT account.code, account.id, account.code, account.is_active,
       EXISTS (SELECT FROM books_account AS below WHERE below.parent_id = account.id)
FROM books_account AS account
WHERE account.code = ANY(%(names)s)
UNION ALL
SELECT role.role, account.id, account.code, account.is_active,
       EXISTS (SELECT FROM books_account AS below WHERE below.parent_id = account.id)
FROM books_accountrole AS role JOIN books_account AS account ON account.id = role.account_id
WHERE role.role = ANY(%(names)s)
"""

_TRIAL = """
SELECT account.id, account.code, account.name, account.name_en, account.kind, sums.currency,
       sums.before, sums.debit, sums.credit
FROM (
    SELECT balance.account_id, balance.currency,
           coalesce(sum(balance.debit - balance.credit) FILTER (WHERE period.first_on < %(first_on)s), 0) AS before,
           coalesce(sum(balance.debit) FILTER (WHERE period.first_on = %(first_on)s), 0) AS debit,
           coalesce(sum(balance.credit) FILTER (WHERE period.first_on = %(first_on)s), 0) AS credit
    FROM books_accountbalance AS balance
    JOIN books_period AS period ON period.id = balance.period_id AND period.first_on <= %(first_on)s
    GROUP BY balance.account_id, balance.currency
) AS sums
JOIN books_account AS account ON account.id = sums.account_id
ORDER BY sums.currency, account.code
"""


_MONTHS = """
SELECT period_id, first_on, currency, coalesce(sum(debit - credit) OVER before, 0), debit, credit
FROM books_accountbalance AS balance JOIN books_period AS period ON period.id = balance.period_id
WHERE account_id = %s
WINDOW before AS (PARTITION BY currency ORDER BY first_on ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
ORDER BY first_on DESC, currency
"""


_LINES = """
SELECT entry.id, leg.booked_on, entry.text, coalesce(nullif(leg.document, ''), entry.document), leg.party,
       CASE WHEN leg.amount > 0 THEN leg.amount END, CASE WHEN leg.amount < 0 THEN -leg.amount END,
       %(sign)s * (%(before)s + sum(leg.amount) OVER (ORDER BY leg.booked_on, leg.id))
FROM books_posting AS leg
JOIN books_entry AS entry ON entry.id = leg.entry_id
JOIN books_period AS period ON period.id = %(period)s
WHERE leg.account_id = %(account)s AND leg.currency = %(currency)s
  AND leg.booked_on >= period.first_on AND leg.booked_on < period.first_on + interval '1 month'
ORDER BY leg.booked_on, leg.id
"""


_STANDING = """
SELECT account.id, account.code, account.name, account.name_en,
       coalesce((
           SELECT sum(balance.debit - balance.credit) FROM books_accountbalance AS balance
           JOIN books_period AS period ON period.id = balance.period_id AND period.first_on < %(first_on)s
           WHERE balance.account_id = account.id AND balance.currency = 'CNY'
       ), 0) + coalesce((
           SELECT sum(leg.amount) FROM books_posting AS leg
           WHERE leg.account_id = account.id AND leg.currency = 'CNY'
             AND leg.booked_on >= %(first_on)s AND leg.booked_on <= %(day)s
       ), 0)
FROM books_accountrole AS role JOIN books_account AS account ON account.id = role.account_id
WHERE role.role = %(role)s
"""


def accounts_named(names: Iterable[str]) -> dict[str, AccountOfEntry]:
    """The accounts of these codes and roles, by what they were asked by."""
    rows = fetch_rows(_NAMED, {"names": sorted({str(name) for name in names})})
    return {name: AccountOfEntry(*found) for name, *found in rows}


def roles_taken() -> dict[str, str]:
    """Role → code of its account."""
    return dict(AccountRole.objects.values_list("role", "account__code"))


def unseen_dimensions(entries: Sequence[NewEntry], *, actor: Actor) -> dict[Leg, Refusal]:
    """The legs that name a shop or a SKU that is not there, or not for this actor."""
    legs = {leg for one in entries for leg in one.legs}
    shop_ids = {leg.shop_id for leg in legs if leg.shop_id is not None}
    sku_ids = {leg.sku_id for leg in legs if leg.sku_id is not None}
    shops = set(Shop.objects.visible_to(actor).filter(pk__among=shop_ids).values_list("pk", flat=True))
    skus = set(Sku.objects.filter(pk__among=sku_ids).values_list("pk", flat=True))
    unseen: dict[Leg, Refusal] = {}
    for leg in legs:
        if leg.shop_id is not None and leg.shop_id not in shops:
            unseen[leg] = NotFound(what="Shop", key=leg.shop_id)
        elif leg.sku_id is not None and leg.sku_id not in skus:
            unseen[leg] = NotFound(what="SKU", key=leg.sku_id)
    return unseen


@dataclass(frozen=True, slots=True)
class TrialRow:
    """An account over a month: what stood on it before, what came on each side, what stands on it after.

    `before` and `after` are above zero for a debit balance.
    """

    account_id: int
    code: str
    name: str
    name_en: str
    kind: str
    currency: str
    before: Decimal
    debit: Decimal
    credit: Decimal

    @property
    def after(self) -> Decimal:
        return self.before + self.debit - self.credit


def trial_balance(first_on: date) -> list[TrialRow]:
    """Every account that ever moved up to the end of this month, in one statement over stored sums."""
    return [TrialRow(*row) for row in fetch_rows(_TRIAL, {"first_on": first_on})]


@dataclass(frozen=True, slots=True)
class LedgerMonth:
    """One account in one month and currency. `before` and `after` are above zero for a debit balance."""

    period_id: int
    first_on: date
    currency: str
    before: Decimal
    debit: Decimal
    credit: Decimal

    @property
    def after(self) -> Decimal:
        return self.before + self.debit - self.credit


def ledger_months(account_id: int) -> list[LedgerMonth]:
    """Every month in which the account moved, newest first, with what stood on it before."""
    return [LedgerMonth(*row) for row in fetch_rows(_MONTHS, [account_id])]


class LedgerLine(NamedTuple):
    """One leg, with what stands on the account after it on its normal side."""

    entry_id: int
    booked_on: date
    text: str
    document: str
    party: str
    debit: Decimal | None
    credit: Decimal | None
    balance: Decimal


def ledger_lines(account_id: int, month: LedgerMonth, *, sign: int) -> list[LedgerLine]:
    """The legs of one account and month in their order. `sign` is 1 where the account grows by debits, else -1."""
    asked = {
        "account": account_id, "period": month.period_id, "currency": month.currency, "before": month.before,
        "sign": sign,
    }  # fmt: skip
    return [LedgerLine(*row) for row in fetch_rows(_LINES, asked)]


class Standing(NamedTuple):
    """What stood on the account of a role when a day was over, in the company's own money; debits above zero."""

    account_id: int
    code: str
    name: str
    name_en: str
    amount: Decimal


def standing(role: str, day: date) -> Standing | None:
    """Of months before from their stored sums, of the month of the day from its postings. None: no account has it."""
    rows = fetch_rows(_STANDING, {"role": role, "day": day, "first_on": day.replace(day=1)})
    return Standing(*rows[0]) if rows else None


def leaf_choices() -> list[tuple[str, str]]:
    """Accounts that may be posted to, by code."""
    there = Account.objects.filter(is_active=True, children=None).order_by("code")
    return [(account.code, str(account)) for account in there]


def period_choices() -> list[tuple[str, str]]:
    """The months of the books, newest first."""
    months = Period.objects.order_by("-first_on").values_list("pk", "first_on")
    return [(str(pk), f"{first_on:%Y-%m}") for pk, first_on in months]


def account_choices() -> list[tuple[str, str]]:
    """Accounts for a filter, by code."""
    return [(str(account.pk), str(account)) for account in Account.objects.order_by("code")]
