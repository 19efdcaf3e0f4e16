"""What may be posted. Pure; the other rooms say `NewEntry` with legs made by `debit` and `credit`."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from zhanggui.kernel.money import CENT
from zhanggui.kernel.refusal import Refusal

MOST = Decimal("10") ** 14
"""A leg stays below a hundred million million: what the column holds."""
FIRST_YEAR, LAST_YEAR = 2000, 2100


class AccountUnknown(Refusal):
    """There is no account {account}."""


class RoleWithoutAccount(Refusal):
    """No account was chosen for the role “{role}”."""


class AccountInactive(Refusal):
    """Account {account} is no longer used."""


class AccountHasAccountsBelow(Refusal):
    """Account {account} sums those below it: post to one of them."""


class EntryUnbalanced(Refusal):
    """Debits and credits differ by {difference} {currency}."""


class LegsMissing(Refusal):
    """An entry needs at least two legs, none of them zero."""


class MoneyTooFine(Refusal):
    """{amount} has more figures than money of this currency may have."""


class CurrencyUnknown(Refusal):
    """{currency} is not the code of a currency."""


class PeriodClosed(Refusal):
    """The books of {period} are closed."""


class DayOutOfBooks(Refusal):
    """{day} is no day of these books."""


class AccountOfEntry(NamedTuple):
    """An account as an entry finds it."""

    id: int
    code: str
    is_active: bool
    has_below: bool = False


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg: `account` is a role (`Role.STOCK`) or a code; a debit is above zero, a credit below."""

    account: str
    amount: Decimal
    currency: str = "CNY"
    shop_id: int | None = None
    sku_id: int | None = None
    party: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What one cause does to the books. `booked_on` of None is the company's day of the call."""

    cause_id: int
    text: str
    legs: tuple[Leg, ...]
    booked_on: date | None = None
    document: str = ""
    subject: str = ""
    subject_id: int | None = None
    reverses_id: int | None = None


def debit(account: str, amount: Decimal, **dimensions: str | int | None) -> Leg:
    """`amount` on the left side of the account."""
    return replace(Leg(account, amount), **dimensions)  # type: ignore[arg-type]  # the fields of Leg, one by one


def credit(account: str, amount: Decimal, **dimensions: str | int | None) -> Leg:
    """`amount` on the right side of the account."""
    return replace(Leg(account, -amount), **dimensions)  # type: ignore[arg-type]  # as above


def check_legs(legs: Sequence[Leg]) -> None:
    """Raises LegsMissing, MoneyTooFine, CurrencyUnknown or EntryUnbalanced."""
    if len(legs) < 2 or any(not leg.amount for leg in legs):
        raise LegsMissing
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for leg in legs:
        check_amount(leg.amount)
        if not (len(leg.currency) == 3 and leg.currency.isascii() and leg.currency.isupper()):
            raise CurrencyUnknown(currency=leg.currency)
        sums[leg.currency] += leg.amount
    for currency, difference in sorted(sums.items()):
        if difference:
            raise EntryUnbalanced(difference=difference, currency=currency)


def check_amount(amount: Decimal) -> None:
    """Money of two decimals that fits its column. A float is a bug of ours."""
    if not isinstance(amount, Decimal):
        raise TypeError("money is a Decimal")
    if not amount.is_finite() or abs(amount) >= MOST or amount != amount.quantize(CENT):
        raise MoneyTooFine(amount=amount)


def check_accounts(legs: Sequence[Leg], accounts: Mapping[str, AccountOfEntry], roles: frozenset[str]) -> None:
    """Raises AccountUnknown, RoleWithoutAccount, AccountInactive or AccountHasAccountsBelow."""
    for leg in legs:
        found = accounts.get(leg.account)
        if found is None:
            raise RoleWithoutAccount(role=leg.account) if leg.account in roles else AccountUnknown(account=leg.account)
        if not found.is_active:
            raise AccountInactive(account=found.code)
        # A role goes on to the account the company chose, so that goods move while it opens others below.
        if found.has_below and leg.account not in roles:
            raise AccountHasAccountsBelow(account=found.code)


def check_day(day: date, open_months: Mapping[date, int]) -> None:
    """Raises DayOutOfBooks or PeriodClosed."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise DayOutOfBooks(day=day.isoformat())
    if day.replace(day=1) not in open_months:
        raise PeriodClosed(period=f"{day:%Y-%m}")


def mirrored(legs: Sequence[Leg]) -> tuple[Leg, ...]:
    """The legs that undo `legs`."""
    return tuple(replace(leg, amount=-leg.amount) for leg in legs)


def debits(legs: Sequence[Leg]) -> Decimal:
    """The sum of the left side."""
    return sum((leg.amount for leg in legs if leg.amount > 0), Decimal(0))
