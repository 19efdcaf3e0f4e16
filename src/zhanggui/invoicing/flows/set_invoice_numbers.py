"""Set the numbers of invoices: which price above the ordered one still matches, and when invoices are due.

Afterwards they hold for what is entered or matched again from now on.
"""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from zhanggui.invoicing.facts import InvoiceNumbersSet
from zhanggui.invoicing.models import InvoiceNumbers
from zhanggui.invoicing.rules.invoices import MOST_DAYS, NumbersUnsound
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome

_AS_GIVEN = "(id) DO UPDATE SET " + ", ".join(
    f"{name} = EXCLUDED.{name}" for name in ("price_percent", "due_days", "set_by", "set_at")
)


@transaction.atomic
def set_invoice_numbers(*, price_percent: Decimal, due_days: int, actor: Actor, at: datetime) -> Outcome[int]:
    if not (price_percent.is_finite() and 0 <= price_percent < 100 and 0 <= due_days <= MOST_DAYS):
        raise NumbersUnsound(most=MOST_DAYS)

    columns = ("id", "price_percent", "due_days", "set_by", "set_at")
    insert_rows(InvoiceNumbers, columns, [(1, price_percent, due_days, actor.name[:80], at)], on_conflict=_AS_GIVEN)

    announce([InvoiceNumbersSet(1, f"{price_percent} % · {due_days}")], actor=actor, at=at)
    return Outcome(done=[1])
