"""Set after how many days invoices of suppliers are due.

Afterwards it holds for invoices entered from now on, counted from the day of the invoice or from the end of its month.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.invoicing.facts import PaymentDaysSet
from zhanggui.invoicing.models import PaymentDays
from zhanggui.invoicing.rules.invoices import MOST_DAYS, NumbersUnsound
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.bulk import insert_rows
from zhanggui.kernel.facts import announce
from zhanggui.kernel.outcome import Outcome, not_found
from zhanggui.parties.models import Supplier

_COLUMNS = ("supplier_id", "days", "from_month_end", "set_by", "set_at")
_AS_GIVEN = "(supplier_id) DO UPDATE SET " + ", ".join(f"{name} = EXCLUDED.{name}" for name in _COLUMNS[1:])


@transaction.atomic
def set_payment_days(
    *, supplier_ids: Sequence[int], days: int, from_month_end: bool = False, actor: Actor, at: datetime
) -> Outcome[int]:
    if not 0 <= days <= MOST_DAYS:
        raise NumbersUnsound(most=MOST_DAYS)
    there = set(Supplier.objects.filter(pk__among=set(supplier_ids)).values_list("pk", flat=True))
    done = [pk for pk in dict.fromkeys(supplier_ids) if pk in there]

    rows = [(pk, days, from_month_end, actor.name[:80], at) for pk in done]
    insert_rows(PaymentDays, _COLUMNS, rows, on_conflict=_AS_GIVEN)

    announce([PaymentDaysSet(pk, days) for pk in done], actor=actor, at=at)
    return Outcome(done=done, refused=not_found("supplier", supplier_ids, there))
