"""The one writer of prepaid accounts: entries by cause, and the balance that is their sum."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows, update_rows
from zhanggui.orders.models import PrepaidAccount, PrepaidEntry

_ENTRY = ("account_id", "amount", "cause", "order_id", "note", "entered_by", "entered_at")


class Entry(NamedTuple):
    """One movement: positive is paid in or given back, negative is reserved."""

    account_id: int
    amount: Decimal
    cause: str
    order_id: int | None = None
    note: str = ""


def enter(entries: Sequence[Entry], *, actor: Actor, at: datetime) -> set[tuple[int, str]]:
    """Each entry is in its account once; answers (account, cause) of the new ones. The accounts must be locked."""
    rows = [(*entry, actor.name[:80], at) for entry in entries]
    conflict = '("account_id", "cause") DO NOTHING'
    new = insert_rows(PrepaidEntry, _ENTRY, rows, on_conflict=conflict, returning=("account_id", "cause", "amount"))
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for account_id, _, amount in new:
        sums[account_id] += amount
    update_rows(PrepaidAccount, ("id",), ("balance",), sorted(sums.items()), add=True)
    return {(account_id, cause) for account_id, cause, _ in new}


def cause_of(order_id: int, cause: str) -> str:
    """The cause of the entry that reserves for this event of the order's payment."""
    return f"order:{order_id}:{cause}"
