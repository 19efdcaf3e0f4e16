"""What the books tell. An entry tells nothing of its own posting: it is its own record of who, when and why."""

from dataclasses import dataclass
from typing import ClassVar

from zhanggui.kernel.facts import FactOf


@dataclass(frozen=True, slots=True)
class EntryReversed(FactOf):
    """Reversed by entry {by}: {reason}."""

    NAME: ClassVar[str] = "books.entry.reversed"
    SUBJECT: ClassVar[str] = "entry"
    entry_id: int
    by: int
    reason: str


@dataclass(frozen=True, slots=True)
class BooksClosed(FactOf):
    """The books of {period} were closed."""

    NAME: ClassVar[str] = "books.period.closed"
    SUBJECT: ClassVar[str] = "period"
    period_id: int
    period: str


@dataclass(frozen=True, slots=True)
class BooksReopened(FactOf):
    """The books of {period} were opened again: {reason}."""

    NAME: ClassVar[str] = "books.period.reopened"
    SUBJECT: ClassVar[str] = "period"
    period_id: int
    period: str
    reason: str


@dataclass(frozen=True, slots=True)
class AccountOpened(FactOf):
    """Account {code} was opened."""

    NAME: ClassVar[str] = "books.account.opened"
    SUBJECT: ClassVar[str] = "account"
    account_id: int
    code: str


@dataclass(frozen=True, slots=True)
class AccountEdited(FactOf):
    """Account {code} was edited."""

    NAME: ClassVar[str] = "books.account.edited"
    SUBJECT: ClassVar[str] = "account"
    account_id: int
    code: str
