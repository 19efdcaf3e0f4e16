"""Drop exceptions of the print calendar.

Afterwards these days have their usual print times.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhanggui.fulfilment.models import PrintDay
from zhanggui.kernel.actor import Actor
from zhanggui.kernel.outcome import Outcome, not_found


@transaction.atomic
def drop_print_days(*, day_ids: Sequence[int], actor: Actor, at: datetime) -> Outcome[int]:
    rows = PrintDay.objects.visible_to(actor).filter(pk__among=set(day_ids))
    found = set(rows.values_list("pk", flat=True))
    PrintDay.objects.filter(pk__among=found).delete()
    return Outcome(
        done=[pk for pk in dict.fromkeys(day_ids) if pk in found], refused=not_found("print day", day_ids, found)
    )
